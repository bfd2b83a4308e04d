"""The reader's stars: how many of each, and the best loved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nlargest, nsmallest

from msgspec import Struct

from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import RANKED_BOOKS, RankedBook, mean

_QUARTERS_A_STAR = 4
_MOST_QUARTERS = 5 * _QUARTERS_A_STAR


class StarRow(Struct, frozen=True, kw_only=True, gc=False):
    """How many books have exactly so many stars."""

    stars: float
    books: int


class Ratings(Struct, frozen=True, kw_only=True, gc=False):
    """The reader's ratings, of every book that has one, finished or not.

    ``rated + unrated_read + unrated_unread`` are all books. ``step`` is the finest part of a star the reader
    gives: 1, 0.5 or 0.25; ``histogram`` has a row for each step up to 5 stars, those without a book too.
    """

    rated: int
    unrated_read: int
    unrated_unread: int
    mean: float | None
    step: float
    histogram: tuple[StarRow, ...]
    best_loved: tuple[RankedBook, ...]


def count_ratings(library: Library) -> Ratings:
    """Count the reader's own ratings; among equals, books read more often are loved better."""
    rated = [entry for entry in library.entries if entry.my_rating is not None]
    rated_read = [entry.read for entry in rated].count(True)
    stars = [entry.my_rating or 0.0 for entry in rated]
    quarters: Counter[int] = Counter()
    for each, books in Counter(stars).items():
        quarters[round(each * _QUARTERS_A_STAR)] += books
    step = _coarsest_step(quarters)
    return Ratings(
        rated=len(rated),
        unrated_read=len(library.read) - rated_read,
        unrated_unread=len(library.entries) - len(library.read) - (len(rated) - rated_read),
        mean=mean(stars),
        step=step / _QUARTERS_A_STAR,
        histogram=tuple(
            StarRow(stars=each / _QUARTERS_A_STAR, books=quarters[each])
            for each in range(step, _MOST_QUARTERS + 1, step)
        ),
        best_loved=_best_loved(rated, stars),
    )


def _best_loved(rated: Sequence[BookEntry], stars: Sequence[float]) -> tuple[RankedBook, ...]:
    bar = min(nlargest(RANKED_BOOKS, stars), default=0)
    loved = nsmallest(
        RANKED_BOOKS,
        [
            (-each, -(entry.read_count or 0), entry.number)
            for each, entry in zip(stars, rated, strict=True)
            if each >= bar
        ],
    )
    return tuple(RankedBook(number=number, value=-each) for each, _, number in loved)


def _coarsest_step(quarters: Iterable[int]) -> int:
    found = list(quarters)
    return next(step for step in (4, 2, 1) if all(each % step == 0 for each in found))
