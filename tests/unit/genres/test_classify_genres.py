"""From headings to genres: what a book's subjects, categories and shelves make of it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.genres import Audience, BookGenres, all_genres, classify, parents_of
from fanfolio.domain.genres.tree import the_tree

_HEADINGS = sorted(
    {
        *random.Random(7).sample(sorted(the_tree().aliases), 150),
        *random.Random(8).sample(sorted(the_tree().hints), 100),
        "Fiction, fantasy, general",
        "FICTION / Thrillers / Espionage",
        "Lighthouses -- Fiction",
        "Nonfiction",
        "Juvenile fiction",
        "Lighthouse keepers, biography",
        "Islands, fiction",
        "Tin Mountain (Imaginary place)",
    }
)


def test_nothing_said_is_nothing_known() -> None:
    assert classify() == BookGenres()


@pytest.mark.parametrize(
    "noise",
    [
        "Accessible book",
        "Protected DAISY",
        "In library",
        "Large type books",
        "New York Times bestseller",
        "Open Library Staff Picks",
        "Reading Level-Grade 7",
        "series:The_Tin_Mountain",
        "collection:summer2019",
        "award:tin_medal=2011",
        "Spanish language materials",
        "Ana Faro (Fictitious character)",
        "Tin Mountain (Imaginary place)",
        "823.912",
        "PR6039.O32 L6 2005",
        "A classification chain -- so long -- that nobody -- would ever -- call it -- a subject",
        "",
        " . ",
    ],
)
def test_noise_says_nothing(noise: str) -> None:
    assert classify(subjects=[noise]) == BookGenres()


def test_a_machine_tag_names_no_genre_but_may_take_a_side() -> None:
    found = classify(subjects=["nyt:hardcover-fiction=2011-07-31"])
    assert (found.genres, found.fiction, found.topics) == ((), True, ())
    assert classify(subjects=["award:tin_medal=nonfiction"]).fiction is False


@pytest.mark.parametrize(
    ("heading", "genres"),
    [
        ("Fiction, fantasy, general", ("Fantasy",)),
        ("FICTION / Fantasy / General", ("Fantasy",)),
        ("Fiction / Fantasy / Epic", ("Epic Fantasy", "Fantasy")),
        ("Fiction, thrillers, espionage", ("Spy Fiction", "Thriller")),
        ("Fiction, war & military", ("War Fiction", "Historical Fiction")),
        ("Biography & Autobiography / Personal Memoirs", ("Memoir", "Biography")),
        ("Comics & Graphic Novels / Manga / General", ("Manga", "Comics & Graphic Novels")),
        ("Cooking / Regional & Ethnic / Italian", ("Cooking",)),
        ("Poetry / European / General", ("Poetry",)),
        ("Fiction / Biographical", ("Historical Fiction",)),
        ("Body, Mind & Spirit / Crystals / General", ("Spirituality",)),
        ("Performing Arts / Film / History & Criticism", ("Film & Performing Arts",)),
    ],
)
def test_paths_are_read_step_by_step(heading: str, genres: tuple[str, ...]) -> None:
    assert classify(subjects=[heading]).genres == genres
    assert classify(categories=[heading]).genres == genres


@pytest.mark.parametrize("heading", ["Fantasy fiction.", "FANTASY FICTION", "English fantasy fiction",
                                     "Fantasy fiction, English", "fantasy-fiction"])  # fmt: skip
def test_spelling_does_not_matter(heading: str) -> None:
    assert classify(subjects=[heading]).genres == ("Fantasy",)


@pytest.mark.parametrize("heading", ["Lighthouses -- Fiction", "Lighthouses--Fiction.", "Lighthouses, fiction",
                                     "Lighthouses in fiction", "Lighthouses -- Juvenile fiction"])  # fmt: skip
def test_a_subdivision_sets_the_side_and_leaves_the_topic(heading: str) -> None:
    found = classify(subjects=[heading])
    assert (found.genres, found.fiction, found.topics) == ((), True, ("Lighthouses",))


@pytest.mark.parametrize(
    ("heading", "genre"),
    [
        ("Ciencia-ficción", "Science Fiction"),
        ("Novela histórica", "Historical Fiction"),
        ("Historischer Roman", "Historical Fiction"),
        ("Kriminalroman", "Crime Fiction"),
        ("Roman policier", "Crime Fiction"),
        ("Bandes dessinées", "Comics & Graphic Novels"),
        ("Ficção científica", "Science Fiction"),
        ("Autoajuda", "Self-Help"),
        ("Fantascienza", "Science Fiction"),
        ("Romanzo giallo", "Mystery"),
    ],
)
def test_six_languages_are_understood(heading: str, genre: str) -> None:
    assert classify(subjects=[heading]).genres[0] == genre


def test_unknown_terms_become_topics_never_genres() -> None:
    found = classify(
        subjects=["Lighthouses", "Tin mining", "Fiction", "Ana Faro (Fictitious character), fiction"]
    )
    assert found.genres == ()
    assert found.topics == ("Lighthouses", "Tin mining")


def test_topics_that_several_headings_name_come_first() -> None:
    found = classify(subjects=["Anvils", "Lighthouses", "lighthouses, fiction", "Lighthouses -- Fiction"])
    assert found.topics == ("Lighthouses", "Anvils")


def test_topics_and_evidence_are_bounded() -> None:
    found = classify(subjects=[f"Tin mine number {letter}" for letter in "abcdefghijklmnopq"] + _HEADINGS)
    assert len(found.topics) == 10
    assert len(found.evidence) == 12


def test_genres_of_the_other_side_are_left_out() -> None:
    headings = ["Science fiction", "Fiction", "Space colonies -- Fiction", "Philosophy", "History"]
    assert classify(subjects=headings).genres == ("Science Fiction",)


@pytest.mark.parametrize("heading", ["History", "Geschichte", "Histoire", "História"])
def test_a_name_of_true_books_speaks_for_true_books_where_nothing_else_is_said(heading: str) -> None:
    found = classify(subjects=[heading])
    assert (found.genres, found.fiction) == (("History",), False)


@pytest.mark.parametrize("heading", ["Fiction / Feminist", "Fiction / Biographical"])
def test_a_path_of_fiction_never_names_a_genre_of_true_books(heading: str) -> None:
    assert classify(subjects=[heading]).fiction is True


def test_a_comma_within_a_subject_does_not_part_it() -> None:
    found = classify(subjects=["World War, 1939-1945 -- Fiction"])
    assert (found.genres, found.fiction) == (("Historical Fiction",), True)


def test_a_true_story_stays_true_beside_a_stray_fiction() -> None:
    found = classify(subjects=["Fiction", "Nonfiction", "Memoirs", "Autobiography"])
    assert found.fiction is False
    assert found.genres[0] == "Memoir"


def test_one_stray_heading_does_not_outvote_many() -> None:
    headings = [
        "Ghosts",
        "Love stories",
        "Romance fiction",
        "Fiction, romance, general",
        "Courtship -- Fiction",
    ]
    assert classify(subjects=headings).genres == ("Romance",)


def test_a_child_needs_more_than_one_naming_to_stand_before_its_parent() -> None:
    headings = ["Fantasy fiction", "Fantasy", "Fiction, fantasy, general", "Magic -- Fiction"]
    assert classify(subjects=[*headings, "Urban fantasy"]).genres == ("Fantasy",)
    assert classify(subjects=["Urban fantasy", "Fiction, fantasy, urban"]).genres == (
        "Urban Fantasy",
        "Fantasy",
    )


@pytest.mark.parametrize(
    ("headings", "audience"),
    [
        (["Juvenile fiction", "Picture books"], Audience.CHILDREN),
        (["Young adult fiction, dystopian"], Audience.YOUNG_ADULT),
        (["YOUNG ADULT FICTION / Romance / General"], Audience.YOUNG_ADULT),
        (["Fiction / Literary"], Audience.ADULT),
        (["Fiction", "Science fiction"], None),
    ],
)
def test_audience_is_told_apart_from_genres(headings: list[str], audience: Audience | None) -> None:
    found = classify(subjects=headings)
    assert found.audience is audience
    assert not {"Young Adult", "Children"} & set(found.genres)


def test_a_shelf_says_something_when_nobody_else_does() -> None:
    found = classify(shelves=["sci-fi", "to-read", "favorites", "owned", "2019", "2019/10/09"])
    assert found.genres == ("Science Fiction",)
    assert found.topics == ()
    assert {clue.kind for clue in found.evidence} == {"shelf"}


def test_shelves_are_the_weakest_evidence() -> None:
    assert classify(subjects=["Cookbooks"], shelves=["travel", "fantasy"]).genres == ("Cooking",)
    assert classify(subjects=["Magic -- Fiction"], shelves=["romance"]).genres[0] == "Fantasy"


def test_a_shelf_settles_what_catalogues_leave_even() -> None:
    even = ["Horror fiction", "Gothic fiction", "Mystery fiction", "Detective stories"]
    with_shelf = classify(subjects=["Fantasy fiction", "Mystery fiction"], shelves=["fantasy"])
    assert with_shelf.genres[0] == "Fantasy"
    assert classify(subjects=even).genres == classify(subjects=even, shelves=["to-read"]).genres


def test_evidence_quotes_the_heading_and_how_it_was_said() -> None:
    (clue,) = classify(categories=["Cooking"]).evidence
    assert (clue.genre, clue.term, clue.kind, clue.weight) == ("Cooking", "Cooking", "category", 1.0)


@given(st.lists(st.sampled_from(_HEADINGS), max_size=40), st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_headings_never_matter(
    headings: list[str], shuffler: random.Random
) -> None:
    shuffled = headings * 2
    shuffler.shuffle(shuffled)
    assert classify(subjects=shuffled) == classify(subjects=headings)


@given(
    st.lists(st.sampled_from(_HEADINGS), max_size=40),
    st.lists(st.sampled_from(_HEADINGS), max_size=5),
    st.lists(st.sampled_from(_HEADINGS), max_size=5),
)
def test_genres_are_few_known_and_followed_by_their_parents(
    subjects: list[str], categories: list[str], shelves: list[str]
) -> None:
    found = classify(subjects=subjects, categories=categories, shelves=shelves)
    assert len(found.genres) == len(set(found.genres)) <= 5
    assert set(found.genres) <= set(all_genres())
    for place, genre in enumerate(found.genres):
        assert set(parents_of(genre)) <= set(found.genres[place + 1 :])


@given(st.lists(st.text(max_size=80), max_size=10))
def test_any_text_at_all_is_read_without_complaint(headings: list[str]) -> None:
    found = classify(subjects=headings, categories=headings, shelves=headings)
    assert len(found.topics) <= 10
