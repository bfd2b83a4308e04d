"""A job's books as CSV: the public columns for the link, the reader's own words for the owner alone."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from fanfolio.domain.book import PrivateColumns, Series
from fanfolio.domain.errors import Complaint, DocumentUnreadable, JobNotFound
from fanfolio.domain.exports import read_library
from fanfolio.domain.spreadsheet import Cell, csv_pieces
from fanfolio.flow.access import NO_SUCH_JOB, JobAccess
from fanfolio.flow.consult import Consult
from fanfolio.keys import upload_key
from fanfolio.ports import ObjectNotFound, Objects

PUBLIC_COLUMNS = (
    "Number",
    "Title",
    "Series",
    "Series Position",
    "Authors",
    "ISBN13",
    "Goodreads Id",
    "My Rating",
    "Average Rating",
    "Pages",
    "First Year",
    "Year Published",
    "Publisher",
    "Binding",
    "Format",
    "Shelf",
    "Shelves",
    "Date Started",
    "Date Read",
    "Date Added",
    "Read Count",
    "Genres",
    "Outcome",
)
PRIVATE_COLUMNS = ("My Review", "Private Notes", "Spoiler")

_NOTHING_PRIVATE: tuple[Cell, ...] = (None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteBooksCsv:
    """Writes a job's books in the order of the file."""

    consult: Consult
    access: JobAccess
    objects: Objects
    max_upload_bytes: int

    def __call__(self, job_id: str) -> Iterator[bytes]:
        """The public columns; raises JobNotFound, DashboardNotReady, JobHasFailed before the first piece."""
        books = self._books(job_id)
        return csv_pieces(PUBLIC_COLUMNS, map(_public_cells, books))

    def with_private(self, job_id: str, *, owner_token: str) -> Iterator[bytes]:
        """The same and what the reader wrote for themselves; raises NotTheOwner too."""
        self.access.own(job_id, owner_token=owner_token)
        books, private = self._books(job_id), self._private(job_id)
        rows = ((*_public_cells(book), *_private_cells(private, book.number)) for book in books)
        return csv_pieces((*PUBLIC_COLUMNS, *PRIVATE_COLUMNS), rows)

    def _books(self, job_id: str) -> "tuple[_Line, ...]":
        _, document = self.consult.dashboard(job_id)
        try:
            return _decoder.decode(gzip.decompress(document)).books
        except msgspec.DecodeError as exc:
            raise DocumentUnreadable("the stored dashboard cannot be read back") from exc

    def _private(self, job_id: str) -> dict[int, PrivateColumns]:
        """Read from the upload itself: private columns are stored nowhere else."""
        try:
            with self.objects.open(upload_key(job_id)) as upload:
                rows = read_library(upload, limit_bytes=self.max_upload_bytes)
                return {
                    row.private.number: row.private
                    for row in rows
                    if not isinstance(row, Complaint) and row.private is not None
                }
        except ObjectNotFound:
            raise JobNotFound(NO_SUCH_JOB) from None


class _Line(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The part of a document's book that becomes a line."""

    number: int
    title: str
    series: Series | None
    authors: tuple[str, ...]
    isbn13: str | None
    goodreads_id: str | None
    my_rating: float | None
    average_rating: float | None
    pages: int | None
    first_year: int | None
    year_published: int | None
    publisher: str | None
    binding: str | None
    format: str
    shelf_name: str
    shelves: tuple[str, ...]
    date_started: date | None
    date_read: date | None
    date_added: date | None
    read_count: int | None
    genres: tuple[str, ...]
    outcome: str


class _Document(msgspec.Struct, frozen=True):
    books: tuple[_Line, ...]


_decoder = msgspec.json.Decoder(_Document)


def _public_cells(book: _Line) -> tuple[Cell, ...]:
    return (
        book.number,
        book.title,
        book.series.name if book.series else None,
        book.series.position if book.series else None,
        "; ".join(book.authors),
        book.isbn13,
        book.goodreads_id,
        book.my_rating,
        book.average_rating,
        book.pages,
        book.first_year,
        book.year_published,
        book.publisher,
        book.binding,
        book.format,
        book.shelf_name,
        "; ".join(book.shelves),
        book.date_started,
        book.date_read,
        book.date_added,
        book.read_count,
        "; ".join(book.genres),
        book.outcome,
    )


def _private_cells(private: Mapping[int, PrivateColumns], number: int) -> tuple[Cell, ...]:
    columns = private.get(number)
    if columns is None:
        return _NOTHING_PRIVATE
    return (columns.review, columns.private_notes, "yes" if columns.spoiler else None)
