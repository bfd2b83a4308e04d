"""What wakes somebody up: few alarms, each with a section of its name in docs/runbook.md."""

from collections.abc import Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.cdk.acknowledgements import acknowledge
from infra.cdk.functions import Functions
from infra.cdk.metrics import Metrics
from infra.cdk.queueing import Queueing

# Chunks that must wait for a catalogue come back within a minute; a quarter of an hour is a queue that stands still.
_OLDEST_MESSAGE_S = 15 * 60
# 565 books take some seconds, 10,000 under the catalogues' rates about two minutes.
_JOB_P95_S = 180
_ERROR_SHARE = 0.01


class Alarms(Construct):
    """``all`` of them, and ``of_new_workers``: those on which a roll-out turns back."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: str,
        metrics: Metrics,
        functions: Functions,
        queueing: Queueing,
        email: str | None,
    ) -> None:
        super().__init__(scope, name)
        self._stage = stage
        dead_letters = self._above(
            "dead-letters",
            queueing.dead_letters.metric_approximate_number_of_messages_visible(
                statistic="Maximum", period=Duration.minutes(1)
            ),
            0,
            minutes=5,
            what="Messages lie in the dead-letter queue: the dead-letters function cannot read or settle them.",
        )
        books_given_up = self._above(
            "books-given-up",
            metrics("BooksGivenUp"),
            0,
            what="A book killed every worker that tried it; its job names it as a failure.",
        )
        failed_starts = self._above(
            "failed-starts",
            queueing.failed_starts.metric_approximate_number_of_messages_visible(
                statistic="Maximum", period=Duration.minutes(1)
            ),
            0,
            what="The orchestrator or the aggregator failed three times for one job.",
        )
        oldest_message = self._above(
            "oldest-message",
            queueing.books.metric_approximate_age_of_oldest_message(
                statistic="Maximum", period=Duration.minutes(1)
            ),
            _OLDEST_MESSAGE_S,
            minutes=3,
            what="Chunks of books wait in the queue without being settled.",
        )
        job_p95 = self._above(
            "job-p95",
            metrics("JobSeconds", "p95", minutes=5),
            _JOB_P95_S,
            minutes=3,
            what="Imports take long.",
        )
        errors = self._above(
            "errors", _error_share(functions.serving), _ERROR_SHARE, minutes=3, what="Functions fail."
        )
        sweep_errors = self._above(
            "sweep-errors",
            functions.sweep.metric_errors(statistic="Sum", period=Duration.minutes(1)),
            0,
            minutes=3,
            what="The sweep fails: jobs that lose their watcher would not be finished.",
        )
        stuck_jobs = self._above(
            "stuck-jobs",
            metrics("SweepStuckJobs"),
            0,
            minutes=2,
            what="The sweep keeps finding open jobs that nobody watches.",
        )
        unreadable_jobs = self._above(
            "unreadable-jobs",
            metrics("UnreadableJobs"),
            0,
            minutes=2,
            what="The record of an open or deleted job cannot be read: nobody finishes that job.",
        )
        worker_errors = self._above(
            "worker-errors",
            functions.worker.metric_errors(statistic="Sum", period=Duration.minutes(1)),
            0,
            what="A worker has crashed, run out of time or of memory.",
        )
        self.all = (
            dead_letters,
            books_given_up,
            failed_starts,
            oldest_message,
            job_p95,
            errors,
            stuck_jobs,
            sweep_errors,
            unreadable_jobs,
            worker_errors,
        )
        self.of_new_workers = (worker_errors, dead_letters, books_given_up)
        if email:
            self._notify(email)

    def _above(
        self, name: str, metric: cloudwatch.IMetric, threshold: float, *, what: str, minutes: int = 1
    ) -> cloudwatch.Alarm:
        """An alarm on the metric being above ``threshold`` in each of the last periods; silence is fine."""
        return cloudwatch.Alarm(
            self,
            name,
            alarm_name=f"fanfolio-{self._stage}-{name}",
            alarm_description=f"{what} What to do: docs/runbook.md#{name}",
            metric=metric,
            threshold=threshold,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=minutes,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )

    def _notify(self, email: str) -> None:
        topic = sns.Topic(self, "Topic", display_name=f"Fanfolio {self._stage}", enforce_ssl=True)
        # A topic with a policy of its own has lost the default one, by which alarms of the account may publish.
        topic.grant_publish(
            iam.ServicePrincipal(
                "cloudwatch.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
        topic.add_subscription(subscriptions.EmailSubscription(email))
        acknowledge(
            topic,
            "Serverless-SNSRedrivePolicy",
            "An e-mail that cannot be delivered is not worth a queue: the alarm's state stays on the dashboard.",
        )
        for alarm in self.all:
            alarm.add_alarm_action(actions.SnsAction(topic))


def _error_share(functions: Sequence[lambda_.IFunction]) -> cloudwatch.MathExpression:
    one_minute = Duration.minutes(1)
    errors = {f"e{index}": one.metric_errors(period=one_minute) for index, one in enumerate(functions)}
    calls = {f"i{index}": one.metric_invocations(period=one_minute) for index, one in enumerate(functions)}
    return cloudwatch.MathExpression(
        expression=f"({'+'.join(errors)})/({'+'.join(calls)})",
        using_metrics={**errors, **calls},
        period=one_minute,
        label="share of invocations that failed",
    )


def console_url(stack: Stack, dashboard: str) -> str:
    """Where a dashboard is seen."""
    return f"https://{stack.region}.console.aws.amazon.com/cloudwatch/home?region={stack.region}#dashboards:name={dashboard}"
