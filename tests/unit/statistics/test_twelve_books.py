"""Every table of the statistics over twelve books, worked out by hand."""

from datetime import date

import pytest

from fanfolio.domain.dashboard.document import ComplaintRow, Coverage, NoteRow, ReasonRow
from fanfolio.domain.notes import MEANINGS
from fanfolio.domain.statistics.authors import AuthorsOfYear
from fanfolio.domain.statistics.genres import AudienceRow, FictionShare, TopicRow
from fanfolio.domain.statistics.genres_over_time import GenreSeries, GenresOverTime
from fanfolio.domain.statistics.pace import PaceOfYear, Reading, Waiting
from fanfolio.domain.statistics.tally import RankedBook
from fanfolio.domain.statistics.totals import Totals
from tests.fixtures.twelve_books import assemble


@pytest.fixture(scope="module")
def dashboard():
    return assemble()


@pytest.fixture(scope="module")
def statistics(dashboard):
    return dashboard.statistics


def figures(row):
    return (row.books, row.pages, row.without_pages, row.rated, row.mean_rating)


def ranked(*pairs):
    return tuple(RankedBook(number=number, value=value) for number, value in pairs)


NOTHING = (0, 0, 0, 0, None)


def test_the_totals_count_shelves_and_read_books(statistics):
    assert statistics.totals == Totals(
        books=12,
        on_read_shelf=8,
        on_currently_reading=1,
        on_to_read=2,
        on_other_shelves=1,
        read=9,
        read_off_shelf=1,
        read_again=2,
        pages=2748,
        without_pages=1,
        authors=5,
        without_author=1,
        first_day=date(2022, 1, 10),
        last_day=date(2024, 2, 29),
    )


def test_the_coverage_counts_everything_that_is_missing(dashboard):
    assert dashboard.coverage == Coverage(
        total=12,
        matched=8,
        unmatched=2,
        unavailable=2,
        unavailable_by_reason=(
            ReasonRow(reason="deadline-passed", books=1),
            ReasonRow(reason="upstream-slow", books=1),
        ),
        read=9,
        undated=3,
        unrated=2,
        without_pages=1,
        without_first_year=1,
        without_genres=3,
        without_author=1,
        implausible_days=1,
        implausible_years=1,
        dated_but_not_read=1,
        complaints=2,
        complaints_by_kind=(ComplaintRow(kind="no-title", rows=2),),
        notes=(
            NoteRow(kind="date-order-assumed", cells=3, meaning=MEANINGS["date-order-assumed"]),
            NoteRow(kind="year-unreadable", cells=2, meaning=MEANINGS["year-unreadable"]),
        ),
    )


def test_the_years_leave_out_no_year_between_the_first_and_the_last(statistics):
    assert [(row.year, *figures(row)) for row in statistics.by_time.years] == [
        (2022, 3, 650, 0, 3, 4.0),
        (2023, *NOTHING),
        (2024, 3, 699, 0, 1, 5.0),
    ]


def test_the_months_leave_out_no_month_between_the_first_and_the_last(statistics):
    months = {(row.year, row.month): figures(row) for row in statistics.by_time.months}
    every_month = [(2022, month) for month in range(1, 13)] + [(2023, month) for month in range(1, 13)]
    assert list(months) == [*every_month, (2024, 1), (2024, 2)]
    assert {month: row for month, row in months.items() if row != NOTHING} == {
        (2022, 1): (1, 300, 0, 1, 5.0),
        (2022, 3): (2, 350, 0, 2, 3.5),
        (2024, 2): (3, 699, 0, 1, 5.0),
    }


def test_the_calendar_months_add_up_all_years(statistics):
    rows = [(row.month, row.books, row.pages) for row in statistics.by_time.calendar_months]
    assert rows == [(1, 1, 300), (2, 3, 699), (3, 2, 350), *((month, 0, 0) for month in range(4, 13))]


def test_the_days_are_those_on_which_a_book_was_finished(statistics):
    assert [(row.day.isoformat(), row.books, row.pages) for row in statistics.by_time.days] == [
        ("2022-01-10", 1, 300),
        ("2022-03-05", 2, 350),
        ("2024-02-10", 1, 100),
        ("2024-02-29", 2, 599),
    ]


def test_the_undated_books_are_counted_beside_the_series(statistics):
    assert figures(statistics.by_time.undated) == (3, 1399, 1, 3, 2.33)


