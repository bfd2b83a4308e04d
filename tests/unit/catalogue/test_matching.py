"""Recognising a book: by identifier, or by title and author; a namesake is nobody."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from bench.matching import PAIRS, UnreadablePairs, measure, read_pairs
from fanfolio.domain.author_matching import author_score, surname_first_undone
from fanfolio.domain.enrichment import MatchedBy, Source, Work
from fanfolio.domain.folding import fold
from fanfolio.domain.matching import Candidate, by_identifier, by_title
from fanfolio.domain.title_matching import title_score
from fanfolio.domain.title_reading import main_title
from fanfolio.messages import WantedBook

BOOK = WantedBook(
    number=1, title="The Glass Orchard", author="Ada Merrin", isbn13="9780306406157", goodreads_id="4711"
)
WORK = Work(source=Source.OPEN_LIBRARY, key="/works/OL1W", title="The Glass Orchard", authors=("Ada Merrin",))
CANDIDATE = Candidate(work=WORK, editions=2)


def named(key: str, **facts: object) -> Candidate:
    return replace(CANDIDATE, work=structs.replace(WORK, key=key), **facts)  # type: ignore[arg-type]


def test_the_table_of_pairs_is_judged_with_high_precision_and_good_recall() -> None:
    figures = measure(read_pairs(PAIRS))

    assert figures["pairs"] >= 500
    assert figures["precision"] >= 0.99
    assert figures["recall"] >= 0.93


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("title,author\nDune,Frank Herbert\n", "lacks same, given_title, given_authors"),
        ("same,title,author,given_title,given_authors\nperhaps,a,b,c,d\n", "pair 1: .* not 'perhaps'"),
    ],
)
def test_a_table_of_another_shape_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadablePairs, match=complaint):
        read_pairs(table)


def test_a_table_needs_only_titles_authors_and_the_verdict(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        "same,title,author,given_title,given_authors\nTRUE,Dune,F. Herbert,Dune,Frank Herbert|X\n"
    )

    (pair,) = read_pairs(table)

    assert pair.is_same
    assert pair.is_recognised


def test_an_isbn_outweighs_a_goodreads_id() -> None:
    by_isbn = named("/works/OL2W", isbns=frozenset({"9780306406157"}))
    by_id = named("/works/OL3W", goodreads_ids=frozenset({"4711"}))

    match = by_identifier(BOOK, [by_id, by_isbn])

    assert match is not None
    assert (match.work.key, match.by, match.score) == ("/works/OL2W", MatchedBy.ISBN, 1.0)


def test_a_goodreads_id_is_taken_where_no_isbn_agrees() -> None:
    match = by_identifier(BOOK, [named("/works/OL3W", goodreads_ids=frozenset({"4711"}))])

    assert match is not None
    assert match.by is MatchedBy.GOODREADS_ID


def test_of_two_works_with_the_isbn_the_one_with_more_editions_is_taken() -> None:
    few = named("/works/OL2W", isbns=frozenset({"9780306406157"}), editions=1)
    many = named("/works/OL3W", isbns=frozenset({"9780306406157"}), editions=40)

    match = by_identifier(BOOK, [few, many])

    assert match is not None
    assert match.work.key == "/works/OL3W"


def test_of_duplicates_by_title_the_one_with_more_editions_is_taken() -> None:
    match = by_title(BOOK, [named("/works/OL2W", editions=1), named("/works/OL3W", editions=9)])

    assert match is not None
    assert match.work.key == "/works/OL3W"


def test_a_popular_namesake_does_not_win_by_its_editions() -> None:
    namesake = named("/works/OL9W", editions=900)
    namesake = replace(namesake, work=structs.replace(namesake.work, authors=("Jonas Pell",)))

    match = by_title(BOOK, [namesake, CANDIDATE])

    assert match is not None
    assert match.work.key == "/works/OL1W"


def test_a_book_without_identifiers_is_recognised_by_none() -> None:
    stranger = named("/works/OL2W", isbns=frozenset({"9780306406157"}), goodreads_ids=frozenset({"4711"}))

    assert by_identifier(replace(BOOK, isbn13=None, goodreads_id=None), [stranger]) is None


def test_without_an_author_a_long_title_of_one_author_is_enough() -> None:
    book = replace(BOOK, title="The Slow Unravelling of Harbour Street", author=None)
    work = structs.replace(WORK, title="The Slow Unravelling of Harbour Street")

    match = by_title(book, [replace(CANDIDATE, work=work)])

    assert match is not None
    assert match.score < 1.0


def test_without_an_author_a_title_of_two_authors_is_left_alone() -> None:
    book = replace(BOOK, title="The Slow Unravelling of Harbour Street", author="Unknown")
    work = structs.replace(WORK, title="The Slow Unravelling of Harbour Street")
    one, other = (
        replace(CANDIDATE, work=work),
        replace(CANDIDATE, work=structs.replace(work, authors=("Jonas Pell",))),
    )

    assert by_title(book, [one, other]) is None


def test_a_score_says_how_sure_a_match_by_title_is() -> None:
    exact = by_title(BOOK, [CANDIDATE])
    spelled = by_title(replace(BOOK, title="The Glas Orchard"), [CANDIDATE])

    assert exact is not None
    assert spelled is not None
    assert spelled.score < exact.score <= 1.0


@pytest.mark.parametrize(
    ("name", "undone"),
    [
        ("Merrin, Ada", "Ada Merrin"),
        ("Ada Merrin", "Ada Merrin"),
        ("Merrin, Jr.", "Merrin, Jr."),
        ("Merrin, Ada, Countess", "Merrin, Ada, Countess"),
        ("Merrin,", "Merrin,"),
    ],
)
def test_a_surname_that_comes_first_is_put_last(name: str, undone: str) -> None:
    assert surname_first_undone(name) == undone


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("Nightfall: A Novel (The Hollow Cycle, #2)", "Nightfall"),
        ("Hollow Cycle, Vol. 3", "Hollow Cycle"),
        ("The Hollow – A Story", "The Hollow"),
        ("(Untitled)", "(Untitled)"),
        (":", ":"),
    ],
)
def test_the_main_title_is_without_series_subtitle_and_volume(title: str, main: str) -> None:
    assert main_title(title) == main


@given(st.text(max_size=60), st.text(max_size=60), st.none() | st.text(max_size=40))
def test_titles_of_any_text_score_between_0_and_1_both_ways(
    one: str, other: str, subtitle: str | None
) -> None:
    assert 0.0 <= title_score(one, other, subtitle) <= 1.0
    assert 0.0 <= title_score(other, one) <= 1.0


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
@example("\u0e4f", ["0"])
def test_authors_of_any_text_score_between_0_and_1(wanted: str, names: list[str]) -> None:
    assert 0.0 <= author_score(wanted, names) <= 1.0


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
