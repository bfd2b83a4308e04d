"""Jobs in a dictionary."""

import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from fanfolio.adapters.job_rules import (
    FREE_STATES,
    is_created,
    is_written,
    refuse_description,
    refuse_second_creation,
    refuse_transition,
    steps_after,
    to_the_second,
    tombstone,
)
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import JobNotFound
from fanfolio.domain.job import Failure, Job, JobState, Progress, sources_of
from fanfolio.ports import UnreadableJob


class MemoryJobStore:
    """Jobs and their sets of settled books; each call is one step, whatever the number of threads."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._settled: dict[str, dict[Outcome, frozenset[int]]] = {}
        self._erasures: set[str] = set()
        self._lock = threading.RLock()

    def create(self, job: Job) -> None:
        """Write a new job; another one with the same id raises IllegalTransition."""
        with self._lock:
            if there := self._jobs.get(job.job_id):
                if is_created(job, there):
                    return
                refuse_second_creation(job.job_id)
            self._jobs[job.job_id] = replace(job, expires_at=to_the_second(job.expires_at))

    def read(self, job_id: str) -> Job:
        """The job, whatever its state (a tombstone too); raises JobNotFound."""
        with self._lock:
            if job_id not in self._jobs:
                raise JobNotFound(f"there is no job {job_id}: it never was, was deleted or has expired")
            return self._jobs[job_id]

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
        """Enter state ``to`` along the transitions; raises IllegalTransition, JobNotFound."""
        with self._lock:
            job = self.read(job_id)
            if job.state not in sources_of(to) or since not in (None, job.steps.get(job.state.value)):
                if is_written(job, to, at=at, document=document, failure=failure):
                    return job
                refuse_transition(job.state, to)
            self._jobs[job_id] = replace(
                job,
                state=to,
                steps=steps_after(job.steps, to=to, at=at),
                deadline=deadline or job.deadline,
                counts=job.counts if counts is None else dict(counts),
                document=document or job.document,
                failure=failure or job.failure,
                watched_until=None if to in FREE_STATES else job.watched_until,
            )
            return self._jobs[job_id]

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
        with self._lock:
            job = self.read(job_id)
            if job.state is not JobState.READING:
                refuse_description(job.state)
            self._jobs[job_id] = replace(
                job,
                layout=layout,
                rows=rows,
                total=total,
                complaints=complaints,
                notes=dict(notes),
                chunks=chunks,
            )

    def settle(self, job_id: str, outcomes: Mapping[Outcome, Collection[int]]) -> None:
        """Add book numbers to the sets of their outcomes: a union, so repeatable."""
        with self._lock:
            sets = self._settled.setdefault(job_id, {})
            for outcome, numbers in outcomes.items():
                sets[outcome] = sets.get(outcome, frozenset()) | frozenset(numbers)

    def reopen(self, job_id: str, numbers: Collection[int]) -> None:
        """Take book numbers out of the set of unavailable ones: they are outstanding again. Repeatable."""
        with self._lock:
            sets = self._settled.setdefault(job_id, {})
            unavailable = sets.get(Outcome.UNAVAILABLE, frozenset())
            sets[Outcome.UNAVAILABLE] = unavailable - frozenset(numbers)

    def progress(self, job_id: str) -> Progress:
        """Which books are settled so far (nothing for an unknown job)."""
        with self._lock:
            return Progress.of(self._settled.get(job_id, {}))

    def standing(self, job_id: str) -> tuple[Job, Progress]:
        """The job and, while it is open, its settled books; raises JobNotFound."""
        with self._lock:
            job = self.read(job_id)
            return job, self.progress(job_id) if job.is_open else Progress()

    def watch(self, job_id: str, *, now: datetime, until: datetime, renew: datetime | None = None) -> bool:
        """Take the lease to watch an open job, or renew the one ending at ``renew``; False if another holds it."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None or not job.is_open:
                return False
            lease = job.watched_until
            if lease is not None and lease > now and lease != renew:
                return False
            self._jobs[job_id] = replace(job, watched_until=until)
            return True

    def open_jobs(self) -> Iterator[Job | UnreadableJob]:
        """Every job that has not ended, as they were when asked."""
        with self._lock:
            return iter([job for job in self._jobs.values() if job.is_open])

    def erase(self, job_id: str, *, owner_digest: str, at: datetime, expires_at: datetime) -> None:
        """Leave a tombstone and drop the job's sets; again, or for no job, does no harm."""
        with self._lock:
            self._jobs[job_id] = tombstone(job_id, owner_digest=owner_digest, at=at, expires_at=expires_at)
            self._settled.pop(job_id, None)
            self._erasures.add(job_id)

    def confirm_erased(self, job_id: str) -> None:
        """Take a deleted job off the list of erasures."""
        with self._lock:
            self._erasures.discard(job_id)

    def erasures(self) -> Iterator[Job | UnreadableJob]:
        """The tombstones of jobs of which something may be left, as they were when asked."""
        with self._lock:
            return iter([self._jobs[job_id] for job_id in sorted(self._erasures)])
