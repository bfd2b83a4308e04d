"""Wires the front door: here and in orchestrate_bootstrap.py alone are technologies known."""

import os
from dataclasses import dataclass
from datetime import timedelta

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.idempotency import DynamoIdempotencyKeys
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.s3_transfer import S3Transfer
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.adapters.vitals import AwsVitals
from fanfolio.flow.accept_once import AcceptOnce
from fanfolio.flow.accept_upload import AcceptUpload
from fanfolio.flow.access import JobAccess
from fanfolio.flow.books_csv import WriteBooksCsv
from fanfolio.flow.consult import Consult
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.deliver import Deliver
from fanfolio.flow.direct_upload import DirectUpload
from fanfolio.flow.failures import ListFailures
from fanfolio.flow.health import CheckHealth
from fanfolio.flow.retry import RetryUnavailable
from fanfolio.observability import EventLog, configure_logging
from fanfolio.ports import (
    BookQueue,
    Clock,
    DirectTransfer,
    IdempotencyKeys,
    JobStore,
    Objects,
    Starter,
    Vitals,
)
from fanfolio.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What the front door stands on: real ones here, in-memory ones in tests."""

    jobs: JobStore
    objects: Objects
    starter: Starter
    queue: BookQueue
    transfer: DirectTransfer
    idempotency_keys: IdempotencyKeys
    vitals: Vitals
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the routes need."""

    accept_upload: AcceptUpload
    accept_once: AcceptOnce
    direct_upload: DirectUpload
    consult: Consult
    deliver: Deliver
    list_failures: ListFailures
    write_books_csv: WriteBooksCsv
    retry: RetryUnavailable
    check_health: CheckHealth
    clock: Clock
    log: EventLog
    stage: str
    max_upload_bytes: int
    allowed_origins: tuple[str, ...]
    changes_per_minute: int
    serves_one_at_a_time: bool


def build_front(settings: Settings, ports: Ports, *, serves_one_at_a_time: bool = False) -> Front:
    """The front door over any ports; one that serves one request at a time needs no threads for that."""
    log = EventLog("api", stage=settings.stage)
    jobs, objects, clock = ports.jobs, ports.objects, ports.clock
    access = JobAccess(jobs=jobs, clock=clock)
    deletion = Deletion(jobs=jobs, objects=objects, clock=clock)
    consult = Consult(jobs=jobs, objects=objects, access=access, deletion=deletion)
    accept_upload = AcceptUpload(
        jobs=jobs,
        objects=objects,
        starter=ports.starter,
        clock=clock,
        max_upload_bytes=settings.max_upload_bytes,
        deadline_s=settings.job_deadline_s,
        retention_days=settings.retention_days,
    )
    return Front(
        accept_upload=accept_upload,
        accept_once=AcceptOnce(keys=ports.idempotency_keys, jobs=jobs, access=access, clock=clock),
        direct_upload=DirectUpload(
            objects=objects, transfer=ports.transfer, accept_upload=accept_upload, clock=clock
        ),
        consult=consult,
        deliver=Deliver(objects=objects, transfer=ports.transfer, deletion=deletion),
        list_failures=ListFailures(consult=consult, objects=objects),
        write_books_csv=WriteBooksCsv(
            consult=consult, access=access, objects=objects, max_upload_bytes=settings.max_upload_bytes
        ),
        retry=RetryUnavailable(
            access=access,
            jobs=jobs,
            objects=objects,
            queue=ports.queue,
            starter=ports.starter,
            clock=clock,
            books_per_message=settings.books_per_message,
            deadline_s=settings.job_deadline_s,
            log=log,
        ),
        check_health=CheckHealth(jobs=jobs, vitals=ports.vitals, clock=clock),
        clock=clock,
        log=log,
        stage=settings.stage,
        max_upload_bytes=settings.max_upload_bytes,
        allowed_origins=settings.allowed_origins,
        changes_per_minute=settings.changes_per_minute,
        serves_one_at_a_time=serves_one_at_a_time,
    )


def wire_front() -> Front:
    """The front door of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    ports = aws_ports(settings, Aws(), SystemClock())
    return build_front(settings, ports, serves_one_at_a_time="AWS_LAMBDA_FUNCTION_NAME" in os.environ)


def aws_ports(settings: Settings, aws: Aws, clock: Clock) -> Ports:
    """The cloud as the front door sees it."""
    return Ports(
        jobs=_jobs(settings, aws, clock),
        objects=S3Objects(aws.s3, bucket=settings.bucket),
        starter=_starter(settings, aws),
        queue=SqsBookQueue(aws.sqs, queue_url=settings.queue_url, clock=clock),
        transfer=S3Transfer(aws.s3_links, bucket=settings.bucket),
        idempotency_keys=DynamoIdempotencyKeys(aws.dynamodb, table=settings.jobs_table, clock=clock),
        vitals=AwsVitals(
            aws.sqs, aws.dynamodb, queue_url=settings.queue_url, cache_table=settings.cache_table, clock=clock
        ),
        clock=clock,
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
