"""Wires the worker: here and in dead_letters_bootstrap.py alone are technologies known."""

import os
from dataclasses import dataclass
from datetime import timedelta

from fanfolio.adapters.asking import Asker
from fanfolio.adapters.aws import Aws
from fanfolio.adapters.catalogue_cache import DynamoCatalogueCache
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamo_pacer import DynamoPacer
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.http import open_http
from fanfolio.adapters.open_library import OpenLibrary
from fanfolio.adapters.pacing import pace_rules
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.domain.enrichment import Source
from fanfolio.flow.dead_letters import BuryDeadLetter
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.enrich_chunk import EnrichChunk
from fanfolio.flow.take_message import TakeMessage
from fanfolio.observability import EventLog, configure_logging
from fanfolio.ports import Catalogue, Clock, JobStore
from fanfolio.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What the worker's handler needs."""

    take_message: TakeMessage
    log: EventLog


def wire_worker() -> Worker:
    """The worker of this process, from the environment."""
    configure_logging()
    settings = Settings.from_environment(os.environ)
    settings.require_contact()
    aws, clock, log = Aws(), SystemClock(), EventLog("worker", stage=settings.stage)
    jobs, objects = _jobs(settings, aws, clock), S3Objects(aws.s3, bucket=settings.bucket)
    queue = SqsBookQueue(aws.sqs, queue_url=settings.queue_url, clock=clock)
    deletion = Deletion(jobs=jobs, objects=objects, clock=clock)
    enrich_chunk = EnrichChunk(
        jobs=jobs,
        objects=objects,
        queue=queue,
        cache=DynamoCatalogueCache(aws.dynamodb, table=settings.cache_table, clock=clock),
        catalogues=_catalogues(settings, aws, clock, log),
        deletion=deletion,
        log=log,
    )
    bury = BuryDeadLetter(jobs=jobs, objects=objects, queue=queue, deletion=deletion, log=log)
    take_message = TakeMessage(deliveries=queue, enrich_chunk=enrich_chunk, bury=bury, clock=clock, log=log)
    return Worker(take_message=take_message, log=log)


def _catalogues(settings: Settings, aws: Aws, clock: Clock, log: EventLog) -> tuple[Catalogue, ...]:
    http = open_http(settings.contact)
    rules = pace_rules(
        open_library_rate_per_s=settings.open_library_rate_per_s,
        open_library_burst=settings.open_library_burst,
        google_books_per_day=settings.google_books_per_day,
    )
    pacer = DynamoPacer(aws.dynamodb, table=settings.cache_table, rules=rules, clock=clock)
    ask_open_library = Asker(Source.OPEN_LIBRARY, client=http, pacer=pacer, clock=clock, log=log)
    open_library = OpenLibrary(ask_open_library, base_url=settings.open_library_url)
    if settings.google_books_key is None:
        return (open_library,)
    # Without a key nothing of it is used, and its import would only lengthen the cold start.
    from fanfolio.adapters.google_books import GoogleBooks, judge_google

    ask_google = Asker(
        Source.GOOGLE_BOOKS, client=http, pacer=pacer, clock=clock, log=log, judge=judge_google(clock)
    )
    google_books = GoogleBooks(
        ask_google, base_url=settings.google_books_url, key=settings.google_books_key, clock=clock, log=log
    )
    return (open_library, google_books)


def _jobs(settings: Settings, aws: Aws, clock: Clock) -> JobStore:
    lifetime = timedelta(days=settings.retention_days)
    return DynamoJobStore(aws.dynamodb, table=settings.jobs_table, clock=clock, settled_lifetime=lifetime)
