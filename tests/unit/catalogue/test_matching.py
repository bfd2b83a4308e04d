"""Recognising a book: by identifier, or by title and author; a namesake is nobody."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import structs

from bench.matching import PAIRS, UnreadablePairs, measure, read_pairs
from fanfolio.domain.author_matching import Likeness, likeness
from fanfolio.domain.author_names import surname_first_undone
from fanfolio.domain.enrichment import MatchedBy, Source, Work
from fanfolio.domain.folding import fold
from fanfolio.domain.matching import Candidate, by_identifier, by_title, judge
from fanfolio.domain.spelled_numbers import in_digits
from fanfolio.domain.title_matching import Refusal, judge_titles
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

    assert figures["pairs"] >= 1_100
    assert figures["precision"] >= 0.99
    assert figures["recall"] >= 0.94


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
    spelled = by_title(replace(BOOK, title="The Glass Orcherd"), [CANDIDATE])

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


@pytest.mark.parametrize(
    ("title", "given_title", "refusal"),
    [
        ("The Glass Orchard", "The Grass Orchard", Refusal.TITLE),
        ("The Glass Orchard", "The Glass Orchards", Refusal.TITLE),
        ("The Glass Orchard (Hollow, #1)", "The Glass Orchard (Hollow, #2)", Refusal.VOLUME),
        ("The Glass Orchard (Hollow, #1)", "The Glass Orchard, Part 1", Refusal.VOLUME),
        ("Hollow (Hollow, #1-3)", "Hollow", Refusal.VOLUME),
        ("The Glass Orchard", "The Glass Orchard (A Graphic Novel)", Refusal.KIND),
        ("The Glass Orchard", "The Glass Orchard: A Study Guide", Refusal.KIND),
        ("The Glass Orchard", "The Glass Orchard: And Other Stories", Refusal.KIND),
        ("The Glass Orchard", "The Glass Orchard: Night Harbour", Refusal.SUBTITLE),
        ("Hollow (Hollow, #1)", "Hollow: The Night Harbour", Refusal.SUBTITLE),
        (
            "Collected Poems",
            "Collected Poems: The Early and the Later Years of the Orchard",
            Refusal.SUBTITLE,
        ),
    ],
)
def test_a_work_that_is_not_the_book_is_refused_for_a_reason(
    title: str, given_title: str, refusal: Refusal
) -> None:
    candidate = replace(CANDIDATE, work=structs.replace(WORK, title=given_title))

    verdict = judge(replace(BOOK, title=title), candidate)

    assert verdict.score == 0.0
    assert verdict.refusal is refusal


@pytest.mark.parametrize(
    ("title", "given_title"),
    [
        ("The Glass Orchard", "The Glass Orchard: A Story of Glass"),
        ("The Glass Orchard: How Trees Remember", "The Glass Orchard"),
        ("The Glass Orchard (Hollow, #2)", "Hollow: The Glass Orchard"),
        ("The Glass Orchard (Hollow, #2)", "Hollow and the Glass Orchard"),
        ("Hollow, Vol. 2: The Glass Orchard", "Hollow 2"),
        ("The Complete Orchard (Orchard, #1-2)", "The Complete Orchard"),
        ("The Glass Orchard / Night Harbour", "The Glass Orchard and Night Harbour"),
        ("Nineteen Eighty-Nine Orchards", "1989 Orchards"),
        ("The Glass Orchard", "Ada Merrin's The Glass Orchard"),
        ("The Glass Orchard", "The Glass Orchard, or, How Trees Remember"),
    ],
)
def test_a_title_may_be_written_in_many_ways(title: str, given_title: str) -> None:
    candidate = replace(CANDIDATE, work=structs.replace(WORK, title=given_title))

    assert by_title(replace(BOOK, title=title), [candidate]) is not None


def test_what_others_made_of_a_book_names_its_author_after_them_and_says_so() -> None:
    made_from_it = structs.replace(
        WORK, title="The Glass Orchard (Harbour Theatre)", authors=("Jonas Pell", "Ada Merrin")
    )
    with_an_editor = structs.replace(WORK, authors=("Jonas Pell", "Ada Merrin"))

    assert judge(BOOK, replace(CANDIDATE, work=made_from_it)).refusal is Refusal.UNSURE
    assert judge(BOOK, replace(CANDIDATE, work=with_an_editor)).score > 0.0


@pytest.mark.parametrize(
    ("wanted", "given_name"),
    [
        ("Ada Merrin", "A. Merrin"),
        ("Ada Merrin", "Merrin, Ada, Countess, 1921-1999"),
        ("Ada B. Merrin", "Ada Merrin"),
        ("Robert Merrin", "Bob Merrin"),
        ("Bryan Merrin", "Brian Merrin"),
        ("Ada Merrin", "Jonas Pell & Ada Merrin"),
        ("Лев Толстой", "Leo Tolstoy"),
    ],
)
def test_an_author_may_be_written_in_many_ways(wanted: str, given_name: str) -> None:
    found = likeness(wanted, [given_name])

    assert found is not None
    assert found.score > 0.0


@pytest.mark.parametrize(
    ("wanted", "given_name"),
    [
        ("Ada Merrin", "Ida Merrin"),
        ("Robert Merrin", "Roberta Merrin"),
        ("J.K. Merrin", "J.R. Merrin"),
        ("Ada Merrin", "Ada Pell"),
    ],
)
def test_a_namesake_is_another_author(wanted: str, given_name: str) -> None:
    assert likeness(wanted, [given_name]) == Likeness(score=0.0, is_first=True)


def test_names_in_signs_and_in_letters_cannot_be_held_against_each_other() -> None:
    assert likeness("村上春樹", ["Haruki Murakami"]) is None
    assert likeness(None, ["Haruki Murakami"]) is None


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("nineteen eighty four", "1984"),
        ("one hundred years of solitude", "100 years of solitude"),
        ("twenty thousand leagues", "20000 leagues"),
        ("one two three", "1 2 3"),
        ("henry iv", "henry 4"),
        ("i robot", "i robot"),
        ("malcolm x", "malcolm 10"),
        ("the thirty nine steps", "the 39 steps"),
    ],
)
def test_spelled_numbers_and_roman_figures_become_digits(words: str, digits: str) -> None:
    assert in_digits(words) == digits


@given(st.text(max_size=60), st.text(max_size=60), st.none() | st.text(max_size=40))
def test_titles_of_any_text_score_between_0_and_1_both_ways(
    one: str, other: str, subtitle: str | None
) -> None:
    assert 0.0 <= judge_titles(one, other, subtitle).score <= 1.0
    assert judge_titles(one, other).score == judge_titles(other, one).score


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
@example("\u0e4f", ["0"])
def test_authors_of_any_text_score_between_0_and_1(wanted: str, names: list[str]) -> None:
    found = likeness(wanted, names)

    assert found is None or 0.0 <= found.score <= 1.0


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
