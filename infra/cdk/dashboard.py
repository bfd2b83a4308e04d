"""The dashboard in CloudWatch: from what readers feel (seconds a job) down to what it costs."""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.cdk.functions import Functions
from infra.cdk.metrics import Metrics
from infra.cdk.queueing import Queueing
from infra.cdk.storage import Storage

_MINUTE = Duration.minutes(1)
_WIDTH = 8  # three in a row


class Dashboard(Construct):
    """One dashboard a stage; ``name`` is what CloudWatch calls it."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: str,
        metrics: Metrics,
        alarms: Sequence[cloudwatch.IAlarm],
        functions: Functions,
        queueing: Queueing,
        storage: Storage,
        http_api: gateway.HttpApi,
    ) -> None:
        super().__init__(scope, name)
        self.name = f"fanfolio-{stage}"
        cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=self.name,
            default_interval=Duration.hours(3),
            widgets=[
                [cloudwatch.AlarmStatusWidget(title="Alarms", alarms=list(alarms), width=24, height=2)],
                _jobs(metrics),
                _flow(metrics, functions, queueing),
                _trouble(metrics, functions, queueing, http_api),
                _cost(functions, storage, http_api),
            ],
        )


def _jobs(metrics: Metrics) -> list[cloudwatch.IWidget]:
    seconds = [metrics("JobSeconds", one, minutes=5, label=one) for one in ("p50", "p95")]
    books = metrics("BooksSettled", label="books")
    matched = metrics("JobBooksMatched", minutes=5)
    of = metrics("JobBooks", minutes=5)
    return [
        _graph("Seconds from upload to dashboard", seconds),
        _graph("Books settled a second", [_derived("books/PERIOD(books)", "books a second", books=books)]),
        _graph(
            "Share of books matched",
            [_derived("matched/of", "matched", minutes=5, matched=matched, of=of)],
            from_0_to_1=True,
        ),
    ]


def _flow(metrics: Metrics, functions: Functions, queueing: Queueing) -> list[cloudwatch.IWidget]:
    concurrency = [
        one.metric("ConcurrentExecutions", statistic="Maximum", period=_MINUTE, label=label)
        for label, one in _labelled(functions).items()
    ]
    books = queueing.books
    depth = [
        books.metric_approximate_number_of_messages_visible(
            statistic="Maximum", period=_MINUTE, label="waiting"
        ),
        books.metric_approximate_number_of_messages_not_visible(
            statistic="Maximum", period=_MINUTE, label="in work"
        ),
        books.metric_approximate_number_of_messages_delayed(
            statistic="Maximum", period=_MINUTE, label="postponed"
        ),
    ]
    age = books.metric_approximate_age_of_oldest_message(
        statistic="Maximum", period=_MINUTE, label="oldest message, s"
    )
    jobs = [
        metrics("OpenJobs", "Maximum"),
        metrics("SweepStuckJobs"),
        metrics("UnreadableJobs"),
        metrics("BooksPostponed"),
    ]
    return [
        _graph("Functions at work", concurrency),
        _graph("Queue: messages, and the oldest one's age", depth, right=[age]),
        _graph("Open jobs, and books that must wait", jobs),
    ]


def _trouble(
    metrics: Metrics, functions: Functions, queueing: Queueing, http_api: gateway.HttpApi
) -> list[cloudwatch.IWidget]:
    labelled = _labelled(functions).items()
    errors = [one.metric_errors(period=_MINUTE, label=label) for label, one in labelled]
    throttles = [one.metric_throttles(period=_MINUTE, label=f"{label} throttled") for label, one in labelled]
    dead = [
        queueing.dead_letters.metric_approximate_number_of_messages_visible(
            statistic="Maximum", period=_MINUTE, label="in the dead-letter queue"
        ),
        queueing.failed_starts.metric_approximate_number_of_messages_visible(
            statistic="Maximum", period=_MINUTE, label="failed starts"
        ),
        metrics("DeadMessages"),
        metrics("BooksGivenUp"),
    ]
    catalogues = [metrics(name) for name in ("CatalogueRequests", "Catalogue429s", "BooksFromCache")]
    faults = http_api.metric_server_error(period=_MINUTE, label="API answers 5xx")
    return [
        _graph("Errors and throttles", [*errors, faults], right=throttles),
        _graph("Dead letters", dead),
        _graph("Catalogues", catalogues),
    ]


def _cost(functions: Functions, storage: Storage, http_api: gateway.HttpApi) -> list[cloudwatch.IWidget]:
    busy = [
        one.metric_duration(statistic="Sum", period=Duration.hours(1), label=f"{label}, ms")
        for label, one in _labelled(functions).items()
    ]
    units = [
        metric
        for label, table in (("jobs", storage.jobs_table), ("cache", storage.cache_table))
        for metric in (
            table.metric_consumed_write_capacity_units(period=Duration.hours(1), label=f"{label}: writes"),
            table.metric_consumed_read_capacity_units(period=Duration.hours(1), label=f"{label}: reads"),
        )
    ]
    calls = http_api.metric_count(period=Duration.hours(1), label="API requests")
    return [
        _graph("Cost: milliseconds of each function an hour", busy),
        _graph("Cost: table units an hour", units),
        _graph("Cost: API requests an hour", [calls]),
    ]


def _labelled(functions: Functions) -> Mapping[str, lambda_.IFunction]:
    return {
        "api": functions.api,
        "orchestrator": functions.orchestrator,
        "worker": functions.worker,
        "aggregator": functions.aggregator,
        "dead letters": functions.dead_letters,
        "sweep": functions.sweep,
    }


def _derived(
    expression: str, label: str, *, minutes: int = 1, **using: cloudwatch.IMetric
) -> cloudwatch.IMetric:
    return cloudwatch.MathExpression(
        expression=expression, using_metrics=using, label=label, period=Duration.minutes(minutes)
    )


def _graph(
    title: str,
    left: Sequence[cloudwatch.IMetric],
    *,
    right: Sequence[cloudwatch.IMetric] = (),
    from_0_to_1: bool = False,
) -> cloudwatch.IWidget:
    axis = cloudwatch.YAxisProps(min=0, max=1 if from_0_to_1 else None, show_units=False)
    return cloudwatch.GraphWidget(
        title=title,
        left=list(left),
        right=list(right),
        left_y_axis=axis,
        right_y_axis=cloudwatch.YAxisProps(min=0, show_units=False),
        width=_WIDTH,
        height=6,
    )
