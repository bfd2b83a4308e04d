"""The table of genres holds together."""

import pytest

from fanfolio.domain.genres import all_genres, genre_named, parents_of
from fanfolio.domain.genres.tree import TableBroken, read_tree, the_tree

_FRAME = """
[marks]
about_literature = []
fiction = ["novel"]
nonfiction = []
children = []
young_adult = []
adult = []
[ignore]
terms = []
starts = []
ends = []
[qualifiers]
words = []
[heads]
[paths]
"""
_ROOTS = """
[genres."Fiction"]
root = true
[genres."Nonfiction"]
root = true
"""


def test_the_table_has_about_120_genres() -> None:
    assert 110 <= len(all_genres()) <= 135


def test_every_genre_stands_under_one_root_or_is_a_form_of_its_own() -> None:
    tree = the_tree()
    orphans = {name for name in all_genres() if tree.genres[name].side is None}
    assert "Poetry" in orphans
    assert "Space Opera" not in orphans
    assert len(orphans) < 16


@pytest.mark.parametrize("genre", all_genres())
def test_every_genre_is_reached_by_its_own_name(genre: str) -> None:
    assert genre_named(genre) == genre


@pytest.mark.parametrize("genre", all_genres())
def test_every_genre_has_an_alias_besides_its_name(genre: str) -> None:
    names = [alias for alias, owner in the_tree().labels.items() if owner == genre]
    assert len(names) >= 3


def test_every_hint_head_and_path_leads_to_a_genre() -> None:
    tree = the_tree()
    hinted = {genre for genres in tree.hints.values() for genre in genres}
    headed = {head.genre for head in tree.heads.values() if head.genre}
    assert hinted | headed | set(tree.paths.values()) <= set(all_genres())


def test_parents_come_nearest_first_and_without_roots() -> None:
    assert parents_of("Romantic Suspense") == ("Romance", "Thriller")
    assert parents_of("Personal Finance") == ("Business",)
    assert parents_of("Fantasy") == ()


def test_an_unknown_genre_has_no_parents_to_ask_for() -> None:
    with pytest.raises(KeyError):
        parents_of("Gardening for Ghosts")


def test_an_alias_that_two_genres_claim_is_refused() -> None:
    genres = '[genres."Fantasy"]\nen = ["magic tales"]\n[genres."Folklore"]\nen = ["Magic Tales"]\n'
    with pytest.raises(TableBroken, match="magic tale"):
        read_tree(_FRAME + _ROOTS + genres)


def test_an_unknown_parent_is_refused() -> None:
    with pytest.raises(TableBroken, match="Nowhere"):
        read_tree(_FRAME + _ROOTS + '[genres."Fantasy"]\nparents = ["Nowhere"]\n')


def test_a_cycle_is_refused() -> None:
    genres = '[genres."Chicken"]\nparents = ["Egg"]\n[genres."Egg"]\nparents = ["Chicken"]\n'
    with pytest.raises(TableBroken, match="cannot stand under"):
        read_tree(_FRAME + _ROOTS + genres)


def test_a_genre_under_both_roots_is_refused() -> None:
    with pytest.raises(TableBroken, match="both roots"):
        read_tree(_FRAME + _ROOTS + '[genres."Rumour"]\nparents = ["Fiction", "Nonfiction"]\n')


def test_a_path_to_no_genre_is_refused() -> None:
    frame = _FRAME.replace("[paths]", '[paths]\n"fiction / fog" = "Fog"')
    with pytest.raises(TableBroken, match="Fog"):
        read_tree(frame + _ROOTS)


@pytest.mark.parametrize(
    ("label", "genre"),
    [
        ("Science Fiction Fantasy", "Science Fantasy"),
        ("High Fantasy", "Epic Fantasy"),
        ("Biography Memoir", "Memoir"),
        ("Comics Manga", "Comics & Graphic Novels"),
        ("Literature", "Literary Fiction"),
        ("Classic Literature", "Classics"),
        ("Historical", "Historical Fiction"),
        ("Womens Fiction", "Women's Fiction"),
        ("sci-fi", "Science Fiction"),
        ("Plays", "Drama"),
        ("Novels", "Fiction"),
        ("Nonfiction", "Nonfiction"),
    ],
)
def test_readers_labels_find_their_genre(label: str, genre: str) -> None:
    assert genre_named(label) == genre


@pytest.mark.parametrize(
    "label", ["Audiobook", "Young Adult", "Childrens", "Teen", "Book Club", "Botswana", ""]
)
def test_formats_audiences_and_places_are_no_genres(label: str) -> None:
    assert genre_named(label) is None
