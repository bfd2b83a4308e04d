"""One play: a reader uploads a library, the weather does its worst, and in the end nothing may be missing."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, cast

from bench.fault_harness.catalogue import FailingCatalogue, Poison
from bench.fault_harness.cloud import Cloud, Functions
from bench.fault_harness.library import export_of
from bench.fault_harness.ports import Imperilled, ImperilledObjects, ImperilledQueue, Perils
from bench.fault_harness.stage import Killed, Stage, StageClock
from bench.fault_harness.weather import Weather
from fanfolio.adapters.memory import MemoryBookQueue, MemoryCatalogueCache, MemoryJobStore, MemoryObjects
from fanfolio.domain.errors import FanfolioError, IllegalTransition, JobNotFound
from fanfolio.domain.job import Job, JobState
from fanfolio.flow.accept_upload import Accepted, AcceptUpload
from fanfolio.flow.access import JobAccess
from fanfolio.flow.assemble import WatchJob
from fanfolio.flow.consult import Consult
from fanfolio.flow.dead_letters import BuryDeadLetter
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.enrich_chunk import EnrichChunk
from fanfolio.flow.fan_out import FanOut
from fanfolio.flow.retry import RetryUnavailable
from fanfolio.flow.sweep import Sweep
from fanfolio.flow.take_message import TakeMessage
from fanfolio.messages import decode_chunk
from fanfolio.observability import EventLog
from fanfolio.ports import JobStore, Objects

DEADLINE_S = 600
_REQUEST_LIMIT_S = 30.0
_AGAIN_AFTER_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What a play is about: all of it follows from the seed and the play's number."""

    rows: int
    books_per_message: int
    export: bytes
    poison: Poison
    deleted_at_call: int | None = None
    retries: bool = False

    @classmethod
    def roll(cls, dice: Random) -> "Plot":
        """A small library; some have poison in them, some are deleted on the way, some are retried."""
        rows = dice.randrange(1, 41)
        deleted = dice.random() < 0.3
        return cls(
            rows=rows,
            books_per_message=dice.choice((1, 3, 10, 100)),
            export=export_of(rows, dice),
            poison=_poison(rows, dice) if dice.random() < 0.25 else Poison(),
            deleted_at_call=dice.randrange(1, 120) if deleted else None,
            retries=dice.random() < 0.3,
        )

    def calm(self) -> "Plot":
        """The same library without poison, deletion and retry."""
        return Plot(
            rows=self.rows, books_per_message=self.books_per_message, export=self.export, poison=Poison()
        )


