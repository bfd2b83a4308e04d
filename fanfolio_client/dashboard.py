"""The dashboard document, version 1: its main figures with types, and the whole of it as it came.

docs/dashboard.md says what every figure counts; ``document`` has them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fanfolio_client.errors import UnexpectedAnswer
from fanfolio_client.reading import Members

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How complete the picture is: all books by outcome of their look-up; read books by what is unknown of them."""

    total: int
    matched: int
    unmatched: int
    unavailable: int
    read: int
    undated: int
    unrated: int
    without_pages: int
    without_first_year: int
    without_genres: int
    without_author: int
    complaints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Of the whole library; ``pages`` and ``authors`` of the books that were read."""

    books: int
    read: int
    currently_reading: int
    to_read: int
    pages: int
    authors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Read books of one kind: ``key`` is the year, genre or author; ``mean_rating`` is over the ``rated`` ones."""

    key: str
    books: int
    pages: int
    without_pages: int
    rated: int
    mean_rating: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """The reader's ratings; ``histogram`` is how many books have so many stars, from few to many."""

    rated: int
    mean: float | None
    histogram: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book as far as it is public and known."""

    number: int
    title: str
    authors: tuple[str, ...]
    read: bool
    shelf_name: str
    my_rating: float | None
    pages: int | None
    first_year: int | None
    date_read: date | None
    genres: tuple[str, ...]
    outcome: str
    document: Mapping[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """What became of an upload. ``years`` leaves none out; ``genres`` and ``authors`` begin with the most books."""

    job_id: str
    created_at: datetime
    layout: str | None
    coverage: Coverage
    totals: Totals
    ratings: Ratings
    years: tuple[Tally, ...]
    genres: tuple[Tally, ...]
    authors: tuple[Tally, ...]
    document: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def books(self) -> tuple[Book, ...]:
        """Every book, in the order of the file's rows."""
        return tuple(map(_book, Members(self.document, "The dashboard").objects("books")))

    @classmethod
    def read(cls, members: Members) -> "Dashboard":
        """The dashboard that a document is; raises UnexpectedAnswer, also on another version."""
        if members.count("version") != VERSION:
            raise UnexpectedAnswer(
                f"The dashboard has version {members.count('version')}; this client reads version {VERSION}. "
                "Install a newer one."
            )
        job, statistics = members.object("job"), members.object("statistics")
        return cls(
            job_id=job.text("job_id"),
            created_at=job.moment("created_at"),
            layout=job.maybe_text("layout"),
            coverage=_coverage(members.object("coverage")),
            totals=_totals(statistics.object("totals")),
            ratings=_ratings(statistics.object("ratings")),
            years=_tallies(statistics.object("by_time"), "years", key="year"),
            genres=_tallies(statistics.object("genres"), "rows", key="genre"),
            authors=_tallies(statistics.object("authors"), "top", key="author"),
            document=members.raw,
        )


def _coverage(members: Members) -> Coverage:
    return Coverage(
        total=members.count("total"),
        matched=members.count("matched"),
        unmatched=members.count("unmatched"),
        unavailable=members.count("unavailable"),
        read=members.count("read"),
        undated=members.count("undated"),
        unrated=members.count("unrated"),
        without_pages=members.count("without_pages"),
        without_first_year=members.count("without_first_year"),
        without_genres=members.count("without_genres"),
        without_author=members.count("without_author"),
        complaints=members.count("complaints"),
    )


def _totals(members: Members) -> Totals:
    return Totals(
        books=members.count("books"),
        read=members.count("read"),
        currently_reading=members.count("on_currently_reading"),
        to_read=members.count("on_to_read"),
        pages=members.count("pages"),
        authors=members.count("authors"),
    )


def _ratings(members: Members) -> Ratings:
    return Ratings(
        rated=members.count("rated"),
        mean=members.maybe_number("mean"),
        histogram=tuple(
            (row.maybe_number("stars") or 0.0, row.count("books")) for row in members.objects("histogram")
        ),
    )


def _tallies(members: Members, name: str, *, key: str) -> tuple[Tally, ...]:
    return tuple(
        Tally(
            key=str(row.raw.get(key)),
            books=row.count("books"),
            pages=row.count("pages"),
            without_pages=row.count("without_pages"),
            rated=row.count("rated"),
            mean_rating=row.maybe_number("mean_rating"),
        )
        for row in members.objects(name)
    )


def _book(members: Members) -> Book:
    return Book(
        number=members.count("number"),
        title=members.text("title"),
        authors=members.texts("authors"),
        read=bool(members.raw.get("read")),
        shelf_name=members.text("shelf_name"),
        my_rating=members.maybe_number("my_rating"),
        pages=members.maybe_count("pages"),
        first_year=members.maybe_count("first_year"),
        date_read=members.maybe_day("date_read"),
        genres=members.texts("genres"),
        outcome=members.text("outcome"),
        document=members.raw,
    )
