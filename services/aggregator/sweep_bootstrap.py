"""Wires the sweep, apart from the aggregator: nothing is imported here that assembles a dashboard."""

import os
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.s3 import S3Objects
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.sweep import Sweep
from fanfolio.observability import EventLog, configure_logging
from fanfolio.settings import Settings


def wire_sweep() -> Sweep:
    """The sweep of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    starter = LambdaStarter(
        aws.lambda_,
        orchestrator_function=settings.orchestrator_function,
        aggregator_function=settings.aggregator_function,
    )
    lifetime = timedelta(days=settings.retention_days)
    jobs = DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)
    deletion = Deletion(jobs=jobs, objects=S3Objects(aws.s3, bucket=settings.bucket), clock=clock)
    log = EventLog("sweep", stage=settings.stage)
    return Sweep(jobs=jobs, starter=starter, deletion=deletion, clock=clock, log=log)
