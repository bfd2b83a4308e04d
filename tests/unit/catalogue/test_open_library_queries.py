"""Open Library's questions: short enough, and with nothing that reads as an operator or an attack."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue_sim.query import alternatives_of
from fanfolio.adapters.open_library.queries import (
    MOST_URL_BYTES,
    identifier_clauses,
    packed,
    pair_of,
    title_clauses,
)
from fanfolio.adapters.phrases import phrase
from fanfolio.messages import WantedBook
from tests.fixtures.catalogues import BASE_URL, a_book, books_with_isbn, isbn_of


def query_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["q"][0]


def test_a_hundred_isbns_fit_one_request() -> None:
    batches = list(packed(books_with_isbn(100), identifier_clauses, base_url=BASE_URL))

    assert len(batches) == 1
    assert len(batches[0].url) < MOST_URL_BYTES
    assert len(alternatives_of(query_of(batches[0].url))) == 100


def test_goodreads_ids_are_asked_for_where_there_is_no_isbn() -> None:
    books = [a_book(1, isbn13=isbn_of(1), goodreads_id="11"), a_book(2, goodreads_id="12"), a_book(3)]

    (batch,) = packed(books, identifier_clauses, base_url=BASE_URL)

    assert query_of(batch.url) == f"isbn:({isbn_of(1)}) OR id_goodreads:(12)"
    assert [book.number for book in batch.books] == [1, 2]


def test_an_isbn_that_two_books_share_is_asked_for_once() -> None:
    books = [a_book(1, isbn13=isbn_of(1)), a_book(2, isbn13=isbn_of(1))]

    (batch,) = packed(books, identifier_clauses, base_url=BASE_URL)

    assert query_of(batch.url) == f"isbn:({isbn_of(1)})"
    assert len(batch.books) == 2


def test_a_second_question_asks_by_title_and_author_and_by_all_identifiers() -> None:
    book = a_book(1, title="The Far Shore (Shores, #2)", isbn13=isbn_of(1), goodreads_id="11")

    (batch,) = packed([book], title_clauses, base_url=BASE_URL)

    assert query_of(batch.url) == (
        f'isbn:({isbn_of(1)}) OR id_goodreads:(11) OR (title:"The Far Shore" AND author:"Tolland")'
    )


def test_a_page_has_room_for_more_than_what_is_asked_for() -> None:
    (batch,) = packed([a_book(number) for number in range(1, 31)], title_clauses, base_url=BASE_URL)

    assert int(parse_qs(urlsplit(batch.url).query)["limit"][0]) >= 5 * 30


def test_long_titles_in_long_scripts_are_spread_over_requests() -> None:
    books = [a_book(number, title="海辺の灯台守とその娘たち" * 5, author="灯台守") for number in range(1, 60)]

    batches = list(packed(books, title_clauses, base_url=BASE_URL))

    assert len(batches) > 1
    assert [book.number for batch in batches for book in batch.books] == list(range(1, 60))
    assert max(len(batch.url) for batch in batches) <= MOST_URL_BYTES


@pytest.mark.parametrize(
    ("title", "author", "pair"),
    [
        ("The Far Shore: A Novel", "J.R.R. Tolland", '(title:"The Far Shore" AND author:"Tolland")'),
        ("Shore", "Mira Tolland", '(title:"Shore" AND author:"Mira Tolland")'),
        ("Shore", "M. Tolland", '(title:"Shore" AND author:"Tolland")'),
        ("Far Shores, Vol. 3", "Tolland, Mira", '(title:"Far Shores" AND author:"Tolland")'),
        ("Far Shores", "Mira Tolland Jr.", '(title:"Far Shores" AND author:"Tolland")'),
        ("Far Shores", None, '(title:"Far Shores")'),
        ("Far Shores", "Unknown", '(title:"Far Shores")'),
        ("?", "Mira Tolland", None),
    ],
)
def test_a_pair_is_the_main_title_and_the_surname(title: str, author: str | None, pair: str | None) -> None:
    assert pair_of(a_book(title=title, author=author)) == pair


@pytest.mark.parametrize(
    "bait", ["Robert'); DROP --", '" -- ', "a/b?c~d:e", "x && y || !z", "“quoted” – dashed"]
)
def test_nothing_in_a_phrase_looks_like_an_attack_or_an_operator(bait: str) -> None:
    assert re.search(r"""["'“”/?~:&|!*()\[\]{}^\\-]""", phrase(bait)) is None


@given(st.lists(st.tuples(st.text(max_size=300), st.none() | st.text(max_size=300)), max_size=12))
def test_any_titles_make_balanced_queries_in_short_addresses(pairs: list[tuple[str, str | None]]) -> None:
    books = [WantedBook(number=n, title=title, author=author) for n, (title, author) in enumerate(pairs)]

    for batch in packed(books, title_clauses, base_url=BASE_URL):
        assert batch.url.isascii()
        assert len(batch.url) <= MOST_URL_BYTES
        assert len(alternatives_of(query_of(batch.url))) == len(batch.books)