def _poison(rows: int, dice: Random) -> Poison:
    doses = {kind: frozenset({dice.randrange(1, rows + 1)}) for kind in ("crash", "hang", "bug")}
    kind = dice.choice(sorted(doses))
    return Poison(**{kind: doses[kind]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A document was published: when, and which books were still on their way then."""

    job_id: str
    at: datetime
    deadline: datetime
    on_their_way: frozenset[int]


class WatchedJobs(MemoryJobStore):
    """A store that tells of every publication."""

    def __init__(self, on_complete: Callable[[Job, datetime], None]) -> None:
        super().__init__()
        self._on_complete = on_complete

    def advance(self, job_id: str, to: JobState, *, at: datetime, **facts: Any) -> Job:
        """As the store does."""
        job = super().advance(job_id, to, at=at, **facts)
        if to is JobState.COMPLETE:
            self._on_complete(job, at)
        return job


@dataclass(slots=True)
class Play:
    """Everything on the stage; ``run`` plays it."""

    plot: Plot
    weather: Weather
    dice: Random
    accepted: list[Accepted] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    retried: int = 0
    _guests: int = 0

    stage: Stage = field(init=False)
    jobs: WatchedJobs = field(init=False)
    objects: MemoryObjects = field(init=False)
    queue: MemoryBookQueue = field(init=False)
    catalogue: FailingCatalogue = field(init=False)
    cloud: Cloud = field(init=False)
    clock: StageClock = field(init=False)
    _front: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.stage = Stage(self.dice)
        self.clock = StageClock(self.stage)
        self.jobs = WatchedJobs(self._note_publication)
        self.objects = MemoryObjects()
        self.queue = MemoryBookQueue(self.clock)
        perils = Perils(self.stage, self.weather)
        self.catalogue = FailingCatalogue(self.stage, perils, self.plot.poison)
        self.cloud = Cloud(stage=self.stage, weather=self.weather, perils=perils, queue=self.queue)
        self._front = self._wire(perils)

    def run(self, *, limit_s: float) -> bool:
        """Import, and whatever the owner does then; whether all came to rest in time."""
        self.cloud.open()
        self._invite("reader", self._upload)
        if self.plot.deleted_at_call is not None:
            self.stage.cues[self.plot.deleted_at_call] = lambda: self._invite(
                "owner", self._delete_on_the_way
            )
        return self.stage.play(self._is_quiet, limit_s=limit_s)

    def delete_everything(self, *, limit_s: float) -> bool:
        """In fair weather, have every job that is left deleted, and everything under way come to its end."""
        self.weather.clears_at_s = 0.0
        for accepted in self.accepted:
            self._invite("owner", lambda accepted=accepted: self._delete(accepted))  # type: ignore[misc]
        return self.stage.play(self._is_quiet, limit_s=self.stage.now_s + limit_s)

    def _upload(self) -> None:
        accepted = self._front["accept_upload"](io.BytesIO(self.plot.export), file_name="library.csv")
        self.accepted.append(accepted)
        if self.plot.retries:
            self._invite("owner", lambda: self._retry_once(accepted))

    def _retry_once(self, accepted: Accepted) -> None:
        """Wait for the job's end, then ask again for what could not be answered."""
        while self._is_open(accepted.job.job_id):
            self.stage.wait(5.0)
        try:
            if self._front["retry"](accepted.job.job_id, owner_token=accepted.owner_token).under_way:
                self.retried += 1
        except (JobNotFound, IllegalTransition):
            return

    def _delete_on_the_way(self) -> None:
        while not self.accepted:
            self.stage.wait(0.1)
        self._delete(self.accepted[0])

    def _delete(self, accepted: Accepted) -> None:
        try:
            self._front["consult"].delete(accepted.job.job_id, owner_token=accepted.owner_token)
        except JobNotFound:
            return

    def _is_open(self, job_id: str) -> bool:
        return self.jobs.read(job_id).is_open

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

        skew_s = self.weather.skew_s(at_s=self.stage.now_s)
        self.stage.enter(name, request, delay_s=delay_s, skew_s=skew_s)

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
            Publication(job_id=job.job_id, at=at, deadline=job.deadline, on_their_way=frozenset(on_their_way))
        )

    def _wire(self, perils: Perils) -> Mapping[str, Any]:
        jobs = cast(JobStore, Imperilled(self.jobs, perils))
        objects = cast(Objects, ImperilledObjects(self.objects, perils))
        queue = ImperilledQueue(self.queue, perils)
        starter: Any = Imperilled(self.cloud, perils)
        deletion = Deletion(jobs=jobs, objects=objects, clock=self.clock)
        access = JobAccess(jobs=jobs, clock=self.clock)
        common: dict[str, Any] = {"jobs": jobs, "objects": objects, "deletion": deletion}
        enrich_chunk = EnrichChunk(
            **common,
            queue=queue,
            cache=MemoryCatalogueCache(),
            catalogues=(self.catalogue,),
            log=EventLog("worker"),
        )
        bury = BuryDeadLetter(**common, queue=queue, log=EventLog("dead-letters"))
        watch_job = WatchJob(**common, clock=self.clock, log=EventLog("aggregator"))
        self.cloud.functions = Functions(
            fan_out=FanOut(
                **common,
                queue=queue,
                starter=starter,
                clock=self.clock,
                books_per_message=self.plot.books_per_message,
                max_upload_bytes=1_000_000,
                log=EventLog("orchestrator"),
            ),
            watch_job=watch_job,
            take_message=TakeMessage(
                deliveries=queue,
                enrich_chunk=enrich_chunk,
                bury=bury,
                clock=self.clock,
                log=EventLog("worker"),
            ),
            bury=bury,
            sweep=Sweep(
                jobs=jobs, starter=starter, deletion=deletion, clock=self.clock, log=EventLog("sweep")
            ),
        )
        return {
            "accept_upload": AcceptUpload(
                jobs=jobs,
                objects=objects,
                starter=starter,
                clock=self.clock,
                max_upload_bytes=1_000_000,
                deadline_s=DEADLINE_S,
                retention_days=30,
            ),
            "consult": Consult(jobs=jobs, objects=objects, access=access, deletion=deletion),
            "retry": RetryUnavailable(
                access=access,
                jobs=jobs,
                objects=objects,
                queue=queue,
                starter=starter,
                clock=self.clock,
                books_per_message=self.plot.books_per_message,
                deadline_s=DEADLINE_S,
                log=EventLog("api"),
            ),
        }
