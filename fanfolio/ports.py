"""What the core needs from the world, as small Protocols named by need.

Each has an in-memory version in ``adapters/memory.py`` and a real one; both pass the same contract tests.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Protocol

from fanfolio.domain.enrichment import Match, Outcome, Source
from fanfolio.domain.job import Failure, Job, JobState, Progress
from fanfolio.messages import ChunkMessage, WantedBook


class Clock(Protocol):
    """Time as a parameter: ``now`` is aware UTC, ``monotonic`` seconds that never jump back."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...
    async def pause(self, seconds: float) -> None: ...


class JobStore(Protocol):
    """The jobs table: one record a job, and the sets of its settled books. Errors: StorageUnavailable."""

    def create(self, job: Job) -> None:
        """Write a new job; another one with the same id raises IllegalTransition, the very same one is there."""
        ...

    def read(self, job_id: str) -> Job:
        """The job, whatever its state (a tombstone too); raises JobNotFound."""
        ...

    def advance(
        self,
        job_id: str,
        to: JobState,
        *,
        at: datetime,
        deadline: datetime | None = None,
        counts: Mapping[str, int] | None = None,
        document: str | None = None,
        failure: Failure | None = None,
        since: datetime | None = None,
    ) -> Job:
        """Enter state ``to`` by conditional write along the transitions; raises IllegalTransition, JobNotFound.

        ``steps[to]`` becomes ``at`` (a step taken over keeps its first time; a retry drops the later ones);
        given facts are written with it, others stay; the lease of whoever brought a job to ENRICHING is over.
        With ``since`` the step it is in must have been entered then:
        whoever comes from before a retry is too late. Returns the job as it is now; the very same write sent again,
        because its answer was lost, is one write.
        """
        ...

    def describe(
        self,
        job_id: str,
        *,
        layout: str,
        rows: int,
        total: int,
        complaints: int,
        notes: Mapping[str, int],
        chunks: int,
    ) -> None:
        """Record what reading the file found out; legal while READING, else IllegalTransition."""
        ...

    def settle(self, job_id: str, outcomes: Mapping[Outcome, Collection[int]]) -> None:
        """Add book numbers to the sets of their outcomes: a union, so repeatable."""
        ...

    def reopen(self, job_id: str, numbers: Collection[int]) -> None:
        """Take book numbers out of the set of unavailable ones: they are outstanding again. Repeatable."""
        ...

    def progress(self, job_id: str) -> Progress:
        """Which books are settled so far (nothing for an unknown job)."""
        ...

    def standing(self, job_id: str) -> tuple[Job, Progress]:
        """The job and, while it is open, which of its books are settled, in one look; raises JobNotFound."""
        ...

    def watch(self, job_id: str, *, now: datetime, until: datetime, renew: datetime | None = None) -> bool:
        """Take the lease to watch an open job, or renew the one ending at ``renew``.

        A lease that ends now is free. False if another holds it, or the job has ended or is not there.
        """
        ...

    def open_jobs(self) -> Iterator[Job]:
        """Every job that has not ended, in no order; may lag by a second behind the writes."""
        ...

    def erase(self, job_id: str, *, at: datetime, expires_at: datetime) -> None:
        """Leave a tombstone (state DELETED, no other facts) until ``expires_at`` and drop the job's sets.

        Repeatable, whatever the job's state, and for a job that is not there. The erasure is listed as begun.
        """
        ...

    def confirm_erased(self, job_id: str) -> None:
        """Nothing is left of a deleted job: take it off the list of erasures. Repeatable."""
        ...

    def erasures(self) -> Iterator[Job]:
        """The tombstones of jobs of which something may be left; may lag by a second behind the writes."""
        ...


class Objects(Protocol):
    """Whole objects under keys; a key ends with a file name. Errors: ObjectNotFound, StorageUnavailable."""

    def put(self, key: str, body: bytes | BinaryIO, *, content_type: str, gzipped: bool = False) -> None:
        """Store a whole object; a stream must be seekable."""
        ...

    def get(self, key: str) -> bytes: ...
    def get_all(self, keys: Sequence[str]) -> Iterator[bytes]:
        """Whole objects in the order of ``keys``; raises ObjectNotFound where one is not there."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The object as a seekable stream whose memory is bounded (a spooled temporary file)."""
        ...

    def size(self, key: str) -> int:
        """How many bytes the object has, without reading it; raises ObjectNotFound."""
        ...

    def keys(self, prefix: str) -> Iterator[str]: ...
    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; keys that are not there are no error."""
        ...


class ObjectNotFound(LookupError):
    """There is no object under this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """What whoever sends a file straight to the store posts: ``fields`` first, then the file as field ``file``."""

    url: str
    fields: Mapping[str, str]


