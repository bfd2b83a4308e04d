"""Wires the real steps to imperilled ports."""

from dataclasses import dataclass
from typing import Any, cast

from bench.fault_harness import ports
from bench.fault_harness.catalogue import FailingCatalogue
from bench.fault_harness.cloud import Cloud, Functions
from bench.fault_harness.ports import (
    Imperilled,
    ImperilledCache,
    ImperilledObjects,
    ImperilledQueue,
    Perils,
)
from bench.fault_harness.stage import StageClock
from fanfolio.adapters.memory import (
    MemoryCatalogueCache,
    MemoryIdempotencyKeys,
    MemoryJobStore,
    MemoryObjects,
    MemoryTransfer,
)
from fanfolio.flow.accept_once import AcceptOnce
from fanfolio.flow.accept_upload import AcceptUpload
from fanfolio.flow.access import JobAccess
from fanfolio.flow.assemble import WatchJob
from fanfolio.flow.consult import Consult
from fanfolio.flow.dead_letters import BuryDeadLetter
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.direct_upload import DirectUpload
from fanfolio.flow.enrich_chunk import EnrichChunk
from fanfolio.flow.fan_out import FanOut
from fanfolio.flow.retry import RetryUnavailable
from fanfolio.flow.sweep import Sweep
from fanfolio.flow.take_message import TakeMessage
from fanfolio.observability import EventLog
from fanfolio.ports import JobStore, Objects

DEADLINE_S = 600
_RETENTION_DAYS = 30
_UPLOAD_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What people outside can ask for."""

    accept_upload: AcceptUpload
    accept_once: AcceptOnce
    direct_upload: DirectUpload
    consult: Consult
    retry: RetryUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Props:
    """What the steps are wired to."""

    jobs: MemoryJobStore
    objects: MemoryObjects
    catalogue: FailingCatalogue
    cloud: Cloud
    clock: StageClock
    perils: Perils
    books_per_message: int


def wire(props: Props) -> Front:
    """Give the cloud its functions, and hand out the front door."""
    jobs = cast(JobStore, Imperilled(props.jobs, props.perils, of=ports.DYNAMODB))
    objects = cast(Objects, ImperilledObjects(props.objects, props.perils, of=ports.S3))
    queue = ImperilledQueue(props.cloud.queue, props.perils)
    starter: Any = Imperilled(props.cloud, props.perils, of=ports.LAMBDA)
    deletion = Deletion(jobs=jobs, objects=objects, clock=props.clock)
    common: dict[str, Any] = {"jobs": jobs, "objects": objects, "deletion": deletion}
    sending: dict[str, Any] = {
        "queue": queue,
        "starter": starter,
        "clock": props.clock,
        "books_per_message": props.books_per_message,
    }
    bury = BuryDeadLetter(**common, queue=queue, log=EventLog("dead-letters"))
    enrich_chunk = EnrichChunk(
        **common,
        queue=queue,
        cache=ImperilledCache(MemoryCatalogueCache(), props.perils),
        catalogues=(props.catalogue,),
        log=EventLog("worker"),
    )
    props.cloud.functions = Functions(
        fan_out=FanOut(**common, **sending, max_upload_bytes=_UPLOAD_BYTES, log=EventLog("orchestrator")),
        watch_job=WatchJob(**common, clock=props.clock, log=EventLog("aggregator")),
        take_message=TakeMessage(
            deliveries=queue, enrich_chunk=enrich_chunk, bury=bury, clock=props.clock, log=EventLog("worker")
        ),
        bury=bury,
        sweep=Sweep(jobs=jobs, starter=starter, deletion=deletion, clock=props.clock, log=EventLog("sweep")),
    )
    return _front(props, jobs, objects, deletion, sending)


def _front(
    props: Props, jobs: JobStore, objects: Objects, deletion: Deletion, sending: dict[str, Any]
) -> Front:
    access = JobAccess(jobs=jobs, clock=props.clock)
    keys: Any = Imperilled(MemoryIdempotencyKeys(clock=props.clock), props.perils, of=ports.DYNAMODB)
    accept_upload = AcceptUpload(
        jobs=jobs,
        objects=objects,
        starter=sending["starter"],
        clock=props.clock,
        max_upload_bytes=_UPLOAD_BYTES,
        deadline_s=DEADLINE_S,
        retention_days=_RETENTION_DAYS,
    )
    return Front(
        accept_upload=accept_upload,
        direct_upload=DirectUpload(
            objects=objects,
            transfer=MemoryTransfer(props.objects, clock=props.clock),
            accept_upload=accept_upload,
            clock=props.clock,
        ),
        accept_once=AcceptOnce(keys=keys, jobs=jobs, access=access, clock=props.clock),
        consult=Consult(jobs=jobs, objects=objects, access=access, deletion=deletion),
        retry=RetryUnavailable(
            access=access,
            jobs=jobs,
            objects=objects,
            **sending,
            deadline_s=DEADLINE_S,
            log=EventLog("api"),
        ),
    )
