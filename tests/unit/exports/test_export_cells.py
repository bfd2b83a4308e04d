"""Single cells: what is read, what is unknown, and what is noted."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.book import Book, Series, Shelf
from fanfolio.domain.exports.authors import list_authors, turn_name
from fanfolio.domain.exports.cells import (
    Memo,
    Unreadable,
    read_average_rating,
    read_count,
    read_my_rating,
    read_pages,
    read_text,
    read_year,
    tidy,
)
from fanfolio.domain.exports.dates import DateOrder, Dates, order_shown_by
from fanfolio.domain.exports.shelving import guess_standing, read_standing
from fanfolio.domain.exports.titles import split_series


class Names(dict[str, str | None]):
    def __missing__(self, cell: str) -> str | None:
        return read_text(cell)


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (read_my_rating, "0", None),
        (read_my_rating, "5", 5.0),
        (read_my_rating, "4.25", 4.25),
        (read_my_rating, "4,5", 4.5),
        (read_my_rating, " 3 ", 3.0),
        (read_average_rating, "0.0", None),
        (read_average_rating, "3.91", 3.91),
        (read_average_rating, "", None),
        (read_pages, "0", None),
        (read_pages, "10960", 10960),
        (read_pages, "312.0", 312),
        (read_year, "-800", -800),
        (read_year, "1382", 1382),
        (read_year, "2024.0", 2024),
        (read_year, "0", None),
        (read_count, "0", 0),
        (read_count, "", None),
    ],
)
def test_a_number_is_read_and_unknown_is_none(
    read: Callable[[str], float | None], cell: str, value: float | None
) -> None:
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (read_my_rating, "6"),
        (read_my_rating, "-1"),
        (read_my_rating, "five"),
        (read_my_rating, "nan"),
        (read_my_rating, "1e0"),
        (read_average_rating, "39.1"),
        (read_pages, "-3"),
        (read_pages, "1000000"),
        (read_pages, "9" * 5000),
        (read_year, "65535"),
        (read_year, "²"),
        (read_year, "."),
        (read_count, "often"),
    ],
)
def test_an_absurd_number_is_unreadable(read: Callable[[str], float | None], cell: str) -> None:
    with pytest.raises(Unreadable):
        read(cell)


def test_a_memo_counts_every_unreadable_cell_and_reads_the_others_once() -> None:
    asked: list[str] = []

    def read(cell: str) -> int | None:
        asked.append(cell)
        return read_year(cell)

    notes: Counter[str] = Counter()
    years = Memo(read, notes)
    assert [years[cell] for cell in ("1999", "1999", "x", "x", "", "")] == [
        1999,
        1999,
        None,
        None,
        None,
        None,
    ]
    assert asked == ["1999", "x", "x", ""]
    assert notes == {"year-unreadable": 2}


def test_a_memo_stays_bounded() -> None:
    memo = Memo(read_text, Counter())
    for number in range(40_000):
        assert memo[f"name {number}"] == f"name {number}"
    assert memo["x" * 5_000] == "x" * 300
    assert len(memo) < 20_000
    assert max(map(len, memo)) < 300


@given(st.text())
def test_tidy_text_has_no_double_or_outer_white_space(cell: str) -> None:
    assert tidy(cell) == " ".join(cell.split())


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Salt (Tidewater, #3)", ("Salt", Series(name="Tidewater", position="3"))),
        ("Salt (Tidewater #1)", ("Salt", Series(name="Tidewater", position="1"))),
        ("Salt (Tidewater, #0.5)", ("Salt", Series(name="Tidewater", position="0.5"))),
        ("Salt (Tidewater, #1-3)", ("Salt", Series(name="Tidewater", position="1-3"))),
        ("Salt (Tidewater, #2; Harbours #7)", ("Salt", Series(name="Tidewater", position="2"))),
        ("Salt (Tidewater (New), #2)", ("Salt", Series(name="Tidewater (New)", position="2"))),
        ("Salt (abridged) (Tidewater, #2)", ("Salt (abridged)", Series(name="Tidewater", position="2"))),
        ("Salt (abridged)", ("Salt (abridged)", None)),
        ("Salt #3", ("Salt #3", None)),
        ("We Are #1 (and proud)", ("We Are #1 (and proud)", None)),
        ("(Tidewater, #3)", ("(Tidewater, #3)", None)),
        ("Salt (#3)", ("Salt (#3)", None)),
        ("Salt #3)", ("Salt #3)", None)),
        ("ملح (المد، #۲)", ("ملح", Series(name="المد", position="۲"))),
        ("", ("", None)),
    ],
)
def test_a_series_is_split_off_its_parentheses(title: str, expected: tuple[str, Series | None]) -> None:
    assert split_series(title) == expected


@given(st.text(alphabet="(a#1,;) ", max_size=40))
def test_splitting_a_series_loses_no_title(text: str) -> None:
    title, series = split_series(text)
    assert text.startswith(title)
    assert title or not text
    assert series is None or (series.name and series.position)


def test_authors_come_once_each_with_single_spaces() -> None:
    assert list_authors("Ines  Calloway", "Tomas Reed, INES CALLOWAY,, Tomas  Reed", Names()) == (
        "Ines Calloway",
        "Tomas Reed",
    )
    assert list_authors(" ", "", Names()) == ()
    assert turn_name("Calloway, Ines") == "Ines Calloway"
    assert turn_name("Plato") == "Plato"


@pytest.mark.parametrize(
    ("cell", "standing"),
    [
        ("read", (Shelf.READ, "read")),
        (" Currently Reading ", (Shelf.CURRENTLY_READING, "currently-reading")),
        ("to_read", (Shelf.TO_READ, "to-read")),
        ("Abgebrochen", (Shelf.OTHER, "Abgebrochen")),
        ("", None),
    ],
)
def test_the_exclusive_shelf_is_the_state(cell: str, standing: tuple[Shelf, str] | None) -> None:
    assert read_standing(cell) == standing


@pytest.mark.parametrize(
    ("shelves", "listed", "finished", "rated", "shelf"),
    [
        (("to-read",), True, False, False, Shelf.TO_READ),
        (("currently-reading",), True, True, False, Shelf.CURRENTLY_READING),
        ((), True, False, False, Shelf.READ),
        ((), False, True, False, Shelf.READ),
        ((), False, False, True, Shelf.READ),
        ((), False, False, False, Shelf.TO_READ),
    ],
)
def test_without_an_exclusive_shelf_the_other_cells_tell(
    shelves: tuple[str, ...], listed: bool, finished: bool, rated: bool, shelf: Shelf
) -> None:
    assert guess_standing(shelves, listed=listed, finished=finished, rated=rated) == (shelf, shelf.value)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2021/07/30", None, date(2021, 7, 30)),
        ("2021-7-3", None, date(2021, 7, 3)),
        ("2021-07-30 00:00:00", None, date(2021, 7, 30)),
        ("2021-07-30T10:00:00Z", None, date(2021, 7, 30)),
        ("03/04/2021", DateOrder.DAY_FIRST, date(2021, 4, 3)),
        ("03/04/2021", DateOrder.MONTH_FIRST, date(2021, 3, 4)),
        ("3.4.2021", DateOrder.DAY_FIRST, date(2021, 4, 3)),
        ("3/4/21", DateOrder.MONTH_FIRST, date(2021, 3, 4)),
        ("3/4/98", DateOrder.MONTH_FIRST, date(1998, 3, 4)),
        ("3/4/29", DateOrder.MONTH_FIRST, date(2029, 3, 4)),
        ("3/4/30", DateOrder.MONTH_FIRST, date(1930, 3, 4)),
        ("5-Jan-24", None, date(2024, 1, 5)),
        ("05 Sept 2024", None, date(2024, 9, 5)),
        ("may 5, 2024", None, date(2024, 5, 5)),
        ("Jan. 5 2024", None, date(2024, 1, 5)),
        ("Friday, January 5, 2024", None, date(2024, 1, 5)),
        ("Fri, 05 Jan 2024 10:20:30 -0700", None, date(2024, 1, 5)),
        ("Fri Jan 05 2024 10:20:30 GMT", None, date(2024, 1, 5)),
        ("", None, None),
    ],
)
def test_a_date_is_read_in_the_order_of_its_file(
    cell: str, order: DateOrder | None, day: date | None
) -> None:
    notes: Counter[str] = Counter()
    assert Dates(lambda: order, notes)[cell] == day
    assert not notes


@pytest.mark.parametrize(
    "cell",
    [
        "2021/02/30",
        "2021/13/01",
        "0021/01/01",
        "1/1/1",
        "yesterday",
        "31 Feb 2021",
        "5 Jam 2021",
        "Mayday 5, 2021",
        "5 Jan",
        "2021/1-2",
        "99/99/9999",
        "20210730",
        "1/2/345",
    ],
)
def test_what_is_no_date_is_none_and_noted(cell: str) -> None:
    notes: Counter[str] = Counter()
    assert Dates(lambda: DateOrder.DAY_FIRST, notes)[cell] is None
    assert notes == {"date-unreadable": 1}


@pytest.mark.parametrize("cell", ["2021", "2021/05", "2021-5"])
def test_a_month_or_a_year_alone_is_no_day_and_noted(cell: str) -> None:
    notes: Counter[str] = Counter()
    assert Dates(lambda: None, notes)[cell] is None
    assert notes == {"date-incomplete": 1}


def test_dates_of_an_undecided_file_are_counted_each_time() -> None:
    notes: Counter[str] = Counter()
    dates = Dates(lambda: None, notes)
    assert [dates[cell] for cell in ("3/4/2021", "3/4/2021", "5/5/2021", "2021/01/02")] == [
        date(2021, 3, 4),
        date(2021, 3, 4),
        date(2021, 5, 5),
        date(2021, 1, 2),
    ]
    assert notes == {"date-order-assumed": 2}


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("13/01/2021", DateOrder.DAY_FIRST),
        ("01/13/21", DateOrder.MONTH_FIRST),
        ("01/12/2021", None),
        ("2021/13/01", None),
        ("31/31/2021", None),
        ("", None),
    ],
)
def test_a_part_over_twelve_gives_the_order_away(cell: str, order: DateOrder | None) -> None:
    assert order_shown_by(cell) == order


def test_a_book_does_not_change() -> None:
    book = Book(number=1, title="Salt")

    with pytest.raises(AttributeError):
        book.title = "Pepper"

    assert {book} == {Book(1, "Salt")}