def test_the_rating_histogram_has_a_row_for_each_step_the_reader_uses(statistics):
    ratings = statistics.ratings
    assert (ratings.rated, ratings.unrated_read, ratings.unrated_unread) == (8, 2, 2)
    assert (ratings.mean, ratings.step) == (3.31, 0.5)
    assert [(row.stars, row.books) for row in ratings.histogram] == [
        (0.5, 0), (1.0, 1), (1.5, 0), (2.0, 1), (2.5, 1), (3.0, 1), (3.5, 0), (4.0, 2), (4.5, 0), (5.0, 2),
    ]  # fmt: skip


def test_among_equal_stars_the_book_read_more_often_is_loved_better(statistics):
    assert statistics.ratings.best_loved == ranked(
        (12, 5.0), (1, 5.0), (11, 4.0), (2, 4.0), (3, 3.0), (9, 2.5), (5, 2.0), (6, 1.0)
    )


def test_the_crowd_is_compared_with_where_there_is_one(statistics):
    crowd = statistics.crowd
    assert (crowd.compared, crowd.without_crowd) == (7, 1)
    assert (crowd.mean_mine, crowd.mean_average, crowd.mean_difference) == (3.64, 3.73, -0.09)
    assert (crowd.higher, crowd.equal, crowd.lower) == (2, 1, 4)
    assert [(row.difference, row.books) for row in crowd.histogram] == [
        (-2.5, 1), (-2.0, 0), (-1.5, 0), (-1.0, 0), (-0.5, 2), (0.0, 2), (0.5, 0), (1.0, 1), (1.5, 0), (2.0, 1),
    ]  # fmt: skip


def test_the_most_contrary_ratings_are_ranked_both_ways(statistics):
    assert statistics.crowd.above == ranked((12, 2.0), (1, 1.0))
    assert statistics.crowd.below == ranked((5, -2.5), (3, -0.5), (9, -0.5), (2, -0.1))


def test_a_book_counts_once_for_a_parent_that_its_genre_implies(statistics):
    assert [(row.genre, row.in_library, *figures(row)) for row in statistics.genres.rows] == [
        ("Science Fiction", 5, 4, 599, 1, 4, 4.0),
        ("Space Opera", 3, 2, 500, 0, 2, 4.5),
        ("History", 2, 2, 349, 0, 2, 3.5),
    ]
    assert figures(statistics.genres.without_genre) == (3, 1800, 0, 1, 1.0)


def test_fiction_audience_and_topics_count_read_books(statistics):
    genres = statistics.genres
    assert genres.fiction == FictionShare(fiction=4, nonfiction=2, unknown=3)
    assert genres.audiences == (AudienceRow(audience="adult", books=6), AudienceRow(audience=None, books=3))
    assert genres.topics == (TopicRow(topic="harbours", books=2), TopicRow(topic="clocks", books=1))


def test_the_genres_over_time_name_every_year(statistics):
    assert statistics.genres_over_time == GenresOverTime(
        years=(2022, 2023, 2024),
        rows=(
            GenreSeries(genre="Science Fiction", books=(2, 0, 1)),
            GenreSeries(genre="Space Opera", books=(2, 0, 0)),
            GenreSeries(genre="History", books=(1, 0, 0)),
        ),
        without_genre=(0, 0, 2),
        undated=3,
    )


def test_the_eras_reach_before_the_year_one(statistics):
    eras = statistics.eras
    assert (eras.known, eras.without_first_year, eras.median_year) == (8, 1, 1947.0)
    assert [(row.first, row.last, *figures(row)) for row in eras.decades] == [
        (-759, -750, 1, 500, 0, 0, None),
        (1, 9, 1, 99, 0, 1, 5.0),
        (1890, 1899, 2, 349, 0, 2, 3.5),
        (1990, 1999, 2, 500, 0, 2, 4.5),
        (2000, 2009, 1, 0, 1, 1, 2.0),
        (2020, 2029, 1, 100, 0, 0, None),
    ]
    assert [(row.first, row.last, *figures(row)) for row in eras.centuries] == [
        (-799, -700, 1, 500, 0, 0, None),
        (1, 99, 1, 99, 0, 1, 5.0),
        (1800, 1899, 2, 349, 0, 2, 3.5),
        (1900, 1999, 2, 500, 0, 2, 4.5),
        (2000, 2099, 2, 100, 1, 1, 2.0),
    ]


def test_the_oldest_and_the_newest_works_are_ranked(statistics):
    oldest_first = ((4, -750), (12, 5), (3, 1890), (11, 1899), (1, 1995), (2, 1998), (5, 2001), (7, 2024))
    assert statistics.eras.oldest == ranked(*oldest_first)
    assert statistics.eras.newest == ranked(*reversed(oldest_first))


