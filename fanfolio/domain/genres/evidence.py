"""What a heading can say about a book, and how much each way of saying it counts."""

from dataclasses import dataclass
from enum import StrEnum

from fanfolio.domain.genres.tree import Audience, Side


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One genre that a heading speaks for; ``said`` is the spelling that did, so that repetitions count once."""

    genre: str
    kind: Kind
    weight: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one heading says; ``side_weight`` is 0 when it takes no side."""

    clues: tuple[Clue, ...] = ()
    side: Side | None = None
    side_weight: float = 0.0
    audience: Audience | None = None
    topic: str | None = None


NOTHING = Reading()
