"""Books and pages by year, month and day: complete series, and beside them what has no day."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import Tally, group, regroup, tally_of


class YearRow(Tally, frozen=True, kw_only=True, gc=False):
    """A year's read books."""

    year: int


class MonthRow(Tally, frozen=True, kw_only=True, gc=False):
    """A month's read books; ``month`` is 1 to 12."""

    year: int
    month: int


class CalendarMonthRow(Tally, frozen=True, kw_only=True, gc=False):
    """The read books of one month of all years together; ``month`` is 1 to 12."""

    month: int


class DayRow(Struct, frozen=True, kw_only=True, gc=False):
    """A day on which books were finished."""

    day: date
    books: int
    pages: int


class ByTime(Struct, frozen=True, kw_only=True, gc=False):
    """Read books by the day they were finished.

    ``years`` and ``months`` run from the first to the last with a book and leave none out; ``calendar_months``
    are always twelve; ``days`` are only those with a book. ``undated`` are the books in none of them.
    """

    years: tuple[YearRow, ...]
    months: tuple[MonthRow, ...]
    calendar_months: tuple[CalendarMonthRow, ...]
    days: tuple[DayRow, ...]
    undated: Tally


def count_by_time(library: Library) -> ByTime:
    """Count read books by year, month, month of the year and day."""
    days = group(library.dated)
    months = regroup(days, by=lambda day: (day.year, day.month))
    years = regroup(months, by=lambda month: month[0])
    calendar = regroup(months, by=lambda month: month[1])
    return ByTime(
        years=tuple(YearRow(year=year, **years[year].fields()) for year in library.years),
        months=tuple(
            MonthRow(year=year, month=month, **months[year, month].fields())
            for year, month in _every_month(months)
        ),
        calendar_months=tuple(
            CalendarMonthRow(month=month, **calendar[month].fields()) for month in range(1, 13)
        ),
        days=tuple(DayRow(day=day, books=days[day].books, pages=days[day].pages) for day in sorted(days)),
        undated=tally_of(library.undated),
    )


def _every_month(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    indexes = [year * 12 + month - 1 for year, month in found]
    if not indexes:
        return []
    return [(index // 12, index % 12 + 1) for index in range(min(indexes), max(indexes) + 1)]
