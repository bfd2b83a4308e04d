"""Arrows 3 and 4: read the upload into books, keep the library, send a message per chunk, start the aggregator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from fanfolio.domain.book import Book
from fanfolio.domain.errors import Complaint, IllegalTransition, JobNotFound, UploadRefused
from fanfolio.domain.exports import LibraryReader, read_library
from fanfolio.domain.job import Failure, Job, JobState
from fanfolio.flow.deletion import Deletion
from fanfolio.keys import complaints_key, library_key, upload_key
from fanfolio.library import LinesWriter
from fanfolio.messages import ChunkMessage, WantedBook
from fanfolio.observability import EventLog
from fanfolio.ports import BookQueue, Clock, JobStore, ObjectNotFound, Objects, Starter

# As long as one reader may take: past it, the sweep takes the job for abandoned and starts it again.
LEASE = timedelta(seconds=60)

# Chunks that are sent together while the rest of the file is still being read.
_CHUNKS_A_SEND = 10

# Open Library's pace is 3 requests a second, and a chunk of 100 unknown books takes about 3 of them:
# twice that time is added to the deadline for every book.
DEADLINE_S_PER_BOOK = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    """Reads one job's upload and sends its books out; repeating it sends the same messages again."""

    jobs: JobStore
    objects: Objects
    queue: BookQueue
    starter: Starter
    deletion: Deletion
    clock: Clock
    books_per_message: int
    max_upload_bytes: int
    log: EventLog

    def __call__(self, job_id: str) -> None:
        """Do it, unless somebody else is at it or the job is past it."""
        log = self.log.bind(job_id=job_id)
        until = self._claim(job_id)
        if until is None:
            log.info("fan_out_skipped")
            return
        try:
            job = self.jobs.advance(job_id, JobState.READING, at=self.clock.now())
            if not self._is_sent(job, log):
                return
        except (IllegalTransition, JobNotFound, ObjectNotFound):
            # Deleted meanwhile, or a doubled start came after the job had moved on.
            self.deletion.finish_if_deleted(job_id)
            log.info("fan_out_overtaken")
            return
        finally:
            self._release(job_id, until)
        self.starter.start_aggregator(job_id)

    def _claim(self, job_id: str) -> datetime | None:
        now = self.clock.now()
        until = now + LEASE
        return until if self.jobs.watch(job_id, now=now, until=until) else None

    def _is_sent(self, job: Job, log: EventLog) -> bool:
        """Read and send; False where the file turns out to be no library, which ends the job."""
        try:
            self._read_and_send(job, log)
        except UploadRefused as refusal:
            failure = Failure(code="upload-refused", message=str(refusal))
            self.jobs.advance(job.job_id, JobState.FAILED, at=self.clock.now(), failure=failure)
            log.warning("upload_refused_late", kind=type(refusal).__name__)
            return False
        return True

    def _read_and_send(self, job: Job, log: EventLog) -> None:
        with (
            self.objects.open(upload_key(job.job_id)) as upload,
            LinesWriter() as library,
            LinesWriter() as complaints,
        ):
            reader = read_library(upload, size_bytes=job.size_bytes, limit_bytes=self.max_upload_bytes)
            chunks = self._send_chunks(job.job_id, _books(reader, library, complaints))
            self._keep(job.job_id, library, complaints)
            self.jobs.describe(
                job.job_id,
                layout=reader.layout.name,
                rows=library.count + complaints.count,
                total=library.count,
                complaints=complaints.count,
                notes=reader.counts.notes,
                chunks=chunks,
            )
            now = self.clock.now()
            patience = timedelta(seconds=library.count * DEADLINE_S_PER_BOOK)
            self.jobs.advance(job.job_id, JobState.ENRICHING, at=now, deadline=job.deadline + patience)
            log.info("fanned_out", books=library.count, complaints=complaints.count, chunks=chunks)

    def _send_chunks(self, job_id: str, books: Iterator[Book]) -> int:
        chunk = 0
        while wanted := [
            WantedBook.of(book) for book in islice(books, self.books_per_message * _CHUNKS_A_SEND)
        ]:
            messages = [
                ChunkMessage(
                    job_id=job_id,
                    chunk=chunk + index,
                    attempt=1,
                    books=tuple(wanted[at : at + self.books_per_message]),
                )
                for index, at in enumerate(range(0, len(wanted), self.books_per_message))
            ]
            self.queue.send(messages)
            chunk += len(messages)
        return chunk

    def _keep(self, job_id: str, library: LinesWriter, complaints: LinesWriter) -> None:
        # The bodies are gzip files by name, not by transfer encoding: readers unpack them as streams.
        self.objects.put(library_key(job_id), library.finish(), content_type="application/gzip")
        if complaints.count:
            self.objects.put(complaints_key(job_id), complaints.finish(), content_type="application/gzip")

    def _release(self, job_id: str, lease: datetime) -> None:
        now = self.clock.now()
        self.jobs.watch(job_id, now=now, until=now, renew=lease)


def _books(reader: LibraryReader, library: LinesWriter, complaints: LinesWriter) -> Iterator[Book]:
    for row in reader:
        if isinstance(row, Complaint):
            complaints.add(row)
        else:
            library.add(row.book)
            yield row.book
