"""How long the read books are."""

from collections import Counter

from msgspec import Struct

from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import RankedBook, highest, lowest, mean, median

_BIN_PAGES = 100
_LAST_BIN = 10


class LengthRow(Struct, frozen=True, kw_only=True, gc=False):
    """Read books of ``first`` to ``last`` pages, both included; ``last`` of the longest is open (``None``)."""

    first: int
    last: int | None
    books: int


class Lengths(Struct, frozen=True, kw_only=True, gc=False):
    """Pages of read books; ``without_pages`` books are in none of the figures."""

    known: int
    without_pages: int
    mean: float | None
    median: float | None
    histogram: tuple[LengthRow, ...]
    longest: tuple[RankedBook, ...]
    shortest: tuple[RankedBook, ...]


def count_lengths(library: Library) -> Lengths:
    """Count read books by hundreds of pages, up to 1,000 and more."""
    pages = [entry.pages for entry in library.read if entry.pages is not None]
    numbers = [entry.number for entry in library.read if entry.pages is not None]
    bins: Counter[int] = Counter()
    for each, books in Counter(pages).items():
        bins[min(each // _BIN_PAGES, _LAST_BIN)] += books
    return Lengths(
        known=len(pages),
        without_pages=len(library.read) - len(pages),
        mean=mean(pages),
        median=median(pages),
        histogram=tuple(_row(each, books=bins[each]) for each in range(_LAST_BIN + 1)),
        longest=highest(pages, numbers=numbers),
        shortest=lowest(pages, numbers=numbers),
    )


def _row(each: int, *, books: int) -> LengthRow:
    first = max(each * _BIN_PAGES, 1)
    return LengthRow(
        first=first, last=None if each == _LAST_BIN else (each + 1) * _BIN_PAGES - 1, books=books
    )
