"""What holds for every library, whatever is in it."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfolio.domain.book import Book, Series, Shelf
from fanfolio.domain.dashboard import decode_dashboard, encode_dashboard
from fanfolio.domain.enrichment import Enrichment, Match, MatchedBy, Outcome, Source, Work
from fanfolio.domain.statistics.eras import era_of
from fanfolio.domain.statistics.tally import highest, lowest, median
from tests.fixtures.twelve_books import JOB, assemble

maybe = st.none()
days = st.dates(min_value=date(1850, 1, 1), max_value=date(2030, 1, 1)) | st.dates(
    date(2020, 1, 1), date(2024, 6, 15)
)
names = st.sampled_from(["Ada Holt", "ada  holt", "Bruno Ede", "Cleo Marsh", "Ёлка"])


@st.composite
def books_of(draw, number):
    shelf = draw(st.sampled_from(Shelf))
    own_name = draw(st.sampled_from(["did-not-finish", "pausiert"]))
    return Book(
        number=number,
        title=draw(st.text(min_size=1, max_size=8)),
        series=draw(maybe | st.builds(Series, name=names)),
        authors=tuple(draw(st.lists(names, max_size=2))),
        my_rating=draw(maybe | st.integers(1, 20).map(lambda quarters: quarters / 4)),
        average_rating=draw(maybe | st.floats(1, 5).map(lambda stars: round(stars, 2))),
        pages=draw(maybe | st.integers(1, 11_000)),
        binding=draw(maybe | st.sampled_from(["Paperback", "Kindle Edition", "Audio CD", "Clay"])),
        original_year=draw(maybe | st.integers(-5000, 70_000) | st.integers(1800, 2024)),
        date_started=draw(maybe | days),
        date_read=draw(maybe | days),
        date_added=draw(maybe | days),
        shelf=shelf,
        shelf_name=own_name if shelf is Shelf.OTHER else shelf.value,
        shelves=tuple(draw(st.lists(st.sampled_from(["fav", "to-read", "gifts"]), max_size=3))),
        read_count=draw(maybe | st.integers(0, 9)),
    )


@st.composite
def enrichments_of(draw, number):
    outcome = draw(st.sampled_from(Outcome))
    if outcome is not Outcome.MATCHED:
        return Enrichment(number=number, outcome=outcome, reason=draw(maybe | st.just("slow")))
    subjects = draw(
        st.lists(st.sampled_from(["Space Opera", "Science Fiction", "History", "tides"]), max_size=3)
    )
    work = Work(
        source=draw(st.sampled_from(Source)),
        key="k",
        title="t",
        subjects=tuple(subjects),
        pages=draw(maybe | st.integers(1, 900)),
        first_year=draw(maybe | st.integers(-800, 2024)),
        average_rating=draw(maybe | st.floats(1, 5)),
        ratings_count=draw(maybe | st.integers(0, 30)),
    )
    return Enrichment(number=number, outcome=outcome, match=Match(work=work, by=MatchedBy.ISBN))


@st.composite
def libraries(draw):
    size = draw(st.integers(0, 12))
    books = [draw(books_of(number)) for number in range(1, size + 1)]
    looked_up = draw(st.sets(st.integers(1, size))) if size else set()
    return {
        "books": books,
        "enrichments": {number: draw(enrichments_of(number)) for number in sorted(looked_up)},
    }


@settings(max_examples=150, deadline=None, derandomize=True)
@given(libraries())
def test_every_table_accounts_for_every_book(library):
    dashboard = assemble(**library)
    coverage, statistics = dashboard.coverage, dashboard.statistics
    read, total = statistics.totals.read, len(library["books"])
    by_time, ratings, pace = statistics.by_time, statistics.ratings, statistics.pace

    assert coverage.matched + coverage.unmatched + coverage.unavailable == coverage.total == total
    assert sum(row.books for row in coverage.unavailable_by_reason) == coverage.unavailable
    assert (coverage.read, coverage.undated) == (read, by_time.undated.books)
    for rows in (by_time.years, by_time.months, by_time.calendar_months, by_time.days):
        assert sum(row.books for row in rows) + by_time.undated.books == read
        assert sum(row.pages for row in rows) + by_time.undated.pages == statistics.totals.pages
    assert sum(row.books for row in ratings.histogram) == ratings.rated
    assert ratings.rated + ratings.unrated_read + ratings.unrated_unread == total
    assert coverage.unrated == ratings.unrated_read
    crowd = statistics.crowd
    assert crowd.compared + crowd.without_crowd == ratings.rated
    assert crowd.higher + crowd.equal + crowd.lower == crowd.compared == sum(r.books for r in crowd.histogram)
    for rows in (statistics.eras.decades, statistics.eras.centuries):
        assert sum(row.books for row in rows) + statistics.eras.without_first_year == read
    assert sum(row.books for row in statistics.lengths.histogram) + statistics.lengths.without_pages == read
    assert sum(row.books for row in statistics.authors.top) + statistics.authors.without_author == read
    assert sum(row.new for row in statistics.authors.by_year) + statistics.authors.undated_only == len(
        statistics.authors.top
    )
    assert sum(row.in_library for row in statistics.shelves.exclusive) == total
    assert sum(row.books for row in statistics.formats) == read
    assert sum(row.in_library for row in statistics.formats) == total
    fiction = statistics.genres.fiction
    assert fiction.fiction + fiction.nonfiction + fiction.unknown == read
    assert sum(row.books for row in statistics.genres.audiences) == read
    reading, waiting = pace.reading, pace.waiting
    assert reading.measured + reading.undated + reading.without_start + reading.start_after_end == read
    assert waiting.measured + waiting.undated + waiting.without_added + waiting.added_after_end == read


@settings(max_examples=100, deadline=None, derandomize=True)
@given(libraries())
def test_the_series_have_no_holes(library):
    statistics = assemble(**library).statistics
    years = [row.year for row in statistics.by_time.years]
    months = [row.year * 12 + row.month for row in statistics.by_time.months]
    for series in (years, months, [row.year for row in statistics.pace.reading.by_year]):
        assert all(later == earlier + 1 for earlier, later in itertools.pairwise(series))
    assert list(statistics.genres_over_time.years) == years
    assert [row.year for row in statistics.authors.by_year] == years
    assert all(len(row.books) == len(years) for row in statistics.genres_over_time.rows)
    assert len(years) <= 126


@settings(max_examples=100, deadline=None, derandomize=True)
@given(libraries())
def test_every_ranked_book_is_one_of_the_library(library):
    statistics = assemble(**library).statistics
    numbers = {book.number for book in library["books"]}
    lists = (
        statistics.ratings.best_loved, statistics.crowd.above, statistics.crowd.below,
        statistics.eras.oldest, statistics.eras.newest, statistics.lengths.longest, statistics.lengths.shortest,
        statistics.pace.reading.quickest, statistics.pace.reading.slowest, statistics.pace.waiting.longest,
    )  # fmt: skip
    for ranked in lists:
        assert len(ranked) <= 10
        assert {book.number for book in ranked} <= numbers


@settings(max_examples=100, deadline=None, derandomize=True)
@given(libraries(), st.randoms(use_true_random=False))
def test_the_order_of_books_and_look_ups_changes_no_byte(library, random):
    books = list(library["books"])
    items = list(library["enrichments"].items())
    random.shuffle(books)
    random.shuffle(items)
    shuffled = assemble(books=books, enrichments=dict(items))
    assert encode_dashboard(shuffled) == encode_dashboard(assemble(**library))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(libraries())
def test_every_document_survives_being_stored(library):
    dashboard = assemble(**library)
    body = encode_dashboard(dashboard)
    assert decode_dashboard(body) == dashboard
    assert encode_dashboard(decode_dashboard(body)) == body


@given(st.lists(st.integers(-50, 50), max_size=30))
def test_ranking_is_sorting_by_value_and_then_by_number(values):
    numbers = range(1, len(values) + 1)
    pairs = list(zip(values, numbers, strict=True))
    best = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))[:10]
    worst = sorted(pairs)[:10]
    assert [(book.value, book.number) for book in highest(values, numbers=numbers)] == best
    assert [(book.value, book.number) for book in lowest(values, numbers=numbers)] == worst


@given(st.lists(st.integers(-50, 50), max_size=30))
def test_the_median_has_as_many_values_below_as_above(values):
    middle = median(values)
    if not values:
        assert middle is None
    else:
        ordered = sorted(values)
        assert middle == (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


@given(st.integers(-4000, 2100).filter(bool), st.sampled_from([10, 100]))
def test_a_year_lies_in_its_era_and_the_eras_meet_without_a_gap(year, length):
    first, last = era_of(year, length=length)
    assert first <= year <= last
    following = last + 1 or 1
    assert era_of(following, length=length)[0] == following


@pytest.mark.parametrize(
    "books",
    [
        [],
        [Book(number=1, title="A", shelf=Shelf.TO_READ, shelf_name="to-read")],
        [Book(number=1, title="A")],
    ],
    ids=["no book", "nothing read", "nothing known"],
)
def test_an_empty_table_has_no_mean_and_no_series(books):
    statistics = assemble(books=books, enrichments={}, complaints=()).statistics
    assert statistics.by_time.years == statistics.by_time.months == statistics.by_time.days == ()
    assert (statistics.ratings.mean, statistics.ratings.step) == (None, 1.0)
    assert statistics.crowd.histogram == statistics.crowd.above == ()
    assert (statistics.lengths.mean, statistics.lengths.median) == (None, None)
    assert statistics.pace.reading.pages_per_day is None
    assert statistics.genres_over_time.years == ()


def test_a_slip_of_the_pen_does_not_stretch_the_months_over_centuries():
    books = [
        Book(number=1, title="A", date_read=date(1, 1, 1)),
        Book(number=2, title="B", date_read=date(9999, 12, 31)),
        Book(number=3, title="C", date_read=JOB.created_at.date() - timedelta(days=1)),
    ]
    by_time = assemble(books=books, enrichments={}).statistics.by_time
    assert [(row.year, row.month) for row in by_time.months] == [(2024, 6)]
    assert by_time.undated.books == 2
