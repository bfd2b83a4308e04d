"""ISBNs out of cells: with their check digit right, or not at all."""

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import isbn as oracle

from fanfolio.domain.exports.isbn import choose_isbn, read_isbn
from fanfolio.domain.exports.isbn_columns import choose_isbns
from fanfolio.domain.isbn import is_isbn10, is_isbn13, isbn13_of_isbn10

DIGITS_AND_X = st.text(alphabet="0123456789X", min_size=8, max_size=14)
NINE = st.text(alphabet="0123456789", min_size=9, max_size=9)
PREFIXES = st.sampled_from(["978", "979", "977"])
THIRTEEN = st.tuples(PREFIXES, st.text("0123456789", min_size=10, max_size=10)).map("".join)


@given(st.one_of(DIGITS_AND_X, THIRTEEN, st.text(max_size=14)))
def test_thirteen_digits_are_valid_where_the_reference_says_so(text: str) -> None:
    is_valid = len(text) == 13 and text.isascii() and text.isdigit() and oracle.is_valid(text)
    assert is_isbn13(text) == (is_valid and text[:3] in ("978", "979"))


@given(st.one_of(DIGITS_AND_X, st.text(max_size=10)))
def test_ten_characters_are_valid_where_the_reference_says_so(text: str) -> None:
    is_plain = len(text) == 10 and text.isascii() and text.isalnum() and text == text.upper()
    assert is_isbn10(text) == (is_plain and oracle.is_valid(text))


@given(NINE)
def test_ten_become_the_thirteen_of_the_reference(nine: str) -> None:
    ten = nine + oracle._calc_isbn10_check_digit(nine)
    assert isbn13_of_isbn10(ten) == oracle.to_isbn13(ten)
    assert read_isbn(ten) == read_isbn(f'="{ten}"') == oracle.to_isbn13(ten)


@given(st.text())
def test_whatever_a_cell_holds_the_isbn_is_valid_or_none(cell: str) -> None:
    isbn = read_isbn(cell)
    assert isbn is None or is_isbn13(isbn)


@pytest.mark.parametrize(
    ("cell", "isbn"),
    [
        ('="9780306406157"', "9780306406157"),
        ("978-0-306-40615-7", "9780306406157"),
        ("'9780306406157", "9780306406157"),  # an apostrophe keeps a spreadsheet from rounding it
        ("9780306406157.0", "9780306406157"),
        ("0306406152", "9780306406157"),
        ("306406152", "9780306406157"),  # a spreadsheet dropped the leading zero
        ("080442957x", "9780804429573"),
        ("80442957X", "9780804429573"),
        ("9790060115615", "9790060115615"),
        ("9780306406158", None),  # wrong check digit
        ("0306406153", None),
        ("9780306406", None),  # the first ten of thirteen
        ("9.78031E+12", None),
        ("9,78E+12", None),
        ("4006381333931", None),  # an article number, not a book
        ("B00AMBER42", None),
        ("٩٧٨٠٣٠٦٤٠٦١٥٧", None),
        ("", None),
        ('=""', None),
    ],
)
def test_a_cell_gives_its_isbn_or_nothing(cell: str, isbn: str | None) -> None:
    assert read_isbn(cell) == isbn


@pytest.mark.parametrize(
    ("isbn13", "isbn10", "isbn", "notes"),
    [
        ('="9780306406157"', '="0306406152"', "9780306406157", {}),
        ('="9780306406157"', '="080442957X"', "9780306406157", {"isbns-disagree": 1}),
        ('="9780306406157"', '="0306406153"', "9780306406157", {}),
        ('=""', '="0306406152"', "9780306406157", {}),
        ("9.78E+12", "306406152", "9780306406157", {}),
        ("9.78E+12", "", None, {"isbn-rounded-by-a-spreadsheet": 1}),
        ('=""', '="B00AMBER42"', None, {"asin-instead-of-isbn": 1}),
        ('="9780306406158"', '=""', None, {"isbn-unreadable": 1}),
        ('=""', '=""', None, {}),
        ("", "", None, {}),
    ],
)
def test_two_cells_give_one_isbn_and_notes_on_what_they_cannot_give(
    isbn13: str, isbn10: str, isbn: str | None, notes: dict[str, int]
) -> None:
    taken: Counter[str] = Counter()
    assert choose_isbn(isbn13, isbn10, taken) == isbn
    assert taken == notes


# Clean ones, blank ones, one that has the digits of the ISBN that stands in for a blank; and what is wrong with each.
ISBN_CELLS = st.tuples(
    st.sampled_from(
        ['="9780306406157"', "9798602477818", '="9780306406158"', "978030640615", '=""', "", "9.78E+12"]
    ),
    st.sampled_from(
        ['="0306406152"', '="030640615X"', '="080442957X"', "306406152", '="0000000000"', '=""', ""]
    ),
)


@given(st.lists(ISBN_CELLS, max_size=6))
@example([('="9780306406157"', '="0306406152"'), ('=""', '=""'), ("9798602477818", "")])
@example([('="9780306406157"', '="0306406152"'), ('=""', '="0000000000"')])
def test_a_column_of_isbns_reads_as_its_cells_do(cells: list[tuple[str, str]]) -> None:
    one_by_one: Counter[str] = Counter()
    at_once: Counter[str] = Counter()

    chosen = [choose_isbn(*pair, one_by_one) for pair in cells]

    assert [*choose_isbns([pair[0] for pair in cells], [pair[1] for pair in cells], at_once)] == chosen
    assert at_once == one_by_one
