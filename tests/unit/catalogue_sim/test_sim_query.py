"""The search language that the simulator understands, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue_sim.query import MAX_CLAUSES, TooManyClauses, Wanted, alternatives_of


def test_identifiers_of_two_fields_are_alternatives() -> None:
    asked = "isbn:(9780441172719 OR 0441172717) OR id_goodreads:(234225)"
    assert alternatives_of(asked) == [
        Wanted(isbn="9780441172719"),
        Wanted(isbn="0441172717"),
        Wanted(goodreads_id="234225"),
    ]


def test_a_title_and_an_author_in_one_group_belong_together() -> None:
    asked = '(title:"The Dispossessed" AND author:"Le Guin") OR (title:"Emma" AND author:"Austen")'
    assert alternatives_of(asked) == [
        Wanted(title="The Dispossessed", author="Le Guin"),
        Wanted(title="Emma", author="Austen"),
    ]


def test_and_binds_tighter_than_or() -> None:
    asked = 'isbn:1 OR title:"Emma" AND author:"Austen"'
    assert alternatives_of(asked) == [Wanted(isbn="1"), Wanted(title="Emma", author="Austen")]


def test_bare_words_belong_together() -> None:
    assert alternatives_of("dune herbert") == [Wanted(words="dune herbert")]


def test_a_list_of_identifiers_needs_no_or() -> None:
    assert alternatives_of("isbn:(1 2)") == [Wanted(isbn="1"), Wanted(isbn="2")]


def test_a_lone_isbn_is_normalised_but_one_in_a_group_is_not() -> None:
    assert alternatives_of("isbn:0-441-17271-7") == [Wanted(isbn="0441172717")]
    assert alternatives_of("isbn:(0-441-17271-7)") == [Wanted(isbn="0-441-17271-7")]


@pytest.mark.parametrize("asked", ['title:"Emma', "isbn:(1 OR 2", "isbn:1)", "isbn:(1 OR )", "(" * 900])
def test_what_does_not_balance_asks_for_nothing(asked: str) -> None:
    assert alternatives_of(asked) == []


def test_the_engine_takes_1024_clauses_and_no_more() -> None:
    at_the_limit = "isbn:(" + " OR ".join(["1"] * MAX_CLAUSES) + ")"
    assert len(alternatives_of(at_the_limit)) == MAX_CLAUSES
    with pytest.raises(TooManyClauses):
        alternatives_of(f"{at_the_limit} OR isbn:2")


def test_a_product_of_alternatives_counts_as_clauses() -> None:
    many = " OR ".join(["x"] * 40)
    with pytest.raises(TooManyClauses):
        alternatives_of(f"title:({many}) AND author:({many})")


@given(st.text(alphabet='isbn:title()"ANDOR 0123é', max_size=80))
def test_no_text_breaks_the_reader(asked: str) -> None:
    assert isinstance(alternatives_of(asked), list)
