"""Authors' names as exports and catalogues write them, taken apart into the words of each person."""

import re
from collections.abc import Sequence
from functools import lru_cache

from fanfolio.domain.folding import fold

# Names an export or a catalogue gives where nobody is named.
_NOBODY = frozenset(
    {"", "unknown", "unknown author", "anonymous", "various", "various authors", "author", "na"}
)
_TITLES = "dr prof professor sir dame rev mr mrs ms saint st graf count countess baron lord lady"
_DECORATIONS = frozenset(_TITLES.split()) | {"jr", "sr", "phd", "md"}
_YEARS = re.compile(r",?\s*\(?\b\d{4}\s*[-–]\s*(?:\d{4})?\)?\.?\s*$")
_SEVERAL = re.compile(r"\s*(?:;|/|\s&\s|\sand\s|\swith\s)\s*")
_RUSSIAN_ENDING = re.compile(r"(?:ii|iy|ij|yi)$")  # "Dmitrii", as librarians write "Dmitry"
_RUN_TOGETHER_INITIALS = re.compile(r"\b[A-Z]{2,3}\b(?=\s)")


def is_named(author: str | None) -> bool:
    """Whether the text names somebody at all."""
    return author is not None and fold(author) not in _NOBODY


def surname_first_undone(name: str) -> str:
    """``Last, First`` as ``First Last``; names with more than one comma stay."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or fold(first) in _DECORATIONS or not first.strip():
        return name
    return f"{first.strip()} {last.strip()}"


@lru_cache(maxsize=4_096)
def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of each person a text names, in the ways in which it may be read."""
    return tuple(words for person in _persons(_YEARS.sub("", name)) if (words := _words_of(person)))


def _persons(name: str) -> Sequence[str]:
    if len(parts := [part for part in _SEVERAL.split(name) if part.strip()]) > 1:
        return [person for part in parts for person in _persons(part)]
    parts = [part.strip() for part in name.split(",")]
    while len(parts) > 1 and (fold(parts[-1]) in _DECORATIONS or not parts[-1]):
        parts.pop()  # "Tolstoy, Leo, graf"
    if len(parts) > 1 and all(" " in part for part in parts):
        return [*parts, name]  # "Neil Gaiman, Terry Pratchett", or "García Márquez, Gabriel José"
    return [", ".join(parts)]


def _words_of(person: str) -> tuple[str, ...]:
    person = surname_first_undone(person)
    if not person.isupper():
        person = _RUN_TOGETHER_INITIALS.sub(lambda initials: " ".join(initials[0]), person)
    words = [_RUSSIAN_ENDING.sub("y", word) for word in fold(person).split()]
    return tuple([word for word in words if word not in _DECORATIONS] or words)
