"""How a deployment is: whether its storage answers, how long jobs have been waiting, which catalogues pause."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fanfolio.domain.enrichment import Source
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.domain.job import Job
from fanfolio.ports import Clock, JobStore, Vitals

# However many strangers ask, storage is asked so often.
_REMEMBERED_S = 10.0

_LATE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What was found: ``None`` where storage did not answer. ``late`` jobs are past their deadline."""

    storage_answers: bool
    waiting_messages: int | None = None
    open_jobs: int | None = None
    oldest_job_s: float | None = None
    late_jobs: int | None = None
    paused: Mapping[Source, datetime] | None = None

    @property
    def is_well(self) -> bool:
        """Whether nothing needs an operator: a pausing catalogue does not, it is meant to pause."""
        return self.storage_answers and not self.late_jobs


@dataclass(slots=True)
class _Memory:
    lock: threading.Lock = field(default_factory=threading.Lock)
    health: Health | None = None
    until: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckHealth:
    """Looks at a deployment and remembers the answer for ten seconds."""

    jobs: JobStore
    vitals: Vitals
    clock: Clock
    _memory: _Memory = field(default_factory=_Memory)

    def __call__(self) -> Health:
        """How it is now, or was some seconds ago."""
        with self._memory.lock:
            if self._memory.health is None or self.clock.monotonic() >= self._memory.until:
                self._memory.health = self._look()
                self._memory.until = self.clock.monotonic() + _REMEMBERED_S
            return self._memory.health

    def _look(self) -> Health:
        now = self.clock.now()
        try:
            jobs = [job for job in self.jobs.open_jobs() if isinstance(job, Job)]
            waiting, paused = self.vitals.waiting(), self.vitals.paused()
        except StorageUnavailable:
            return Health(storage_answers=False)
        # A retry begins with its own step: an old job is not an old wait.
        ages_s = [(now - max(job.steps.values(), default=job.created_at)).total_seconds() for job in jobs]
        return Health(
            storage_answers=True,
            waiting_messages=waiting,
            open_jobs=len(jobs),
            oldest_job_s=max(ages_s, default=0.0),
            late_jobs=sum((now - job.deadline).total_seconds() > _LATE_S for job in jobs),
            paused=paused,
        )
