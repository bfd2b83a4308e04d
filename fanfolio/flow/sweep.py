"""Every minute: see to it that every open job is watched, restarted or ended, and every deleted one gone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fanfolio.domain.errors import IllegalTransition, JobNotFound, StorageUnavailable
from fanfolio.domain.job import Failure, Job, JobState
from fanfolio.flow.deletion import Deletion
from fanfolio.metrics import emit
from fanfolio.observability import EventLog
from fanfolio.ports import Clock, JobStore, Starter, UnreadableJob

# A start that was accepted by the cloud normally arrives within a second.
_START_PATIENCE = timedelta(seconds=15)

# Past its deadline a job is assembled with what it has; this long after, something is broken for good.
_GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepReport:
    """What a sweep found: open jobs, what it did about those nobody was watching, deletions that are over.

    ``unreadable`` counts records that this version cannot read: they are passed over, and named in the log.
    """

    open_jobs: int = 0
    restarted: int = 0
    watched_again: int = 0
    given_up: int = 0
    erased: int = 0
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Finishes what nobody is watching; jobs under a live lease are left alone."""

    jobs: JobStore
    starter: Starter
    deletion: Deletion
    clock: Clock
    log: EventLog

    def __call__(self) -> SweepReport:
        """Look at every open job and every begun deletion once; one that fails does not stand in others' way.

        Raises the first StorageUnavailable when all the others have been seen to.
        """
        outages: list[StorageUnavailable] = []
        unreadable: list[UnreadableJob] = []
        report = self._see_to_jobs(outages, unreadable)
        erased = self._finish_deletions(outages, unreadable)
        report = replace(report, erased=erased, unreadable=len(unreadable))
        self._count(report)
        if outages:
            raise outages[0]
        return report

    def _count(self, report: SweepReport) -> None:
        stuck = report.restarted + report.watched_again + report.given_up
        emit(
            self.log,
            {"OpenJobs": report.open_jobs, "SweepStuckJobs": stuck, "UnreadableJobs": report.unreadable},
        )

    def _readable(
        self, listed: Iterable[Job | UnreadableJob], unreadable: list[UnreadableJob]
    ) -> Iterator[Job]:
        """The jobs of a list; what cannot be read is named and passed over."""
        for job in listed:
            if isinstance(job, UnreadableJob):
                self.log.error("job_unreadable", job_id=job.job_id)
                unreadable.append(job)
            else:
                yield job

    def _see_to_jobs(self, outages: list[StorageUnavailable], unreadable: list[UnreadableJob]) -> SweepReport:
        now = self.clock.now()
        done = {"restart": 0, "watch": 0, "give_up": 0}
        open_jobs = 0
        for job in self._readable(self.jobs.open_jobs(), unreadable):
            open_jobs += 1
            if step := step_for(job, now):
                self.log.warning("job_swept", job_id=job.job_id, state=job.state.value, step=step)
                done[step] += 1
                with _collecting(outages):
                    self._take(step, job, now)
        return SweepReport(
            open_jobs=open_jobs,
            restarted=done["restart"],
            watched_again=done["watch"],
            given_up=done["give_up"],
        )

    def _finish_deletions(self, outages: list[StorageUnavailable], unreadable: list[UnreadableJob]) -> int:
        erased = 0
        for tombstone in self._readable(self.jobs.erasures(), unreadable):
            with _collecting(outages):
                if self.deletion.finish(tombstone):
                    self.log.info("deletion_finished", job_id=tombstone.job_id)
                    erased += 1
        return erased

    def _take(self, step: str, job: Job, now: datetime) -> None:
        if step == "restart":
            self.starter.start_orchestrator(job.job_id)
        elif step == "watch":
            self.starter.start_aggregator(job.job_id)
        else:
            self._give_up(job, now)

    def _give_up(self, job: Job, now: datetime) -> None:
        failure = Failure(
            code="not-finished-in-time",
            message="The job could not be finished in time. Please upload the file again.",
        )
        try:
            self.jobs.advance(job.job_id, JobState.FAILED, at=now, failure=failure)
        except (IllegalTransition, JobNotFound):
            return


@contextmanager
def _collecting(outages: list[StorageUnavailable]) -> Iterator[None]:
    try:
        yield
    except StorageUnavailable as exc:
        outages.append(exc)


def step_for(job: Job, now: datetime) -> str | None:
    """What an open job needs now: ``restart``, ``watch``, ``give_up``, or nothing."""
    if job.watched_until is not None and job.watched_until > now:
        return None
    if now > job.deadline + _GRACE:
        return "give_up"
    if job.state in (JobState.ACCEPTED, JobState.READING):
        return "restart" if now - job.created_at > _START_PATIENCE else None
    return "watch"
