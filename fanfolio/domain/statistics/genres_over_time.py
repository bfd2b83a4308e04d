"""How the mix of genres changes from year to year."""

from collections import Counter, defaultdict

from msgspec import Struct

from fanfolio.domain.statistics.genres import ImpliedGenres
from fanfolio.domain.statistics.library import Library


class GenreSeries(Struct, frozen=True, kw_only=True, gc=False):
    """A genre's read books in each of the years, in their order."""

    genre: str
    books: tuple[int, ...]


class GenresOverTime(Struct, frozen=True, kw_only=True, gc=False):
    """Read books by genre and year: every list is as long as ``years``, which leaves no year out.

    A book counts once for each genre and parent, so a year's genres may sum up to more than its books;
    ``without_genre`` are the year's books in no row, ``undated`` the read books in no year.
    """

    years: tuple[int, ...]
    rows: tuple[GenreSeries, ...]
    without_genre: tuple[int, ...]
    undated: int


def count_genres_over_time(library: Library, *, all_genres: ImpliedGenres) -> GenresOverTime:
    """Count dated read books by genre and year; the most read genre first, then by name."""
    years = library.years
    series: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(years))
    without_genre = [0] * len(years)
    for (year, genres), books in Counter((day.year, entry.genres) for day, entry in library.dated).items():
        at = year - years.start
        for genre in all_genres(genres):
            series[genre][at] += books
        if not genres:
            without_genre[at] += books
    order = sorted(series, key=lambda genre: (-sum(series[genre]), genre))
    return GenresOverTime(
        years=tuple(years),
        rows=tuple(GenreSeries(genre=genre, books=tuple(series[genre])) for genre in order),
        without_genre=tuple(without_genre),
        undated=len(library.undated),
    )
