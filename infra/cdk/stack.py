"""One stage of Fanfolio: everything that is deployed, and how the parts are wired."""

from typing import Any

from aws_cdk import CfnOutput, Stack, Tags
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.cdk.alarms import Alarms, console_url
from infra.cdk.api import Api
from infra.cdk.dashboard import Dashboard
from infra.cdk.feeding import feed
from infra.cdk.functions import Functions
from infra.cdk.log_retention import log_retention
from infra.cdk.metrics import Metrics
from infra.cdk.options import StackOptions
from infra.cdk.queueing import Queueing
from infra.cdk.rollout import Rollout
from infra.cdk.storage import Storage


class FanfolioStack(Stack):
    """One stack a stage; several stages may share an account."""

    def __init__(self, scope: Construct, name: str, *, options: StackOptions, **kwargs: Any) -> None:
        super().__init__(scope, name, description=f"Fanfolio, stage {options.stage}", **kwargs)
        self.options = options
        self.storage = Storage(
            self, "Storage", retention_days=options.retention_days, keeps_data=options.keeps_data
        )
        self.queueing = Queueing(self, "Queueing")
        self.functions = Functions(
            self, "Functions", options=options, storage=self.storage, queueing=self.queueing
        )
        self.api = Api(
            self,
            "Api",
            function=self.functions.api,
            stage=options.stage,
            log_days=log_retention(options.retention_days),
        )
        metrics = Metrics(options.stage)
        self.alarms = Alarms(
            self,
            "Alarms",
            stage=options.stage,
            metrics=metrics,
            functions=self.functions,
            queueing=self.queueing,
            email=options.alarm_email,
        )
        self.dashboard = Dashboard(
            self,
            "Dashboard",
            stage=options.stage,
            metrics=metrics,
            alarms=self.alarms.all,
            functions=self.functions,
            queueing=self.queueing,
            storage=self.storage,
            http_api=self.api.http_api,
        )
        feed(
            self._worker(),
            self.queueing.books,
            max_concurrency=options.max_concurrency,
            provisioned_pollers=options.provisioned_pollers,
            most_pollers=options.most_pollers,
        )
        Tags.of(self).add("fanfolio:stage", options.stage)
        self._outputs()

    def _worker(self) -> lambda_.IFunction:
        """What the queue calls: the worker as last deployed, or the alias that a roll-out moves."""
        if not self.options.canary:
            return self.functions.worker
        alias = lambda_.Alias(
            self, "LiveWorker", alias_name="live", version=self.functions.worker.current_version
        )
        Rollout(self, "Rollout", alias=alias, alarms=self.alarms.of_new_workers)
        return alias

    def _outputs(self) -> None:
        for name, value, what in (
            ("Url", self.api.url, "Where the API and the page answer"),
            ("Bucket", self.storage.bucket.bucket_name, "Where files are kept"),
            ("JobsTable", self.storage.jobs_table.table_name, "Where jobs are kept"),
            ("QueueUrl", self.queueing.books.queue_url, "The queue of chunks of books"),
            ("DeadLettersUrl", self.queueing.dead_letters.queue_url, "Its dead letters"),
            ("FailedStartsUrl", self.queueing.failed_starts.queue_url, "Starts that failed for good"),
            ("DashboardUrl", console_url(self, self.dashboard.name), "Where to see it run"),
        ):
            CfnOutput(self, name, value=value, description=what)
