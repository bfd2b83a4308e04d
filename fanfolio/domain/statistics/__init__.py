"""Statistics of a library: pure counts over its entries, each beside the number of books it leaves out.

A module is one idea: its rows as dataclasses, then the one function that counts them. Read books count unless
a field says otherwise; a row that is a :class:`~fanfolio.domain.statistics.tally.Tally` always counts alike.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from fanfolio.domain.statistics.authors import Authors, count_authors
from fanfolio.domain.statistics.by_format import FormatRow, count_formats
from fanfolio.domain.statistics.by_time import ByTime, count_by_time
from fanfolio.domain.statistics.crowd import Crowd, compare_with_crowd
from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.eras import Eras, count_eras
from fanfolio.domain.statistics.genres import Genres, count_genres, implied_genres
from fanfolio.domain.statistics.genres_over_time import GenresOverTime, count_genres_over_time
from fanfolio.domain.statistics.lengths import Lengths, count_lengths
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.pace import Pace, measure_pace
from fanfolio.domain.statistics.ratings import Ratings, count_ratings
from fanfolio.domain.statistics.series import SeriesProgress, count_series
from fanfolio.domain.statistics.shelves import Shelves, count_shelves
from fanfolio.domain.statistics.totals import Totals, count_totals

__all__ = ["ParentsOf", "Statistics", "compute_statistics"]

ParentsOf = Callable[[str], Iterable[str]]
"""Names a genre's parents."""


class Statistics(Struct, frozen=True, kw_only=True, gc=False):
    """Every table of the dashboard over the whole library; docs/dashboard.md explains each field."""

    totals: Totals
    by_time: ByTime
    ratings: Ratings
    crowd: Crowd
    genres: Genres
    genres_over_time: GenresOverTime
    eras: Eras
    lengths: Lengths
    authors: Authors
    shelves: Shelves
    formats: tuple[FormatRow, ...]
    series: SeriesProgress
    pace: Pace


def compute_statistics(entries: Sequence[BookEntry], *, parents_of: ParentsOf) -> Statistics:
    """Count everything; ``parents_of`` names a genre's parents. Same entries, same statistics."""
    library = Library(entries)
    all_genres = implied_genres(parents_of)
    return Statistics(
        totals=count_totals(library),
        by_time=count_by_time(library),
        ratings=count_ratings(library),
        crowd=compare_with_crowd(library),
        genres=count_genres(library, all_genres=all_genres),
        genres_over_time=count_genres_over_time(library, all_genres=all_genres),
        eras=count_eras(library),
        lengths=count_lengths(library),
        authors=count_authors(library),
        shelves=count_shelves(library),
        formats=count_formats(library),
        series=count_series(library),
        pace=measure_pace(library),
    )
