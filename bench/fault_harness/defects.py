"""Defects to plant: each undoes one thing that the promises rest on. A harness that misses one is blind."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.fault_harness import weather as faults
from bench.fault_harness.trial import DELETION
from fanfolio import keys
from fanfolio.adapters.memory import MemoryBookQueue, MemoryJobStore, jobs
from fanfolio.domain.classification import Classifier
from fanfolio.domain.errors import IllegalTransition, RequestInFlight, StorageUnavailable, UploadNotFound
from fanfolio.domain.job import JobState
from fanfolio.flow import (
    accept_once,
    assemble,
    dead_letters,
    deletion,
    enrich_chunk,
    fan_out,
    gather,
    settling,
    sweep,
    take_message,
)
from fanfolio.flow.postpone import postpone

Planting = AbstractContextManager[None]


@contextmanager
def _instead(owner: Any, name: str, replacement: Any) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, replacement)
    try:
        yield
    finally:
        setattr(owner, name, original)


def _settled_before_stored() -> Planting:
    def settle(self: Any, message: Any, found: Any, postponed: Any) -> Any:
        left = [book.number for book in message.books if book.number not in postponed]
        classifier = Classifier()
        enrichments = [enrich_chunk._enrichment(number, found, classifier) for number in left]
        self.jobs.settle(message.job_id, settling.numbers_by_outcome(enrichments))
        return original(self, message, found, postponed)

    original = enrich_chunk.EnrichChunk._settle
    return _instead(enrich_chunk.EnrichChunk, "_settle", settle)


def _acknowledged_in_spite_of_errors() -> Planting:
    async def take(self: Any, delivery: Any, **limits: Any) -> Any:
        try:
            return await original(self, delivery, **limits)
        except StorageUnavailable:
            return enrich_chunk.ChunkReport()

    original = take_message.TakeMessage.__call__
    return _instead(take_message.TakeMessage, "__call__", take)


def _postponed_and_forgotten() -> Planting:
    return _instead(enrich_chunk.EnrichChunk, "_send_back", lambda self, postponed: None)


def _postponed_before_stored() -> Planting:
    def settle(self: Any, message: Any, found: Any, postponed: Any) -> Any:
        send_back(self, postpone(message, found.unanswered))
        return original(self, message, found, postponed)

    send_back, original = enrich_chunk.EnrichChunk._send_back, enrich_chunk.EnrichChunk._settle
    return _instead(enrich_chunk.EnrichChunk, "_settle", settle)


def _partly_sent_taken_for_sent() -> Planting:
    def send(self: Any, job_id: str, books: Any) -> int:
        try:
            return original(self, job_id, books)
        except StorageUnavailable:
            for _ in books:
                continue
            return 1

    original = fan_out.FanOut._send_chunks
    return _instead(fan_out.FanOut, "_send_chunks", send)


def _moved_without_condition() -> Planting:
    return _instead(jobs, "sources_of", lambda to: frozenset(JobState))


@contextmanager
def _own_write_taken_for_anothers() -> Iterator[None]:
    """Each of the two looks makes good what the other misses."""
    with (
        _instead(jobs, "is_written", lambda *_, **__: False),
        _instead(assemble.WatchJob, "_is_published", lambda self, job_id, key: False),
    ):
        yield


def _sets_replaced() -> Planting:
    def settle(self: Any, job_id: str, outcomes: Any) -> None:
        self._settled[job_id] = {outcome: frozenset(numbers) for outcome, numbers in outcomes.items()}

    return _instead(MemoryJobStore, "settle", settle)


def _lease_for_ever() -> Planting:
    def watch(self: Any, job_id: str, *, now: Any, until: Any, renew: Any = None) -> bool:
        free = job_id not in self._jobs or self._jobs[job_id].watched_until is None
        return free and original(self, job_id, now=now, until=until, renew=renew)

    original = MemoryJobStore.watch
    return _instead(MemoryJobStore, "watch", watch)


def _no_sweep() -> Planting:
    return _instead(sweep.Sweep, "__call__", lambda self: sweep.SweepReport())


def _no_deadline() -> Planting:
    def is_due(job: Any, progress: Any, now: Any) -> bool:
        return job.total is not None and progress.settled >= job.total

    return _instead(assemble, "_is_due", is_due)


def _results_overwrite_each_other() -> Planting:
    def result_key(job_id: str, chunk: int, attempt: int) -> str:
        return f"{keys.results_prefix(job_id)}{chunk:05d}.json"

    return _instead(settling, "result_key", result_key)


def _worse_outcome_wins() -> Planting:
    def is_better(one: Any, other: Any) -> bool:
        return bool(one[0].rank > other[0].rank)

    return _instead(gather, "is_better", is_better)


def _document_named_before_stored() -> Planting:
    def assemble_late(self: Any, job: Any, gathered: Any) -> Any:
        put = self.objects.put
        held: list[Any] = []

        class Late:
            def __getattr__(self, name: str) -> Any:
                return getattr(self_objects, name)

            def put(self, key: str, body: Any, **named: Any) -> None:
                held.append(((key, body.read()), named))

        self_objects = self.objects
        object.__setattr__(self, "objects", Late())
        try:
            counts = original(self, job, gathered)
        finally:
            object.__setattr__(self, "objects", self_objects)
        for arguments, named in held:
            put(*arguments, **named)
        return counts

    original = assemble.WatchJob._assemble
    return _instead(assemble.WatchJob, "_assemble", assemble_late)


def _dead_letters_dropped() -> Planting:
    return _instead(dead_letters.BuryDeadLetter, "__call__", lambda self, message: None)


@contextmanager
def _late_steps_leave_things() -> Iterator[None]:
    with (
        _instead(deletion.Deletion, "finish_if_deleted", lambda self, job_id: False),
        _instead(deletion, "_LONGEST_STEP", timedelta(0)),
    ):
        yield


def _deletion_begun_and_not_finished() -> Planting:
    return _instead(
        deletion.Deletion, "finish", lambda self, tombstone: self.jobs.confirm_erased(tombstone.job_id)
    )


def _no_tombstone() -> Planting:
    def erase(self: Any, job_id: str, **_: Any) -> None:
        self._settled.pop(job_id, None)

    return _instead(MemoryJobStore, "erase", erase)


def _message_lost_when_worker_dies() -> Planting:
    def receive(self: Any, **limits: Any) -> Any:
        received = original(self, **limits)
        for one in received:
            self.delete(one.receipt)
        return received

    original = MemoryBookQueue.receive
    return _instead(MemoryBookQueue, "receive", receive)


def _taken_file_frees_its_key() -> Planting:
    def accept(self: Any, accept: Any, identity: Any, standing: Any) -> Any:
        try:
            return accept(identity)
        except UploadNotFound:
            self.keys.release(standing)
            raise
        except StorageUnavailable:
            self.keys.abandon(standing)
            raise
        except IllegalTransition as exc:
            raise RequestInFlight("planted: the job is there") from exc

    return _instead(accept_once.AcceptOnce, "_accept", accept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """How to plant a defect; ``shown_by`` names the fault that shows it at some call, ``None``: any weather."""

    plant: Callable[[], Planting]
    shown_by: str | None = None


DEFECTS: Mapping[str, Defect] = {
    "a book counts as settled before its result is stored": Defect(
        plant=_settled_before_stored, shown_by=faults.REFUSED
    ),
    "a message is acknowledged although its effects failed": Defect(
        plant=_acknowledged_in_spite_of_errors, shown_by=faults.REFUSED
    ),
    "a message is gone as soon as it is received": Defect(
        plant=_message_lost_when_worker_dies, shown_by=faults.KILLED_BEFORE
    ),
    "books that could not be asked are not sent again": Defect(plant=_postponed_and_forgotten),
    "books are sent back before the rest is stored": Defect(plant=_postponed_before_stored),
    "a batch that was sent in part is taken for sent": Defect(
        plant=_partly_sent_taken_for_sent, shown_by=faults.REFUSED
    ),
    "a job's state moves without a condition": Defect(plant=_moved_without_condition, shown_by=faults.SLOW),
    "a write sent twice is taken for somebody else's": Defect(
        plant=_own_write_taken_for_anothers, shown_by=faults.SENT_TWICE
    ),
    "settling replaces the sets instead of adding to them": Defect(plant=_sets_replaced),
    "results of one chunk overwrite each other": Defect(plant=_results_overwrite_each_other),
    "of two outcomes the worse one stands": Defect(plant=_worse_outcome_wins),
    "a dead watcher's lease never ends": Defect(plant=_lease_for_ever, shown_by=faults.KILLED_AFTER),
    "nobody sweeps": Defect(plant=_no_sweep, shown_by=faults.KILLED_AFTER),
    "nobody minds the deadline": Defect(plant=_no_deadline),
    "a document is named before it is stored": Defect(
        plant=_document_named_before_stored, shown_by=faults.KILLED_AFTER
    ),
    "dead letters are dropped": Defect(plant=_dead_letters_dropped),
    "what late steps leave behind is not looked for": Defect(
        plant=_late_steps_leave_things, shown_by=DELETION
    ),
    "a deletion that died half-way is left so": Defect(plant=_deletion_begun_and_not_finished),
    "a deleted job leaves no tombstone": Defect(plant=_no_tombstone),
    "a key is freed when its file has been taken": Defect(
        plant=_taken_file_frees_its_key, shown_by=faults.REFUSED
    ),
}
