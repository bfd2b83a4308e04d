"""The reader's stars against everybody's."""

from collections import Counter
from collections.abc import Mapping
from math import floor

from msgspec import Struct

from fanfolio.domain.statistics.entry import BookEntry, Origin
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import RankedBook, highest, lowest, mean

# A catalogue's average of three ratings says nothing about the crowd; Goodreads' averages have thousands.
CROWD_AT_LEAST = 10

_BIN_STARS = 0.5


class DifferenceRow(Struct, frozen=True, kw_only=True, gc=False):
    """Books whose difference lies nearest to ``difference`` stars: at most a quarter star away."""

    difference: float
    books: int


class Crowd(Struct, frozen=True, kw_only=True, gc=False):
    """The reader's rating minus the average, over ``compared`` books that have both.

    ``without_crowd`` books are rated but have no average, or a catalogue's average of fewer than ten ratings.
    ``histogram`` runs in half stars from the lowest to the highest difference and leaves none out.
    ``above`` and ``below`` are the books the reader likes most above and most below the average.
    """

    compared: int
    without_crowd: int
    mean_mine: float | None
    mean_average: float | None
    mean_difference: float | None
    higher: int
    equal: int
    lower: int
    histogram: tuple[DifferenceRow, ...]
    above: tuple[RankedBook, ...]
    below: tuple[RankedBook, ...]


def compare_with_crowd(library: Library) -> Crowd:
    """Compare the reader's ratings with the averages, whatever shelf the books are on."""
    rated = [entry for entry in library.entries if entry.my_rating is not None]
    compared = [entry for entry in rated if _has_crowd(entry)]
    mine = [entry.my_rating or 0.0 for entry in compared]
    average = [entry.average_rating or 0.0 for entry in compared]
    pairs = list(zip(mine, average, strict=True))
    difference_of = {pair: round(pair[0] - pair[1], 2) for pair in set(pairs)}
    differences = [difference_of[pair] for pair in pairs]
    numbers = [entry.number for entry in compared]
    counts = Counter(differences)
    return Crowd(
        compared=len(compared),
        without_crowd=len(rated) - len(compared),
        mean_mine=mean(mine),
        mean_average=mean(average),
        mean_difference=mean(differences),
        higher=sum(books for difference, books in counts.items() if difference > 0),
        equal=counts[0.0],
        lower=sum(books for difference, books in counts.items() if difference < 0),
        histogram=_histogram(counts),
        above=tuple(book for book in highest(differences, numbers=numbers) if book.value > 0),
        below=tuple(book for book in lowest(differences, numbers=numbers) if book.value < 0),
    )


def _has_crowd(entry: BookEntry) -> bool:
    if entry.average_rating is None:
        return False
    return entry.average_from is Origin.EXPORT or (entry.average_crowd or 0) >= CROWD_AT_LEAST


def _histogram(counts: Mapping[float, int]) -> tuple[DifferenceRow, ...]:
    bins: Counter[int] = Counter()
    for difference, books in counts.items():
        bins[floor(difference / _BIN_STARS + 0.5)] += books
    if not bins:
        return ()
    return tuple(
        DifferenceRow(difference=each * _BIN_STARS, books=bins[each])
        for each in range(min(bins), max(bins) + 1)
    )
