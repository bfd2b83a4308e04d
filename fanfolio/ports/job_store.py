"""Where jobs are kept, and which of their books are settled."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.job import Failure, Job, JobState, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableJob:
    """In a list of jobs, one whose record is damaged or of another version: it does not stand in the others' way."""

    job_id: str


class JobStore(Protocol):
    """The jobs table: one record a job, and the sets of its settled books.

    Errors: StorageUnavailable; DocumentUnreadable where one job's record is asked for and cannot be read.
    """

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

    def open_jobs(self) -> Iterator[Job | UnreadableJob]:
        """Every job that has not ended, in no order; may lag by a second behind the writes."""
        ...

    def erase(self, job_id: str, *, owner_digest: str, at: datetime, expires_at: datetime) -> None:
        """Leave a tombstone (DELETED, whose it was, nothing else) until ``expires_at`` and drop the job's sets.

        Repeatable, whatever the job's state, and for a job that is not there. The erasure is listed as begun.
        """
        ...

    def confirm_erased(self, job_id: str) -> None:
        """Nothing is left of a deleted job: take it off the list of erasures. Repeatable."""
        ...

    def erasures(self) -> Iterator[Job | UnreadableJob]:
        """The tombstones of jobs of which something may be left; may lag by a second behind the writes."""
        ...
