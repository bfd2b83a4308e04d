"""How far the reader is in each series."""

from msgspec import Struct

from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.names import name_key
from fanfolio.domain.statistics.tally import LISTED_NAMES, Running, Tally


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
    members: dict[tuple[str, str], list[BookEntry]] = {}
    for entry in library.entries:
        if entry.series is not None:
            key = (name_key(entry.series.name), name_key(entry.author or ""))
            members.setdefault(key, []).append(entry)
    fullest = sorted(members.values(), key=lambda books: -len(books))[:LISTED_NAMES]
    return SeriesProgress(distinct=len(members), top=tuple(map(_row, fullest)))


def _row(books: list[BookEntry]) -> SeriesRow:
    running = Running()
    for book in books:
        if book.read:
            running.add(book)
    first = books[0]
    name = first.series.name if first.series else ""
    return SeriesRow(series=name, author=first.author, in_library=len(books), **running.fields())
