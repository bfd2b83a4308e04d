"""What a heading can say about a book, and how much each way of saying it counts."""

from enum import IntEnum, StrEnum, auto
from typing import NamedTuple

from fanfolio.domain.genres.tree import Audience, Genre, Side


class Origin(StrEnum):
    """Who said it: Open Library's subjects, Google's categories, the reader's own shelves."""

    SUBJECT = "subject"
    CATEGORY = "category"
    SHELF = "shelf"


class Kind(StrEnum):
    """How it was said: a shelf mark's path, a whole category or subject, part of a heading, a mere hint, a shelf."""

    PATH = "path"
    CATEGORY = "category"
    SUBJECT = "subject"
    HEADING = "heading"
    HINT = "hint"
    SHELF = "shelf"


WEIGHTS = {
    Kind.PATH: 1.0,
    Kind.CATEGORY: 1.0,
    Kind.SUBJECT: 1.0,
    Kind.HEADING: 0.6,
    Kind.HINT: 0.4,
    Kind.SHELF: 0.15,
}


class Vote(IntEnum):
    """The ways of saying "fiction" or "non-fiction"; ``genre_weights.toml`` knows what each is worth."""

    NONE = 0
    FICTION_TERM = auto()  # "Fiction", "Novela"
    FICTION_TAIL = auto()  # "Lighthouses, fiction"
    FICTION_PATH = auto()  # "Fiction, sea stories"
    FICTION_GENRE = auto()
    FICTION_FORM = auto()  # poetry, plays, comics, jokes: it leans to fiction
    FICTION_HINT = auto()
    NONFICTION_TERM = auto()
    NONFICTION_TAIL = auto()
    NONFICTION_PATH = auto()
    NONFICTION_KIND = auto()  # what a book is: biography, cookbook
    NONFICTION_MATTER = auto()  # what it is about: history, philosophy
    NONFICTION_HINT = auto()
    FICTION_SHELF = auto()
    NONFICTION_SHELF = auto()


class Clue(NamedTuple):
    """One genre that a heading speaks for: a bare tuple, for there are millions."""

    key: str
    """Origin, genre and spelling: the same voice twice counts once."""
    genre: str
    kind: Kind
    weight: float
    vote: Vote
    term: str
    """The heading as its source wrote it."""


class Reading(NamedTuple):
    """All that one heading says."""

    clues: tuple[Clue, ...] = ()
    vote: Vote = Vote.NONE
    audience: Audience | None = None
    topic: str | None = None
    topic_key: str = ""
    """Spellings of one topic share it; it sorts plain letters first."""


NOTHING = Reading()


def clue_of(genre: Genre, kind: Kind, said: str, *, term: str, share: float = 1.0) -> Clue:
    """A clue; ``said`` is the spelling that spoke, ``share`` how much of its kind's weight it has."""
    return Clue(
        key=f"{kind.value}/{genre.name}/{said}",
        genre=genre.name,
        kind=kind,
        weight=WEIGHTS[kind] * share,
        vote=_vote_of(genre, kind),
        term=term,
    )


def _vote_of(genre: Genre, kind: Kind) -> Vote:
    side = genre.side or genre.lean
    if side is None:
        return Vote.NONE
    fiction = side is Side.FICTION
    if kind is Kind.SHELF:
        return Vote.FICTION_SHELF if fiction else Vote.NONFICTION_SHELF
    if genre.side is None:
        return Vote.FICTION_FORM
    if kind is Kind.HINT:
        return Vote.FICTION_HINT if fiction else Vote.NONFICTION_HINT
    if fiction:
        return Vote.FICTION_GENRE
    return Vote.NONFICTION_KIND if genre.decisive else Vote.NONFICTION_MATTER
