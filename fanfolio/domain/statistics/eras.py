"""When the read books first came out: by decade and by century, before and after year 1."""

from collections.abc import Mapping

from msgspec import Struct

from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import (
    RankedBook,
    Running,
    Tally,
    group,
    highest,
    lowest,
    median,
    regroup,
)

_DECADE = 10
_CENTURY = 100


class EraRow(Tally, frozen=True, kw_only=True, gc=False):
    """Read books first published from ``first`` to ``last``, both included; negative years are BCE."""

    first: int
    last: int


class Eras(Struct, frozen=True, kw_only=True, gc=False):
    """Read books by the year their work first came out; only decades and centuries that have a book.

    ``without_first_year`` books are in none of the rows: the year of an edition is no first year.
    """

    known: int
    without_first_year: int
    median_year: float | None
    decades: tuple[EraRow, ...]
    centuries: tuple[EraRow, ...]
    oldest: tuple[RankedBook, ...]
    newest: tuple[RankedBook, ...]


def count_eras(library: Library) -> Eras:
    """Count read books by decade and century of first publication."""
    known = [entry for entry in library.read if entry.first_year is not None]
    years = [entry.first_year for entry in known if entry.first_year is not None]
    numbers = [entry.number for entry in known]
    by_year = group(zip(years, known, strict=True))
    return Eras(
        known=len(known),
        without_first_year=len(library.read) - len(known),
        median_year=median(years),
        decades=_rows(by_year, length=_DECADE),
        centuries=_rows(by_year, length=_CENTURY),
        oldest=lowest(years, numbers=numbers),
        newest=highest(years, numbers=numbers),
    )


def _rows(by_year: Mapping[int, Running], *, length: int) -> tuple[EraRow, ...]:
    eras = regroup(by_year, by=lambda year: era_of(year, length=length))
    return tuple(EraRow(first=first, last=last, **eras[first, last].fields()) for first, last in sorted(eras))


def era_of(year: int, *, length: int) -> tuple[int, int]:
    """The first and last year of the decade or century as people say it: 1990 to 1999, 800s BCE are -899 to -800.

    There is no year 0, so the two eras beside it are a year short: 1 to 9, and -9 to -1.
    """
    near = abs(year) // length * length
    far = near + length - 1
    near = max(near, 1)
    return (near, far) if year > 0 else (-far, -near)