class DirectTransfer(Protocol):
    """Lends single objects for a short time to whoever has the link: files too large for the front door."""

    def upload_form(self, key: str, *, limit_bytes: int, lifetime_s: int) -> UploadForm:
        """A form with which one object of at most ``limit_bytes`` can be stored under ``key``."""
        ...

    def download_link(self, key: str, *, lifetime_s: int, file_name: str | None = None) -> str:
        """An address that answers with the object; ``file_name`` makes browsers save it under this name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An idempotency key's first use: for which file, as which job, and since when somebody is at it.

    With ``salt``, whoever has the key can derive the owner token once more; without the key nobody can.
    """

    key_digest: str
    file_digest: str
    job_id: str
    salt: str
    claimed_at: datetime


# When an abandoned claim was made: before anything that could still be under way.
LONG_AGO = datetime.fromtimestamp(0, UTC)


class IdempotencyKeys(Protocol):
    """Remembers for a day which key belongs to which job. Errors: StorageUnavailable."""

    def claim(self, claim: Claim, *, expires_at: datetime) -> Claim:
        """Write the claim unless the key is taken: the claim that stands, this one or the earlier one."""
        ...

    def release(self, key_digest: str) -> None:
        """Forget a claim: its file was refused, so that another may follow under the same key."""
        ...

    def abandon(self, claim: Claim) -> None:
        """Leave a claim to whoever comes next with its key: it stands, but as one from long ago."""
        ...


class Vitals(Protocol):
    """What a check of a deployment looks at. Errors: StorageUnavailable."""

    def waiting(self) -> int:
        """About how many messages are in the queue, visible or not."""
        ...

    def paused(self) -> Mapping[Source, datetime]:
        """The catalogues that nobody asks for now, and until when."""
        ...


class BookQueue(Protocol):
    """Chunks of books on their way to workers, at least once, in no order."""

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        """Send all of them (re-sending those a batch refused) or raise StorageUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message in a worker's hands: ``receives`` counts its deliveries from 1, the first was ``waited_s`` ago."""

    message: ChunkMessage
    receipt: str
    receives: int
    waited_s: float


class Deliveries(Protocol):
    """Messages in workers' hands. Errors: StorageUnavailable."""

    def hide(self, receipt: str, *, visibility_timeout_s: float) -> None:
        """Hide a delivered message from other workers for so long from now; one that is gone is no error."""
        ...


class Starter(Protocol):
    """Starts the long-running steps asynchronously, at least once."""

    def start_orchestrator(self, job_id: str) -> None: ...
    def start_aggregator(self, job_id: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Why a catalogue could not say anything about a book for now; ``reason`` is a documented code."""

    reason: str
    retry_after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A catalogue's word on the books it was asked for, by number; every asked book is in exactly one of them."""

    matched: Mapping[int, Match]
    absent: frozenset[int]
    unanswered: Mapping[int, Unanswered]
    requests: int = 0


class Catalogue(Protocol):
    """An open catalogue that answers for many books at once and never raises for what a catalogue does."""

    @property
    def source(self) -> Source: ...

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        """Look books up; be back by ``until`` (on the clock's monotonic scale), with what is known then."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedAnswer:
    """What the cache knows under a key: a match, or (``None``) that the catalogues know nothing."""

    match: Match | None


class CatalogueCache(Protocol):
    """Remembered answers by look-up key (``isbn:…``, ``gr:…``, ``ta:title|author``); losing it costs time only."""

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        """The answers that are known and not expired; never raises for an unavailable cache."""
        ...

    def put(self, answers: Mapping[str, CachedAnswer]) -> None:
        """Remember answers; never raises for an unavailable cache."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to make one request ``wait_s`` from now; ``None`` in its place means: not before ``until``."""

    wait_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """No leave to ask now: the circuit is open or the quota spent; ``reason`` is a documented code."""

    reason: str
    retry_after_s: float


class Pacer(Protocol):
    """A deployment's shared pace towards each catalogue."""

    def reserve(self, source: Source, *, patience_s: float) -> Permit | Refusal:
        """Reserve the next free slot if it comes within ``patience_s``; a refused reservation takes no slot."""
        ...

    def report(self, source: Source, *, ok: bool, retry_after_s: float = 0.0) -> None:
        """Tell how a request went: failures in a row open the circuit for everybody, a success closes it."""
        ...
