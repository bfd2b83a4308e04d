"""One play: a reader uploads a library, the weather does its worst, and in the end nothing may be missing."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from bench.fault_harness.catalogue import FailingCatalogue
from bench.fault_harness.cloud import Cloud
from bench.fault_harness.plot import Plot
from bench.fault_harness.ports import Perils
from bench.fault_harness.stage import Killed, Stage, StageClock
from bench.fault_harness.weather import Weather
from bench.fault_harness.wiring import Front, Props, wire
from fanfolio.adapters.memory import MemoryBookQueue, MemoryJobStore, MemoryObjects
from fanfolio.domain.errors import FanfolioError, IllegalTransition, JobNotFound
from fanfolio.domain.job import Job, JobState, Progress
from fanfolio.flow.accept_upload import Accepted, Identity
from fanfolio.keys import waiting_upload_key
from fanfolio.messages import decode_chunk

_AGAIN_AFTER_S = 2.0
_KEY = "the reader's key"
_UPLOAD_ID = "0" * 32
_REQUESTS_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A document was published: when, and which books were still on their way then.

    ``counted`` is what the job's sets held then, ``known`` what they held when the assembly began.
    """

    job_id: str
    at: datetime
    deadline: datetime
    on_their_way: frozenset[int]
    counted: Progress
    known: Progress


class WatchedJobs(MemoryJobStore):
    """A store that tells of every publication, and of every job that ever was."""

    def __init__(self, on_complete: Callable[[Job, datetime], None]) -> None:
        super().__init__()
        self._on_complete = on_complete
        self.retries: list[str] = []
        self.known: dict[str, Progress] = {}

    def advance(self, job_id: str, to: JobState, *, at: datetime, **facts: Any) -> Job:
        """As the store does."""
        before = self._jobs.get(job_id)
        job = super().advance(job_id, to, at=at, **facts)
        if to is JobState.ASSEMBLING and before is not None and before.state is JobState.ENRICHING:
            self.known[job_id] = self.progress(job_id)
        if to is JobState.COMPLETE and job is not before:
            self._on_complete(job, at)
        if to is JobState.ENRICHING and before is not None and before.state is JobState.COMPLETE:
            self.retries.append(job_id)
        return job

    def everything(self) -> list[Job]:
        """Every record there is, tombstones included."""
        return list(self._jobs.values())


