"""Reading one heading: a path, a subject with its subdivisions, a plain term, a shelf's name; or noise."""

import re
from collections.abc import Sequence
from functools import lru_cache

from fanfolio.domain.genres.evidence import NOTHING, Clue, Kind, Origin, Reading, Vote, clue_of
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
_CACHED_SHELVES = 8_192
_LONGEST_TERM = 60  # longer ones are sentences, classification chains or notes
_BY_TERM = {Side.FICTION: Vote.FICTION_TERM, Side.NONFICTION: Vote.NONFICTION_TERM}
_BY_TAIL = {Side.FICTION: Vote.FICTION_TAIL, Side.NONFICTION: Vote.NONFICTION_TAIL}
_BY_SHELF = {Side.FICTION: Vote.FICTION_SHELF, Side.NONFICTION: Vote.NONFICTION_SHELF}
_MACHINE_TAG = re.compile(r"^[\w-]+[:=]\S")
_CALL_NUMBER = re.compile(r"^(?:[\d./ ]+|[a-z]{1,3}\d+.*|\d[\d.]*(?:[=/ ].*)?)$", re.IGNORECASE)
_STEPS = re.compile(r"\s*(?:--|—|->|>|/|,|;)\s*|\s+-\s+")
_SUBDIVISION = re.compile(r"--|—|\s-\s")  # a librarian's heading, not a shop's path
_FICTION_ENDING = re.compile(r"(?:,| in| juvenile|, juvenile)? (?:non)?fiction$", re.IGNORECASE)
_LAST = "\uffff"  # other scripts sort behind plain letters
_GLOSS = re.compile(r"\s*\(.*")
_FICTION_TAIL = re.compile(r" (?:in fiction|juvenile fiction|fiction|fictional work by one author)$")


@lru_cache(maxsize=_CACHED_HEADINGS)
def read_subject(raw: str) -> Reading:
    """What one of Open Library's subjects says; :data:`NOTHING` for noise."""
    return _read_heading(raw, Origin.SUBJECT)


@lru_cache(maxsize=_CACHED_SHELVES)
def read_category(raw: str) -> Reading:
    """What one of Google's categories says; :data:`NOTHING` for noise."""
    return _read_heading(raw, Origin.CATEGORY)


@lru_cache(maxsize=_CACHED_SHELVES)
def read_shelf(raw: str) -> Reading:
    """What the name of a reader's own shelf says; :data:`NOTHING` for noise."""
    return _read_heading(raw, Origin.SHELF)


def genre_named(label: str) -> str | None:
    """The genre, or root, that a reader's label means; ``None`` for audiences, formats, places and the unknown."""
    tree = the_tree()
    key = key_of(cleaned(label))
    if found := tree.labels.get(key) or alias_of(key, tree):
        return found
    side = tree.sides.get(key)
    return None if side is None else side.value.capitalize()


def _read_heading(raw: str, origin: Origin) -> Reading:
    text = cleaned(raw)
    if _MACHINE_TAG.match(text):
        return _read_tag(text)
    if not text or len(text) > _LONGEST_TERM or _CALL_NUMBER.match(text):
        return NOTHING
    tree = the_tree()
    whole = key_of(text)
    if origin is Origin.SHELF:
        return _read_shelf(whole, tree, term=raw)
    if shop_path := _shop_path(text, tree):
        return read_path(shop_path, tree, term=raw)
    steps = [step for step in map(key_of, _STEPS.split(text)) if step]
    if about := [step for step in steps if step in tree.about_literature]:
        return Reading(clues=hints_of(about, tree, term=raw))
    if _is_path(text, steps, tree):
        return read_path(steps, tree, term=raw)
    return _read_subject(raw, text, whole, steps, origin, tree)


def _read_tag(text: str) -> Reading:
    """A machine's tag is noise, but a list's or a prize's name may take a side: ``nyt:hardcover-nonfiction=…``."""
    words = spelled(text).split()
    side = next((side for side in (Side.NONFICTION, Side.FICTION) if side.value in words), None)
    return Reading(vote=_BY_TERM[side]) if side else NOTHING


