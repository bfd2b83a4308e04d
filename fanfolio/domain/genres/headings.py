"""Reading one heading: a path, a subject with its subdivisions, a plain term, a shelf's name; or noise."""

import re
from collections.abc import Sequence
from functools import lru_cache

from fanfolio.domain.genres.evidence import NOTHING, WEIGHTS, Clue, Kind, Origin, Reading
from fanfolio.domain.genres.lookups import (
    alias_of,
    audience_of,
    clues_of_name,
    hints_of,
    is_ignored,
)
from fanfolio.domain.genres.paths import read_path
from fanfolio.domain.genres.terms import cleaned, key_of, singular, spelled
from fanfolio.domain.genres.tree import Side, Tree, the_tree

_CACHED_HEADINGS = 65_536  # subjects repeat: a library of thousands of books holds some tens of thousands
_LONGEST_TERM = 60  # longer ones are sentences, classification chains or notes
_TERM_SIDE, _TAIL_SIDE = 1.0, 0.6
_NONFICTION_SIDE = 2.0  # "Fiction" strays onto true stories far more often than "Nonfiction" onto novels
_MACHINE_TAG = re.compile(r"^[\w-]+[:=]\S")
_CALL_NUMBER = re.compile(r"^(?:[\d./ ]+|[a-z]{1,3}\d+.*|\d[\d.]*(?:[=/ ].*)?)$", re.IGNORECASE)
_STEPS = re.compile(r"\s*(?:--|—|->|>|/|,|;)\s*|\s+-\s+")
_SUBDIVISION = re.compile(r"--|—|\s-\s")  # a librarian's heading, not a shop's path
_FICTION_ENDING = re.compile(r"(?:,| in| juvenile|, juvenile)? (?:non)?fiction$", re.IGNORECASE)
_GLOSS = re.compile(r"\s*\(.*")
_FICTION_TAIL = re.compile(r" (?:in fiction|juvenile fiction|fiction|fictional work by one author)$")


@lru_cache(maxsize=_CACHED_HEADINGS)
def read_heading(raw: str, origin: Origin) -> Reading:
    """What one subject, category or shelf name says; :data:`NOTHING` for noise."""
    text = cleaned(raw)
    if _MACHINE_TAG.match(text):
        return _read_tag(text)
    if not text or len(text) > _LONGEST_TERM or _CALL_NUMBER.match(text):
        return NOTHING
    tree = the_tree()
    whole = key_of(text)
    if origin is Origin.SHELF:
        return _read_shelf(whole, tree)
    steps = [step for step in map(key_of, _STEPS.split(text)) if step]
    if about := [step for step in steps if step in tree.about_literature]:
        return Reading(clues=hints_of(about, tree))
    if _is_path(text, steps, tree):
        return read_path(steps, tree)
    return _read_subject(text, whole, steps, origin, tree)


def genre_named(label: str) -> str | None:
    """The genre, or root, that a reader's label means; ``None`` for audiences, formats, places and the unknown."""
    tree = the_tree()
    key = key_of(cleaned(label))
    if found := tree.labels.get(key) or alias_of(key, tree):
        return found
    side = tree.sides.get(key)
    return None if side is None else side.value.capitalize()


def _read_tag(text: str) -> Reading:
    """A machine's tag is noise, but a list's or a prize's name may take a side: ``nyt:hardcover-nonfiction=…``."""
    words = spelled(text).split()
    side = next((side for side in (Side.NONFICTION, Side.FICTION) if side.value in words), None)
    return Reading(side=side, side_weight=_TERM_SIDE) if side else NOTHING


def _read_shelf(whole: str, tree: Tree) -> Reading:
    if is_ignored(whole, tree):
        return NOTHING
    weight = WEIGHTS[Kind.SHELF]
    genre = tree.labels.get(whole)
    named = genre is not None and not tree.genres[genre].is_root
    side = tree.sides.get(whole)
    return Reading(
        clues=(Clue(genre=genre, kind=Kind.SHELF, weight=weight, said=whole),) if genre and named else (),
        side=side,
        side_weight=weight if side else 0.0,
        audience=tree.audiences.get(whole),
    )


def _is_path(text: str, steps: Sequence[str], tree: Tree) -> bool:
    starts_like_one = len(steps) > 1 and steps[0] in tree.heads
    return starts_like_one and not _SUBDIVISION.search(text) and tree.sides.get(steps[-1]) is not Side.FICTION


def _read_subject(text: str, whole: str, steps: Sequence[str], origin: Origin, tree: Tree) -> Reading:
    ignored = is_ignored(whole, tree)
    is_mark = whole in tree.sides or whole in tree.audiences
    side, side_weight = _side(whole, steps, tree)
    named = () if ignored else clues_of_name(whole, Kind(origin.value), tree)
    rest = [] if named or is_mark else _besides_fiction(text, whole, steps, tree)
    parts = () if ignored else _clues_of_parts(rest, side, tree)
    return Reading(
        clues=(*named, *parts, *hints_of((whole, *rest), tree)),
        side=side,
        side_weight=side_weight,
        audience=audience_of((whole, *steps), tree),
        topic=None if named or parts or is_mark else _topic(text, (whole, *steps), tree),
    )


def _side(whole: str, steps: Sequence[str], tree: Tree) -> tuple[Side | None, float]:
    if side := tree.sides.get(whole):
        return side, _TERM_SIDE if side is Side.FICTION else _NONFICTION_SIDE
    if steps and (side := tree.sides.get(steps[-1])):
        return side, _TAIL_SIDE
    return (Side.FICTION, _TAIL_SIDE) if _FICTION_TAIL.search(whole) else (None, 0.0)


def _besides_fiction(text: str, whole: str, steps: Sequence[str], tree: Tree) -> list[str]:
    """What a heading is about besides being fiction: "Magic" of "Magic, fiction" and of "Magic in fiction"."""
    if len(steps) > 1:
        return [step for step in steps if step not in tree.sides]
    subject = singular(_FICTION_TAIL.sub("", whole))
    if subject not in (whole, *tree.qualifiers):
        return [subject]
    return [key for key in _broader(text) if key in tree.aliases]


def _broader(text: str) -> tuple[str, ...]:
    """A heading's noun: "Cookery" of "Cookery (Natural foods)" and of "Vegetarian cookery"."""
    without_gloss = _GLOSS.sub("", text)
    _, _, noun = key_of(without_gloss).rpartition(" ")
    return (key_of(without_gloss), noun)


def _clues_of_parts(steps: Sequence[str], side: Side | None, tree: Tree) -> tuple[Clue, ...]:
    """Parts may name genres: "Poets, biography" is a biography; but "Cooking, fiction" is no cookbook."""
    found = (clue for step in steps for clue in clues_of_name(step, Kind.HEADING, tree))
    return tuple(clue for clue in found if side is None or tree.genres[clue.genre].side in (None, side))


def _topic(text: str, keys: Sequence[str], tree: Tree) -> str | None:
    """The heading's subject without its subdivisions, as printed; characters, lists and bare qualifiers are none."""
    if any(is_ignored(key, tree) for key in keys):
        return None
    subject = _FICTION_ENDING.sub("", _SUBDIVISION.split(text)[0].strip())
    return subject if len(subject) > 2 and key_of(subject) not in tree.qualifiers else None
