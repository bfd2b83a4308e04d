"""StoryGraph exports."""

from datetime import date

import pytest

from fanfolio.domain.book import Book, Shelf
from fanfolio.domain.exports import ExportSource
from tests.fixtures.exports import LIGHTHOUSE, STORYGRAPH_23, read_all, table


def read_one(**cells: str) -> Book:
    names = {name.lower().replace(" ", "_").replace("/", "_"): name for name in STORYGRAPH_23}
    row = {**LIGHTHOUSE, **{names[key]: cell for key, cell in cells.items()}}
    return read_all(table(STORYGRAPH_23, [row]))[0][0]


def test_a_storygraph_export_gives_its_books() -> None:
    books, complaints, library = read_all(table(STORYGRAPH_23, [LIGHTHOUSE]))
    assert books == [
        Book(
            number=1,
            title="A Lighthouse for Two",
            authors=("Ines Calloway", "Tomas Reed"),
            isbn13="9780306406157",
            my_rating=4.25,
            binding="paperback",
            date_started=date(2026, 1, 25),
            date_read=date(2026, 2, 5),
            date_added=date(2024, 12, 30),
            shelf=Shelf.READ,
            shelf_name="read",
            shelves=("sea", "gift"),
            read_count=1,
        )
    ]
    assert complaints == []
    assert library.layout.source is ExportSource.STORYGRAPH
    assert library.layout.name == "StoryGraph, 23 columns"


@pytest.mark.parametrize(
    ("cell", "started", "finished", "times"),
    [
        ("2026/01/25-2026/02/05", date(2026, 1, 25), date(2026, 2, 5), 1),
        ("2026/01/25-2026/02/05, 2024/03/01-2024/03/09", date(2026, 1, 25), date(2026, 2, 5), 2),
        ("2024/03/01-2024/03/09, 2026/02/05", None, date(2026, 2, 5), 2),
        ("2026-01-25 - 2026-02-05", date(2026, 1, 25), date(2026, 2, 5), 1),
        ("2026/01/25-", date(2026, 1, 25), None, None),
        ("-2026/02/05", None, date(2026, 2, 5), 1),
        ("", None, None, None),
        ("2024/03-2024/05/02", None, date(2024, 5, 2), 1),
        ("2024/03", None, None, None),
        ("in spring", None, None, None),
    ],
)
def test_the_reading_that_finished_last_counts(
    cell: str, started: date | None, finished: date | None, times: int | None
) -> None:
    book = read_one(dates_read=cell, last_date_read="", read_count="")
    assert (book.date_started, book.date_read, book.read_count) == (started, finished, times)


def test_the_last_date_read_stands_in_for_missing_dates() -> None:
    book = read_one(dates_read="", last_date_read="2025/05/06", read_count="3")
    assert (book.date_started, book.date_read, book.read_count) == (None, date(2025, 5, 6), 3)


def test_resaved_dates_are_read_in_the_order_of_the_file() -> None:
    book = read_one(dates_read="01/02/2026-05/02/2026", last_date_read="05/02/2026", date_added="30/12/2024")
    assert (book.date_started, book.date_read, book.date_added) == (
        date(2026, 2, 1),
        date(2026, 2, 5),
        date(2024, 12, 30),
    )


@pytest.mark.parametrize(
    ("status", "shelf", "name"),
    [
        ("read", Shelf.READ, "read"),
        ("currently-reading", Shelf.CURRENTLY_READING, "currently-reading"),
        ("to-read", Shelf.TO_READ, "to-read"),
        ("did-not-finish", Shelf.OTHER, "did-not-finish"),
        ("paused", Shelf.OTHER, "paused"),
        ("", Shelf.READ, "read"),
    ],
)
def test_the_read_status_is_the_shelf(status: str, shelf: Shelf, name: str) -> None:
    book = read_one(read_status=status)
    assert (book.shelf, book.shelf_name) == (shelf, name)


@pytest.mark.parametrize(
    ("uid", "isbn", "notes"),
    [
        ("9780306406157", "9780306406157", {}),
        ("0306406152", "9780306406157", {}),
        ("B00AMBER42", None, {"asin-instead-of-isbn": 1}),
        ("6f9619ff-8b86", None, {"uid-instead-of-isbn": 1}),
        ("9780306406158", None, {"isbn-unreadable": 1}),
        ("", None, {}),
    ],
)
def test_the_uid_is_an_isbn_or_a_note(uid: str, isbn: str | None, notes: dict[str, int]) -> None:
    books, _, library = read_all(table(STORYGRAPH_23, [{**LIGHTHOUSE, "ISBN/UID": uid}]))
    assert books[0].isbn13 == isbn
    assert library.counts.notes == notes


def test_reviews_with_line_breaks_stay_with_their_reader() -> None:
    rows = [
        {**LIGHTHOUSE, "Review": 'Bright,\n"very" bright\n\nand far'},
        {**LIGHTHOUSE, "ISBN/UID": "", "Title": "B"},
    ]
    books, complaints, _ = read_all(table(STORYGRAPH_23, rows))
    assert [book.title for book in books] == ["A Lighthouse for Two", "B"]
    assert complaints == []


def test_a_row_that_comes_twice_becomes_a_complaint() -> None:
    books, complaints, _ = read_all(
        table(STORYGRAPH_23, [LIGHTHOUSE, LIGHTHOUSE, {**LIGHTHOUSE, "Title": "Other"}])
    )
    assert [book.number for book in books] == [1, 3]
    assert [complaint.kind for complaint in complaints] == ["duplicate-book"]