def _read_shelf(whole: str, tree: Tree, *, term: str) -> Reading:
    if is_ignored(whole, tree):
        return NOTHING
    genre = tree.genres.get(tree.labels.get(whole, ""))
    side = tree.sides.get(whole)
    return Reading(
        clues=(clue_of(genre, Kind.SHELF, whole, term=term),) if genre and not genre.is_root else (),
        vote=_BY_SHELF[side] if side else Vote.NONE,
        audience=tree.audiences.get(whole),
    )


def _shop_path(text: str, tree: Tree) -> list[str]:
    """The steps of "Body, Mind & Spirit / Astrology": between slashes commas are part of a name."""
    first, slash, _ = text.partition("/")
    if not slash or key_of(first) not in tree.heads:
        return []
    return [step for step in map(key_of, text.split("/")) if step]


def _is_path(text: str, steps: Sequence[str], tree: Tree) -> bool:
    starts_like_one = len(steps) > 1 and steps[0] in tree.heads
    return starts_like_one and not _SUBDIVISION.search(text) and tree.sides.get(steps[-1]) is not Side.FICTION


def _read_subject(
    raw: str, text: str, whole: str, steps: Sequence[str], origin: Origin, tree: Tree
) -> Reading:
    ignored = is_ignored(whole, tree)
    is_mark = whole in tree.sides or whole in tree.audiences
    side, vote = _side(whole, steps, tree)
    named = () if ignored else clues_of_name(whole, Kind(origin.value), tree, term=raw)
    rest = [] if named or is_mark else _besides_fiction(text, whole, steps, tree)
    parts = () if ignored else _clues_of_parts(rest, side, tree, term=raw)
    topic = None if named or parts or is_mark else _topic(text, (whole, *steps), tree)
    return Reading(
        clues=(*named, *parts, *hints_of((whole, *rest), tree, term=raw)),
        vote=vote,
        audience=audience_of((whole, *steps), tree),
        topic=topic,
        topic_key=f"{'' if topic.isascii() else _LAST}{topic.casefold()}" if topic else "",
    )


def _side(whole: str, steps: Sequence[str], tree: Tree) -> tuple[Side | None, Vote]:
    if side := tree.sides.get(whole):
        return side, _BY_TERM[side]
    if steps and (side := tree.sides.get(steps[-1])):
        return side, _BY_TAIL[side]
    return (Side.FICTION, Vote.FICTION_TAIL) if _FICTION_TAIL.search(whole) else (None, Vote.NONE)


def _besides_fiction(text: str, whole: str, steps: Sequence[str], tree: Tree) -> list[str]:
    """What a heading is about besides being fiction: "Magic" of "Magic, fiction" and of "Magic in fiction"."""
    if len(steps) > 1:
        rest = [step for step in steps if step not in tree.sides]
        # "World War, 1939-1945 -- Fiction": a comma may stand within the subject
        return [*rest, " ".join(rest)] if 1 < len(rest) < len(steps) else rest
    subject = singular(_FICTION_TAIL.sub("", whole))
    if subject not in (whole, *tree.qualifiers):
        return [subject]
    return [key for key in _broader(text) if key in tree.aliases]


def _broader(text: str) -> tuple[str, ...]:
    """A heading's noun: "Cookery" of "Cookery (Natural foods)" and of "Vegetarian cookery"."""
    without_gloss = _GLOSS.sub("", text)
    _, _, noun = key_of(without_gloss).rpartition(" ")
    return (key_of(without_gloss), noun)


def _clues_of_parts(steps: Sequence[str], side: Side | None, tree: Tree, *, term: str) -> tuple[Clue, ...]:
    """Parts may name genres: "Poets, biography" is a biography; but "Cooking, fiction" is no cookbook."""
    found = (clue for step in steps for clue in clues_of_name(step, Kind.HEADING, tree, term=term))
    return tuple(clue for clue in found if side is None or tree.genres[clue.genre].side in (None, side))


def _topic(text: str, keys: Sequence[str], tree: Tree) -> str | None:
    """The heading's subject without its subdivisions, as printed; characters, lists and bare qualifiers are none."""
    if any(is_ignored(key, tree) for key in keys):
        return None
    subject = _FICTION_ENDING.sub("", _SUBDIVISION.split(text)[0].strip())
    return subject if len(subject) > 2 and key_of(subject) not in tree.qualifiers else None
