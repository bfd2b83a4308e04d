"""Wires the aggregator: here and in sweep_bootstrap.py alone are technologies known."""

import os
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.s3 import S3Objects
from fanfolio.flow.assemble import WatchJob
from fanfolio.flow.deletion import Deletion
from fanfolio.observability import EventLog, configure_logging
from fanfolio.settings import Settings


def wire_watch_job() -> WatchJob:
    """The aggregator of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    lifetime = timedelta(days=settings.retention_days)
    jobs = DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)
    objects = S3Objects(aws.s3, bucket=settings.bucket)
    return WatchJob(
        jobs=jobs,
        objects=objects,
        deletion=Deletion(jobs=jobs, objects=objects, clock=clock),
        clock=clock,
        log=EventLog("aggregator", stage=settings.stage),
    )
