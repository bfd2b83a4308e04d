"""Wires the aggregator and the sweep: the only place here that knows technologies."""

import os
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.s3 import S3Objects
from fanfolio.domain.genres import classify
from fanfolio.flow.assemble import WatchJob
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.sweep import Sweep
from fanfolio.observability import EventLog, configure_logging
from fanfolio.ports import Clock
from fanfolio.settings import Settings


def wire_watch_job() -> WatchJob:
    """The aggregator of this process, from the environment."""
    # The rules' tables are read here, while the books are being looked up, and not when a reader waits for the end.
    classify(subjects=(), categories=(), shelves=())
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    jobs, objects = _jobs(settings, aws, clock), S3Objects(aws.s3, bucket=settings.bucket)
    return WatchJob(
        jobs=jobs,
        objects=objects,
        deletion=Deletion(jobs=jobs, objects=objects, clock=clock),
        clock=clock,
        log=EventLog("aggregator", stage=settings.stage),
    )


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
    jobs, objects = _jobs(settings, aws, clock), S3Objects(aws.s3, bucket=settings.bucket)
    deletion = Deletion(jobs=jobs, objects=objects, clock=clock)
    log = EventLog("sweep", stage=settings.stage)
    return Sweep(jobs=jobs, starter=starter, deletion=deletion, clock=clock, log=log)


def _jobs(settings: Settings, aws: Aws, clock: Clock) -> DynamoJobStore:
    lifetime = timedelta(days=settings.retention_days)
    return DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)