@dataclass(slots=True)
class Play:
    """Everything on the stage; ``run`` plays it."""

    plot: Plot
    weather: Weather
    dice: Random
    accepted: dict[str, Accepted] = field(default_factory=dict)
    publications: list[Publication] = field(default_factory=list)
    _guests: int = 0

    stage: Stage = field(init=False)
    jobs: WatchedJobs = field(init=False)
    objects: MemoryObjects = field(init=False)
    queue: MemoryBookQueue = field(init=False)
    catalogue: FailingCatalogue = field(init=False)
    cloud: Cloud = field(init=False)
    _front: Front = field(init=False)

    def __post_init__(self) -> None:
        self.stage = Stage(self.dice)
        clock = StageClock(self.stage)
        self.jobs = WatchedJobs(self._note_publication)
        self.objects = MemoryObjects()
        self.queue = MemoryBookQueue(clock)
        perils = Perils(self.stage, self.weather)
        self.catalogue = FailingCatalogue(self.stage, perils, self.plot.poison, self.plot.starving)
        self.cloud = Cloud(stage=self.stage, weather=self.weather, perils=perils, queue=self.queue)
        self._front = wire(
            Props(
                jobs=self.jobs,
                objects=self.objects,
                catalogue=self.catalogue,
                cloud=self.cloud,
                clock=clock,
                perils=perils,
                books_per_message=self.plot.books_per_message,
            )
        )

    @property
    def retried(self) -> int:
        """How many retries were begun."""
        return len(self.jobs.retries)

    def run(self, *, limit_s: float) -> bool:
        """Import, and whatever the owner does then; whether all came to rest in time."""
        self.cloud.open()
        if self.plot.direct:
            self.objects.put(waiting_upload_key(_UPLOAD_ID), self.plot.export, content_type="text/csv")
        for _ in range(_REQUESTS_AT_ONCE if self.plot.doubled else 1):
            self._invite("reader", self._upload)
        if self.plot.deleted_at_call is not None:
            self._at_call(self.plot.deleted_at_call, self._delete_the_first)
        for call in self.plot.retried_at_calls:
            self._at_call(call, self._retry_the_first)
        return self.stage.play(self._is_quiet, limit_s=limit_s)

    def delete_everything(self, *, limit_s: float) -> bool:
        """In fair weather, have every job that is left deleted, and everything under way come to its end."""
        self.weather.clears_at_s = 0.0
        for job_id, accepted in self.accepted.items():
            # Asked again, a deletion would finish what it is the others' part to remove.
            if self.jobs.read(job_id).state is JobState.DELETED:
                continue
            self._invite("owner", lambda accepted=accepted: self._delete(accepted))  # type: ignore[misc]
        return self.stage.play(self._is_quiet, limit_s=self.stage.now_s + limit_s)

    def _at_call(self, number: int, act: Callable[[], None]) -> None:
        self.stage.cues.setdefault(number, []).append(lambda: self._invite("owner", act))

    def _upload(self) -> None:
        try:
            accepted = self._accept()
        except JobNotFound:
            # Deleted by now, by the owner whom the other request was answered.
            return
        self.accepted[accepted.job.job_id] = accepted
        if self.plot.retries_at_end:
            self._invite("owner", lambda: self._retry_at_end(accepted))

    def _accept(self) -> Accepted:
        export = self.plot.export
        if not self.plot.keyed:
            return self._front.accept_upload(io.BytesIO(export), file_name="library.csv")
        return self._front.accept_once(
            self._take if self.plot.direct else self._read,
            key=_KEY,
            file_digest=hashlib.sha256(export).hexdigest(),
        )

    def _read(self, identity: Identity) -> Accepted:
        stream = io.BytesIO(self.plot.export)
        return self._front.accept_upload(stream, file_name="library.csv", identity=identity)

    def _take(self, identity: Identity) -> Accepted:
        return self._front.direct_upload.take(_UPLOAD_ID, file_name="library.csv", identity=identity)

    def _retry_at_end(self, accepted: Accepted) -> None:
        """Wait for the job's end, then ask again for what could not be answered."""
        while self.jobs.read(accepted.job.job_id).is_open:
            self.stage.wait(5.0)
        self._retry(accepted)

    def _retry_the_first(self) -> None:
        self._retry(self._first_accepted())

    def _retry(self, accepted: Accepted) -> None:
        try:
            self._front.retry(accepted.job.job_id, owner_token=accepted.owner_token)
        except (JobNotFound, IllegalTransition):
            return

    def _delete_the_first(self) -> None:
        self._delete(self._first_accepted())

    def _delete(self, accepted: Accepted) -> None:
        try:
            self._front.consult.delete(accepted.job.job_id, owner_token=accepted.owner_token)
        except JobNotFound:
            return

    def _first_accepted(self) -> Accepted:
        while not self.accepted:
            self.stage.wait(0.1)
        return next(iter(self.accepted.values()))

    def _invite(self, name: str, act: Callable[[], None], *, delay_s: float = 0.0) -> None:
        """Somebody outside sends a request, and sends it again when no answer or an error came."""
        self._guests += 1

        def request() -> None:
            try:
                act()
            except (Killed, FanfolioError):
                self._invite(name, act, delay_s=_AGAIN_AFTER_S)
                raise
            finally:
                self._guests -= 1

        self.stage.enter(name, request, delay_s=delay_s, skew_s=self.cloud.skew_s(name))

    def _is_quiet(self) -> bool:
        dead_letters = self.queue.dead_letters
        return not (
            self._guests
            or self.cloud.busy
            or self.cloud.in_hand
            or len(self.queue)
            or (dead_letters is not None and len(dead_letters))
            or any(True for _ in self.jobs.open_jobs())
            or any(True for _ in self.jobs.erasures())
        )

    def _note_publication(self, job: Job, at: datetime) -> None:
        queued = self.queue.bodies() + (self.queue.dead_letters.bodies() if self.queue.dead_letters else [])
        on_their_way = {book.number for body in queued for book in decode_chunk(body).books}
        for numbers in self.cloud.in_hand.values():
            on_their_way |= numbers
        self.publications.append(
            Publication(
                job_id=job.job_id,
                at=at,
                deadline=job.deadline,
                on_their_way=frozenset(on_their_way),
                counted=self.jobs.progress(job.job_id),
                known=self.jobs.known.get(job.job_id, Progress()),
            )
        )
