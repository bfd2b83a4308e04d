"""The functions: three images, six entry points, what each may do, and what starts it."""

from collections.abc import Mapping

from aws_cdk import Duration, RemovalPolicy, SecretValue, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_logs as logs
from constructs import Construct

from fanfolio.settings import variable_of
from infra.cdk.acknowledgements import acknowledge
from infra.cdk.feeding import feed
from infra.cdk.images import ARCHITECTURES, image_code
from infra.cdk.log_retention import log_retention
from infra.cdk.options import StackOptions
from infra.cdk.permissions import Permissions
from infra.cdk.queueing import Queueing
from infra.cdk.storage import Storage
from services.local.function_shapes import (
    AGGREGATOR,
    DEAD_LETTERS,
    ORCHESTRATOR,
    SWEEP,
    SWEEP_EVERY_S,
    WORKER,
    FunctionShape,
)

# The HTTP API gives up on a function after 30 seconds.
API = FunctionShape(
    name="fanfolio-api", handler="services.api.main:handler", timeout_s=30, memory_mb=1024, concurrency=1
)

_DEAD_LETTERS_AT_ONCE = 2


class Functions(Construct):
    """The six functions by name; ``serving`` are all of them but the sweep."""

    def __init__(
        self, scope: Construct, name: str, *, options: StackOptions, storage: Storage, queueing: Queueing
    ) -> None:
        super().__init__(scope, name)
        self._options = options
        self._names = {
            shape.name: f"fanfolio-{options.stage}-{shape.name.removeprefix('fanfolio-')}"
            for shape in (API, ORCHESTRATOR, AGGREGATOR, SWEEP, WORKER, DEAD_LETTERS)
        }
        self._environment = self._shared_environment(storage, queueing)
        self.api = self._function("Api", API, image="api")
        self.orchestrator = self._function("Orchestrator", ORCHESTRATOR, image="api")
        self.aggregator = self._function("Aggregator", AGGREGATOR, image="aggregator")
        self.sweep = self._function("Sweep", SWEEP, image="aggregator")
        self.worker = self._function("Worker", WORKER, image="worker", extra=self._worker_environment())
        self.dead_letters = self._function("DeadLetters", DEAD_LETTERS, image="worker")
        # The sweep's steady success would hide what happens to readers' jobs.
        self.serving = (self.api, self.orchestrator, self.aggregator, self.worker, self.dead_letters)
        self._permit(storage, queueing)
        self._start_asynchronously(queueing)
        self._sweep_every_minute(queueing)
        self._bury_dead_letters(queueing)
        self._acknowledge()

    def _function(
        self, name: str, shape: FunctionShape, *, image: str, extra: Mapping[str, str] | None = None
    ) -> lambda_.DockerImageFunction:
        function_name = self._names[shape.name]
        log_group = logs.LogGroup(
            self,
            f"{name}Log",
            log_group_name=f"/aws/lambda/{function_name}",
            retention=log_retention(self._options.retention_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        # Not AWS's managed policy, which may write to every log group of the account.
        role = iam.Role(self, f"{name}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        function = lambda_.DockerImageFunction(
            self,
            name,
            function_name=function_name,
            description=f"Fanfolio {self._options.stage}: {shape.handler}",
            code=image_code(image, shape.handler, self._options),
            architecture=ARCHITECTURES[self._options.architecture],
            timeout=Duration.seconds(shape.timeout_s),
            memory_size=shape.memory_mb,
            environment={**self._environment, **(extra or {})},
            log_group=log_group,
            role=role,
            tracing=lambda_.Tracing.ACTIVE if self._options.tracing else lambda_.Tracing.DISABLED,
            reserved_concurrent_executions=self._options.reserved_concurrency if shape is WORKER else None,
            # Books that must wait go back to the queue from the worker itself, bounded by attempts and the job's
            # deadline; Lambda would take a paced job of many rounds for an endless loop and cut it off.
            recursive_loop=lambda_.RecursiveLoop.ALLOW if shape in (WORKER, DEAD_LETTERS) else None,
        )
        if self._options.tracing:
            acknowledge(
                role,
                "AwsSolutions-IAM5[Resource::*]",
                "X-Ray has no resource to name: its two write actions work on * only.",
            )
        return function

    def _shared_environment(self, storage: Storage, queueing: Queueing) -> dict[str, str]:
        decided = {
            "bucket": storage.bucket.bucket_name,
            "jobs_table": storage.jobs_table.table_name,
            "cache_table": storage.cache_table.table_name,
            "queue_url": queueing.books.queue_url,
            # Names, not references: two functions that name each other could not be created one after the other.
            "orchestrator_function": self._names[ORCHESTRATOR.name],
            "aggregator_function": self._names[AGGREGATOR.name],
        }
        return {variable_of(name): value for name, value in {**self._options.settings, **decided}.items()}

    def _worker_environment(self) -> dict[str, str]:
        """The key is filled in by CloudFormation while it deploys: it is in no template and on no command line."""
        source = self._options.google_books_key
        if source is None:
            return {}
        kind, _, name = source.partition(":")
        if kind == "secretsmanager":
            value = SecretValue.secrets_manager(name).unsafe_unwrap()
        else:
            value = f"{{{{resolve:ssm:{name}}}}}"
        return {variable_of("google_books_key"): value}

    def _permit(self, storage: Storage, queueing: Queueing) -> None:
        permissions = Permissions(storage, queueing)
        for function in (*self.serving, self.sweep):
            permissions.work_on_jobs(function)
        permissions.take_waiting_uploads(self.api)
        permissions.look_at_vitals(self.api)
        for function in (self.api, self.sweep):
            permissions.find_open_jobs(function)
        permissions.use_cache(self.worker)
        # The front door sends and starts again what an owner has retried.
        for function in (self.api, self.orchestrator, self.worker, self.dead_letters):
            permissions.send_books(function)
        for function, started in (
            (self.api, (ORCHESTRATOR, AGGREGATOR)),
            (self.orchestrator, (AGGREGATOR,)),
            (self.sweep, (ORCHESTRATOR, AGGREGATOR)),
        ):
            permissions.start(function, [self._arn(shape) for shape in started])

    def _arn(self, shape: FunctionShape) -> str:
        stack = Stack.of(self)
        return (
            f"arn:{stack.partition}:lambda:{stack.region}:{stack.account}:function:{self._names[shape.name]}"
        )

    def _start_asynchronously(self, queueing: Queueing) -> None:
        """Lambda tries twice more; what still fails is kept, and the sweep starts such a job again anyway."""
        for function in (self.orchestrator, self.aggregator):
            function.configure_async_invoke(
                retry_attempts=2,
                max_event_age=Duration.minutes(5),
                on_failure=destinations.SqsDestination(queueing.failed_starts),
            )

    def _sweep_every_minute(self, queueing: Queueing) -> None:
        rule = events.Rule(
            self, "EveryMinute", schedule=events.Schedule.rate(Duration.seconds(SWEEP_EVERY_S))
        )
        # The next minute's sweep does what this one could not.
        self.sweep.configure_async_invoke(
            retry_attempts=0,
            max_event_age=Duration.minutes(1),
            on_failure=destinations.SqsDestination(queueing.failed_starts),
        )
        rule.add_target(
            targets.LambdaFunction(self.sweep, retry_attempts=0, dead_letter_queue=queueing.failed_starts)
        )

    def _bury_dead_letters(self, queueing: Queueing) -> None:
        feed(self.dead_letters, queueing.dead_letters, max_concurrency=_DEAD_LETTERS_AT_ONCE)

    def _acknowledge(self) -> None:
        for function in (self.api, self.worker, self.dead_letters):
            acknowledge(
                function,
                "Serverless-LambdaDLQ",
                "Nothing invokes this asynchronously: the caller sees an error, or the queue keeps its message.",
            )
        for function in (self.orchestrator, self.aggregator, self.sweep):
            acknowledge(
                function,
                "Serverless-LambdaDLQ",
                "An on-failure destination keeps what failed, which tells more than a dead-letter target.",
            )
        if not self._options.tracing:
            acknowledge(
                self,
                "Serverless-LambdaTracing",
                "Tracing is a choice (-c tracing=true): logs name each step of a job already, and traces cost.",
            )
