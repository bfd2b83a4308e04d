"""What went wrong with single rows and books: complaints by line, unavailable and unmatched books by number."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec

from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import Complaint, DocumentUnreadable, JobNotFound
from fanfolio.flow.access import NO_SUCH_JOB
from fanfolio.flow.consult import Consult
from fanfolio.keys import complaints_key
from fanfolio.library import read_complaints
from fanfolio.ports import ObjectNotFound, Objects

# As UTF-8, and with what JSON adds, that many stay below what a function may answer.
_MOST_CHARACTERS = 1_000_000


class FailedBook(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A book that no catalogue knows, or (with a reason) that none could be asked about."""

    number: int
    title: str
    authors: tuple[str, ...]
    outcome: Outcome
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """A page of all complaints followed by all failed books; ``next_offset`` is where the next one begins."""

    complaints: tuple[Complaint, ...]
    books: tuple[FailedBook, ...]
    total_complaints: int
    total_unmatched: int
    total_unavailable: int
    next_offset: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFailures:
    """Lists the failures of a job that has a dashboard, as the dashboard has them."""

    consult: Consult
    objects: Objects

    def __call__(self, job_id: str, *, offset: int, limit: int) -> Failures:
        """A page of them; raises JobNotFound, DashboardNotReady, JobHasFailed."""
        job, document = self.consult.dashboard(job_id)
        failed = _failed_books(document)
        total_complaints = job.complaints or 0
        complaints = self._complaints(job_id, offset, limit) if offset < total_complaints else ()
        start = max(0, offset - total_complaints)
        books = list(_short_enough(failed[start : start + limit - len(complaints)]))
        end = offset + len(complaints) + len(books)
        return Failures(
            complaints=complaints,
            books=tuple(books),
            total_complaints=total_complaints,
            total_unmatched=sum(book.outcome is Outcome.UNMATCHED for book in failed),
            total_unavailable=sum(book.outcome is Outcome.UNAVAILABLE for book in failed),
            next_offset=end if end < total_complaints + len(failed) else None,
        )

    def _complaints(self, job_id: str, offset: int, limit: int) -> tuple[Complaint, ...]:
        try:
            with self.objects.open(complaints_key(job_id)) as stream:
                return tuple(islice(read_complaints(stream), offset, offset + limit))
        except ObjectNotFound:
            raise JobNotFound(NO_SUCH_JOB) from None


def _short_enough(books: Iterable[FailedBook]) -> Iterator[FailedBook]:
    """As many as fit into an answer, one at least: titles and authors may be as long as whole pages."""
    characters = 0
    for book in books:
        yield book
        characters += len(book.title) + sum(map(len, book.authors))
        if characters > _MOST_CHARACTERS:
            return


class _Document(msgspec.Struct, frozen=True):
    """The part of a dashboard document that is read here; the rest is skipped over."""

    books: tuple[FailedBook, ...]


_decoder = msgspec.json.Decoder(_Document)


def _failed_books(document: bytes) -> list[FailedBook]:
    try:
        books = _decoder.decode(gzip.decompress(document)).books
    except msgspec.DecodeError as exc:
        raise DocumentUnreadable("the stored dashboard cannot be read back") from exc
    return [book for book in books if book.outcome is not Outcome.MATCHED]
