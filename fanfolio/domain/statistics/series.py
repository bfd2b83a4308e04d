"""How far the reader is in each series."""

from msgspec import Struct

from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.names import name_key
from fanfolio.domain.statistics.tally import LISTED_NAMES, Tally, members, running_of


class SeriesRow(Tally, frozen=True, kw_only=True, gc=False):
    """A series' read books; ``in_library`` counts the unread ones too, ``author`` is its first book's."""

    series: str
    author: str | None
    in_library: int


class SeriesProgress(Struct, frozen=True, kw_only=True, gc=False):
    """The hundred series with most books of ``distinct`` ones; how many books a series has nobody tells us."""

    distinct: int
    top: tuple[SeriesRow, ...]


def count_series(library: Library) -> SeriesProgress:
    """Count books by series; two authors' series of one name are two series."""
    books = members(
        ((name_key(entry.series.name), name_key(entry.author or "")), entry)
        for entry in library.entries
        if entry.series is not None
    )
    fullest = sorted(books.values(), key=lambda of_series: -len(of_series))[:LISTED_NAMES]
    return SeriesProgress(distinct=len(books), top=tuple(map(_row, fullest)))


def _row(books: list[BookEntry]) -> SeriesRow:
    running = running_of(book for book in books if book.read)
    first = books[0]
    name = first.series.name if first.series else ""
    return SeriesRow(series=name, author=first.author, in_library=len(books), **running.fields())