def test_the_lengths_are_counted_in_hundreds_of_pages(statistics):
    lengths = statistics.lengths
    assert (lengths.known, lengths.without_pages, lengths.mean, lengths.median) == (8, 1, 343.5, 199.5)
    assert [(row.first, row.last, row.books) for row in lengths.histogram] == [
        (1, 99, 1), (100, 199, 3), (200, 299, 1), (300, 399, 1), (400, 499, 0), (500, 599, 1),
        (600, 699, 0), (700, 799, 0), (800, 899, 0), (900, 999, 0), (1000, None, 1),
    ]  # fmt: skip
    longest_first = ((6, 1200), (4, 500), (1, 300), (2, 200), (11, 199), (3, 150), (7, 100), (12, 99))
    assert lengths.longest == ranked(*longest_first)
    assert lengths.shortest == ranked(*reversed(longest_first))


def test_the_authors_are_first_authors_under_their_first_spelling(statistics):
    authors = statistics.authors
    assert (authors.distinct, authors.without_author, authors.undated_only) == (5, 1, 1)
    assert [(row.author, *figures(row)) for row in authors.top] == [
        ("Ada Holt", 3, 699, 0, 3, 4.33),
        ("Bruno Ede", 2, 249, 0, 2, 4.0),
        ("Cleo Marsh", 1, 500, 0, 0, None),
        ("Gita Vance", 1, 0, 1, 1, 2.0),
        ("Dana Ito", 1, 100, 0, 0, None),
    ]


def test_an_author_is_new_in_the_first_year_only(statistics):
    assert statistics.authors.by_year == (
        AuthorsOfYear(year=2022, authors=2, new=2),
        AuthorsOfYear(year=2023, authors=0, new=0),
        AuthorsOfYear(year=2024, authors=3, new=2),
    )


def test_every_book_is_on_one_exclusive_shelf(statistics):
    assert [(row.shelf, row.in_library, *figures(row)) for row in statistics.shelves.exclusive] == [
        ("read", 8, 8, 2648, 1, 7, 3.43),
        ("to-read", 2, 1, 100, 0, 0, None),
        ("did-not-finish", 1, *NOTHING),
        ("currently-reading", 1, *NOTHING),
    ]


def test_the_readers_own_shelves_are_counted_without_the_states(statistics):
    shelves = statistics.shelves
    assert [(row.shelf, row.in_library, *figures(row)) for row in shelves.own] == [
        ("fav", 3, 3, 549, 0, 3, 4.33),
        ("short", 1, 1, 150, 0, 1, 3.0),
        ("gifts", 1, *NOTHING),
    ]
    assert (shelves.distinct, shelves.unshelved) == (3, 8)


def test_the_formats_are_all_there_with_or_without_books(statistics):
    assert [(row.format.value, row.in_library, *figures(row)) for row in statistics.formats] == [
        ("paperback", 3, 2, 400, 0, 1, 5.0),
        ("hardcover", 2, 2, 399, 0, 2, 4.0),
        ("ebook", 2, 2, 249, 0, 2, 4.0),
        ("audiobook", 1, 1, 500, 0, 0, None),
        ("other", 1, 1, 1200, 0, 1, 1.0),
        ("unknown", 3, 1, 0, 1, 1, 2.0),
    ]


def test_two_authors_series_of_one_name_are_two(statistics):
    series = statistics.series
    assert series.distinct == 2
    assert [(row.series, row.author, row.in_library, *figures(row)) for row in series.top] == [
        ("Quay", "Ada Holt", 2, 2, 500, 0, 2, 4.5),
        ("Quay", "Dana Ito", 1, *NOTHING),
    ]


def test_the_pace_counts_both_the_first_and_the_last_day(statistics):
    assert statistics.pace.reading == Reading(
        measured=3,
        undated=3,
        without_start=2,
        start_after_end=1,
        mean_days=13.67,
        median_days=10.0,
        pages_per_day=13.39,
        without_pages=0,
        quickest=ranked((3, 1), (1, 10), (12, 30)),
        slowest=ranked((12, 30), (1, 10), (3, 1)),
        by_year=(
            PaceOfYear(year=2022, measured=2, median_days=5.5, pages_per_day=40.91),
            PaceOfYear(year=2023, measured=0, median_days=None, pages_per_day=None),
            PaceOfYear(year=2024, measured=1, median_days=30.0, pages_per_day=3.3),
        ),
    )


def test_waiting_is_told_apart_from_reading(statistics):
    assert statistics.pace.waiting == Waiting(
        measured=5,
        undated=3,
        without_added=0,
        added_after_end=1,
        mean_days=27.0,
        median_days=28.0,
        longest=ranked((3, 63), (7, 30), (12, 28), (1, 10), (2, 4)),
    )
