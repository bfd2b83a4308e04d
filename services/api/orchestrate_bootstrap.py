"""Wires the orchestrator, apart from the front door: nothing is imported here that answers requests."""

import os
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.fan_out import FanOut
from fanfolio.observability import EventLog, configure_logging
from fanfolio.settings import Settings


def wire_fan_out() -> FanOut:
    """The orchestrator of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    lifetime = timedelta(days=settings.retention_days)
    jobs = DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)
    objects = S3Objects(aws.s3, bucket=settings.bucket)
    starter = LambdaStarter(
        aws.lambda_,
        orchestrator_function=settings.orchestrator_function,
        aggregator_function=settings.aggregator_function,
    )
    return FanOut(
        jobs=jobs,
        objects=objects,
        queue=SqsBookQueue(aws.sqs, queue_url=settings.queue_url, clock=clock),
        starter=starter,
        deletion=Deletion(jobs=jobs, objects=objects, clock=clock),
        clock=clock,
        books_per_message=settings.books_per_message,
        max_upload_bytes=settings.max_upload_bytes,
        log=EventLog("orchestrator", stage=settings.stage),
    )
