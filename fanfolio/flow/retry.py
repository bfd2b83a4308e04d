"""Ask once more for the books that catalogues could not answer for: a complete job goes back to enriching."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import IllegalTransition, JobHasFailed, JobNotFound, StorageUnavailable
from fanfolio.domain.job import Job, JobState
from fanfolio.flow.access import JobAccess
from fanfolio.flow.fan_out import DEADLINE_S_PER_BOOK
from fanfolio.keys import library_key
from fanfolio.library import read_books
from fanfolio.messages import ChunkMessage, WantedBook
from fanfolio.observability import EventLog
from fanfolio.ports import BookQueue, Clock, JobStore, Objects, Starter


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """The job as it is now, and whether a retry is under way."""

    job: Job
    under_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryUnavailable:
    """Sends a complete job's unavailable books out again; asking twice starts one retry.

    The state is written first. Where the books cannot be sent the retry is called off: the job is assembled again
    from what is known, and the owner asks once more. What dies in between leaves an open job with a deadline.
    """

    access: JobAccess
    jobs: JobStore
    objects: Objects
    queue: BookQueue
    starter: Starter
    clock: Clock
    books_per_message: int
    deadline_s: int
    log: EventLog

    def __call__(self, job_id: str, *, owner_token: str) -> Retried:
        """Raises JobNotFound, NotTheOwner, JobHasFailed, and IllegalTransition during the first run."""
        job = self.access.own(job_id, owner_token=owner_token)
        if job.state is JobState.FAILED:
            raise JobHasFailed(
                "This job failed before its books were looked up. Please upload the file again."
            )
        if job.is_open:
            return _under_way(job)
        if not (job.counts or {}).get(Outcome.UNAVAILABLE, 0):
            return Retried(job=job, under_way=False)
        return self._retry(job)

    def _retry(self, job: Job) -> Retried:
        wanted = self._outstanding(job.job_id)
        now = self.clock.now()
        patience = timedelta(seconds=self.deadline_s + len(wanted) * DEADLINE_S_PER_BOOK)
        try:
            job = self.jobs.advance(job.job_id, JobState.ENRICHING, at=now, deadline=now + patience)
        except IllegalTransition:
            return _under_way(self.access.read(job.job_id))
        try:
            self.jobs.reopen(job.job_id, [book.number for book in wanted])
            self.queue.send(self._messages(job, wanted))
        except StorageUnavailable:
            self._call_off(job.job_id)
            raise
        self._watch(job.job_id)
        self.log.info("retry_started", job_id=job.job_id, books=len(wanted))
        return Retried(job=job, under_way=True)

    def _outstanding(self, job_id: str) -> list[WantedBook]:
        """Every book that no catalogue has decided on: those that the deadline overtook are in no set at all."""
        progress = self.jobs.progress(job_id)
        decided = progress.matched | progress.unmatched
        with self.objects.open(library_key(job_id)) as library:
            return [WantedBook.of(book) for book in read_books(library) if book.number not in decided]

    def _messages(self, job: Job, wanted: Sequence[WantedBook]) -> list[ChunkMessage]:
        first = job.chunks or 0
        return [
            ChunkMessage(
                job_id=job.job_id,
                chunk=first + index,
                attempt=1,
                books=tuple(wanted[at : at + self.books_per_message]),
            )
            for index, at in enumerate(range(0, len(wanted), self.books_per_message))
        ]

    def _call_off(self, job_id: str) -> None:
        try:
            self.jobs.advance(job_id, JobState.ASSEMBLING, at=self.clock.now())
        except (StorageUnavailable, IllegalTransition, JobNotFound):
            # Deleted meanwhile; or its deadline ends it.
            return
        self._watch(job_id)
        self.log.warning("retry_called_off", job_id=job_id)

    def _watch(self, job_id: str) -> None:
        try:
            self.starter.start_aggregator(job_id)
        except StorageUnavailable:
            # The sweep starts it within a minute.
            return


def _under_way(job: Job) -> Retried:
    """An open job that has a document is in a retry; without one it is in its first run."""
    if job.is_open and job.document is None:
        raise IllegalTransition(
            "This job is still running for the first time. Please wait until it is complete, then retry."
        )
    return Retried(job=job, under_way=job.is_open)
