"""Keys under which a book is remembered: spellings of a title share them, volumes do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.cache_keys import keys_of
from fanfolio.messages import WantedBook
from tests.fixtures.catalogues import a_book


def test_the_isbn_comes_first_and_stands_for_the_goodreads_id_too() -> None:
    keys = keys_of(
        a_book(title="Nightfall", author="Ada Merrin", isbn13="9780306406157", goodreads_id="4711")
    )

    assert keys == ("isbn:9780306406157", "ta:nightfall|ada merrin")


def test_without_an_isbn_the_goodreads_id_is_a_key() -> None:
    keys = keys_of(a_book(title="Nightfall", author="Merrin, Ada", goodreads_id="4711"))

    assert keys == ("gr:4711", "ta:nightfall|ada merrin")


def test_spellings_of_one_title_share_a_key_and_volumes_do_not() -> None:
    one = keys_of(a_book(title="Hollow, Vol. 1 (Hollow, #1)", author="Ada Merrin"))
    same = keys_of(a_book(title="HOLLOW, Volume One", author="Ada Merrin"))
    other = keys_of(a_book(title="Hollow, Vol. 2", author="Ada Merrin"))

    assert one == same
    assert one != other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Salt Road (The Salt Road, #1)", "The Salt Road (The Salt Road, #1-3)"),
        ("Hollow (Hollow, #1)", "Hollow (Hollow, #2)"),
        ("Nightfall", "Nightfall (Graphic Novel)"),
        ("Nightfall", "Nightfall (Abridged)"),
    ],
)
def test_what_makes_another_book_of_a_title_makes_another_key(one: str, other: str) -> None:
    assert keys_of(a_book(title=one, author="Ada Merrin")) != keys_of(
        a_book(title=other, author="Ada Merrin")
    )


@pytest.mark.parametrize(
    "title", ["Nightfall (Nightfall, #1)", "Nightfall (Tides, #4)", "Nightfall (Penguin Classics)"]
)
def test_what_only_places_a_book_does_not(title: str) -> None:
    plain = a_book(title="Nightfall", author="Ada Merrin")

    assert keys_of(a_book(title=title, author="Ada Merrin")) == keys_of(plain)


def test_a_title_without_an_author_is_no_key() -> None:
    assert keys_of(a_book(author=None)) == ()


@given(st.text(max_size=300), st.none() | st.text(max_size=300))
def test_keys_of_any_book_fit_a_table_key(title: str, author: str | None) -> None:
    for key in keys_of(WantedBook(number=1, title=title, author=author)):
        assert 0 < len(key.encode()) <= 2_048
