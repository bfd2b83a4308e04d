"""Wires the dead letters, apart from the worker: nothing is imported here that looks books up."""

import os
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.flow.dead_letters import BuryDeadLetter
from fanfolio.flow.deletion import Deletion
from fanfolio.observability import EventLog, configure_logging
from fanfolio.settings import Settings


def wire_bury_dead_letter() -> BuryDeadLetter:
    """The dead letters' entry of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    lifetime = timedelta(days=settings.retention_days)
    jobs = DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)
    objects = S3Objects(aws.s3, bucket=settings.bucket)
    return BuryDeadLetter(
        jobs=jobs,
        objects=objects,
        queue=SqsBookQueue(aws.sqs, queue_url=settings.queue_url, clock=clock),
        deletion=Deletion(jobs=jobs, objects=objects, clock=clock),
        log=EventLog("dead-letters", stage=settings.stage),
    )
