"""A book as the reader's export tells it.

These are msgspec's structs where other values are dataclasses: a library has up to a million of them, and a frozen
dataclass of twenty fields takes twenty times as long to make. ``gc=False``: no book can be part of a cycle.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class Shelf(StrEnum):
    """Where the reader keeps a book; ``OTHER`` goes with the reader's own name for it."""

    READ = "read"
    CURRENTLY_READING = "currently-reading"
    TO_READ = "to-read"
    OTHER = "other"


class Series(Struct, frozen=True, kw_only=True, gc=False):
    """The series a title names in parentheses: ``(Discworld, #3)`` is ``Series("Discworld", "3")``."""

    name: str
    position: str | None = None


class Book(Struct, frozen=True, gc=False):
    """One row of an export, parsed: unknown is ``None``, never ``""`` or ``0``.

    ``number`` is the row's position in the file, from 1: the book's key inside a job.
    ``title`` is without the series; ``isbn13`` has a valid check digit and starts with 978 or 979.
    Ratings are 0.25 to 5 stars. Years may be negative (BCE). Readers of exports make books from whole columns, which
    have to come in the order of these fields.
    """

    number: int
    title: str
    series: Series | None = None
    authors: tuple[str, ...] = ()
    isbn13: str | None = None
    goodreads_id: str | None = None
    my_rating: float | None = None
    average_rating: float | None = None
    pages: int | None = None
    publisher: str | None = None
    binding: str | None = None
    year_published: int | None = None
    original_year: int | None = None
    date_started: date | None = None
    date_read: date | None = None
    date_added: date | None = None
    shelf: Shelf = Shelf.READ
    shelf_name: str = "read"
    shelves: tuple[str, ...] = ()
    read_count: int | None = None

    @property
    def author(self) -> str | None:
        """The first author, or ``None`` when the export names nobody."""
        return self.authors[0] if self.authors else None


class PrivateColumns(Struct, frozen=True, kw_only=True, gc=False):
    """What a reader wrote for themselves about book ``number``: never shared, logged or queued."""

    number: int
    review: str | None = None
    private_notes: str | None = None
    spoiler: bool = False
