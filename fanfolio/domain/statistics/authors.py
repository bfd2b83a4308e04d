"""Whom the reader reads, and whom they met when."""

from collections.abc import Sequence

from msgspec import Struct

from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import LISTED_NAMES, Tally, members, running_of


class AuthorRow(Tally, frozen=True, kw_only=True, gc=False):
    """An author's read books, under the first spelling of the name."""

    author: str


class AuthorsOfYear(Struct, frozen=True, kw_only=True, gc=False):
    """How many different authors were read in a year, and how many of them for the first dated time."""

    year: int
    authors: int
    new: int


class Authors(Struct, frozen=True, kw_only=True, gc=False):
    """First authors of read books.

    ``top`` are the hundred most read, a tie going to whom the export names first. ``by_year`` leaves no year
    out; the ``undated_only`` authors, whose books all lack a day, are in none of its rows.
    """

    distinct: int
    without_author: int
    undated_only: int
    top: tuple[AuthorRow, ...]
    by_year: tuple[AuthorsOfYear, ...]


def count_authors(library: Library) -> Authors:
    """Count read books by first author, and each year's new authors."""
    written = library.written
    # Backwards, so that the first spelling is the one that stays.
    spelling = {key: entry.authors[0] for key, entry in reversed(written)}
    books = members(written)
    most_read = sorted(books, key=lambda key: -len(books[key]))[:LISTED_NAMES]
    by_year = _authors_by_year(written, years=library.years)
    return Authors(
        distinct=len(books),
        without_author=len(library.read) - len(written),
        undated_only=len(books) - sum(row.new for row in by_year),
        top=tuple(AuthorRow(author=spelling[key], **running_of(books[key]).fields()) for key in most_read),
        by_year=by_year,
    )


def _authors_by_year(written: Sequence[tuple[str, BookEntry]], *, years: range) -> tuple[AuthorsOfYear, ...]:
    read: dict[int, set[str]] = {year: set() for year in years}
    for key, entry in written:
        if (day := entry.date_read) is not None:
            read[day.year].add(key)
    met: set[str] = set()
    rows = []
    for year, authors in read.items():
        rows.append(AuthorsOfYear(year=year, authors=len(authors), new=len(authors - met)))
        met |= authors
    return tuple(rows)
