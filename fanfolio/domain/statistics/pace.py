"""How fast the reader reads, and how long books wait: two different questions, never mixed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import RankedBook, highest, lowest, mean, median, ratio


class PaceOfYear(Struct, frozen=True, kw_only=True, gc=False):
    """The pace of the ``measured`` books that were finished in a year."""

    year: int
    measured: int
    median_days: float | None
    pages_per_day: float | None


class Reading(Struct, frozen=True, kw_only=True, gc=False):
    """Days from starting to finishing, both counted: a book begun and finished on one day took one day.

    ``measured + undated + without_start + start_after_end`` are all read books. ``pages_per_day`` is all pages
    over all days of the measured books with pages, not a mean of means; ``without_pages`` are left out of it.
    """

    measured: int
    undated: int
    without_start: int
    start_after_end: int
    mean_days: float | None
    median_days: float | None
    pages_per_day: float | None
    without_pages: int
    quickest: tuple[RankedBook, ...]
    slowest: tuple[RankedBook, ...]
    by_year: tuple[PaceOfYear, ...]


class Waiting(Struct, frozen=True, kw_only=True, gc=False):
    """Days from adding a book to the library to finishing it: waiting and reading together, 0 within one day.

    ``measured + undated + without_added + added_after_end`` are all read books.
    """

    measured: int
    undated: int
    without_added: int
    added_after_end: int
    mean_days: float | None
    median_days: float | None
    longest: tuple[RankedBook, ...]


class Pace(Struct, frozen=True, kw_only=True, gc=False):
    """``reading`` tells how fast, ``waiting`` how long books stay in the library before they are finished."""

    reading: Reading
    waiting: Waiting


class _Span(NamedTuple):
    year: int
    days: int
    entry: BookEntry


def measure_pace(library: Library) -> Pace:
    """Measure both spans over the read books whose days are known."""
    return Pace(reading=_measure_reading(library), waiting=_measure_waiting(library))


def _measure_reading(library: Library) -> Reading:
    spans = [
        _Span(day.year, (day - entry.date_started).days + 1, entry)
        for day, entry in library.dated
        if entry.date_started is not None
    ]
    measured = [span for span in spans if span.days >= 1]
    days = [span.days for span in measured]
    numbers = [span.entry.number for span in measured]
    return Reading(
        measured=len(measured),
        undated=len(library.undated),
        without_start=len(library.dated) - len(spans),
        start_after_end=len(spans) - len(measured),
        mean_days=mean(days),
        median_days=median(days),
        pages_per_day=_pages_per_day(measured),
        without_pages=sum(1 for span in measured if span.entry.pages is None),
        quickest=lowest(days, numbers=numbers),
        slowest=highest(days, numbers=numbers),
        by_year=_pace_by_year(measured),
    )


def _pace_by_year(measured: Sequence[_Span]) -> tuple[PaceOfYear, ...]:
    spans: defaultdict[int, list[_Span]] = defaultdict(list)
    for span in measured:
        spans[span.year].append(span)
    years = range(min(spans), max(spans) + 1) if spans else range(0)
    return tuple(
        PaceOfYear(
            year=year,
            measured=len(spans[year]),
            median_days=median([span.days for span in spans[year]]),
            pages_per_day=_pages_per_day(spans[year]),
        )
        for year in years
    )


def _pages_per_day(measured: Sequence[_Span]) -> float | None:
    known = [(span.entry.pages, span.days) for span in measured if span.entry.pages is not None]
    return ratio(sum(pages for pages, _ in known), sum(days for _, days in known))


def _measure_waiting(library: Library) -> Waiting:
    spans = [
        ((day - entry.date_added).days, entry.number)
        for day, entry in library.dated
        if entry.date_added is not None
    ]
    days = [each for each, _ in spans if each >= 0]
    numbers = [number for each, number in spans if each >= 0]
    return Waiting(
        measured=len(days),
        undated=len(library.undated),
        without_added=len(library.dated) - len(spans),
        added_after_end=len(spans) - len(days),
        mean_days=mean(days),
        median_days=median(days),
        longest=highest(days, numbers=numbers),
    )
