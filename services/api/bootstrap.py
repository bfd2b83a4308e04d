"""Wires the front door and the orchestrator: the only place here that knows technologies."""

import os
from dataclasses import dataclass
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.flow.accept_upload import AcceptUpload
from fanfolio.flow.consult import Consult
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.fan_out import FanOut
from fanfolio.observability import EventLog, configure_logging
from fanfolio.ports import Clock, JobStore, Objects, Starter
from fanfolio.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the routes need."""

    accept_upload: AcceptUpload
    consult: Consult
    log: EventLog
    stage: str
    max_upload_bytes: int


def build_front(
    settings: Settings, *, jobs: JobStore, objects: Objects, starter: Starter, clock: Clock
) -> Front:
    """The front door over any ports: real ones here, in-memory ones in tests."""
    return Front(
        accept_upload=AcceptUpload(
            jobs=jobs,
            objects=objects,
            starter=starter,
            clock=clock,
            max_upload_bytes=settings.max_upload_bytes,
            deadline_s=settings.job_deadline_s,
            retention_days=settings.retention_days,
        ),
        consult=Consult(
            jobs=jobs,
            objects=objects,
            deletion=Deletion(jobs=jobs, objects=objects, clock=clock),
            clock=clock,
        ),
        log=EventLog("api"),
        stage=settings.stage,
        max_upload_bytes=settings.max_upload_bytes,
    )


def wire_front() -> Front:
    """The front door of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    return build_front(
        settings,
        jobs=_jobs(settings, aws, clock),
        objects=S3Objects(aws.s3, bucket=settings.bucket),
        starter=_starter(settings, aws),
        clock=clock,
    )


def wire_fan_out() -> FanOut:
    """The orchestrator of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    aws, clock = Aws(), SystemClock()
    jobs, objects = _jobs(settings, aws, clock), S3Objects(aws.s3, bucket=settings.bucket)
    return FanOut(
        jobs=jobs,
        objects=objects,
        queue=SqsBookQueue(aws.sqs, queue_url=settings.queue_url, clock=clock),
        starter=_starter(settings, aws),
        deletion=Deletion(jobs=jobs, objects=objects, clock=clock),
        clock=clock,
        books_per_message=settings.books_per_message,
        max_upload_bytes=settings.max_upload_bytes,
        log=EventLog("orchestrator"),
    )


def _jobs(settings: Settings, aws: Aws, clock: Clock) -> DynamoJobStore:
    lifetime = timedelta(days=settings.retention_days)
    return DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)


def _starter(settings: Settings, aws: Aws) -> LambdaStarter:
    return LambdaStarter(
        aws.lambda_,
        orchestrator_function=settings.orchestrator_function,
        aggregator_function=settings.aggregator_function,
    )
