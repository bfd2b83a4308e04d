"""The table of genres, read once from ``tree.toml`` and ready for look-ups."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from fanfolio.domain.genres.terms import key_of

LANGUAGES = ("en", "es", "de", "fr", "pt", "it")


class Audience(StrEnum):
    """For whom a book is made."""

    ADULT = "adult"
    YOUNG_ADULT = "young_adult"
    CHILDREN = "children"


class Side(StrEnum):
    """The two halves of a library; also the names of the tree's roots, lower-cased."""

    FICTION = "fiction"
    NONFICTION = "nonfiction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """One genre; ``parents``, ``ancestors`` and ``lineage`` (itself and its ancestors) leave out the roots.

    ``side`` is ``None`` for a form that may be either, ``lean`` what it is when nothing else says; ``decisive`` is
    explained in the table.
    """

    name: str
    parents: tuple[str, ...]
    ancestors: tuple[str, ...]
    lineage: tuple[str, ...]
    children: tuple[str, ...]
    side: Side | None
    lean: Side | None
    decisive: bool
    is_root: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the first step of a path says by itself."""

    side: Side | None
    audience: Audience | None
    genre: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Every look-up by comparable spelling (see :mod:`.terms`)."""

    genres: Mapping[str, Genre]
    aliases: Mapping[str, str]
    labels: Mapping[str, str]
    hints: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, Head]
    paths: Mapping[tuple[str, ...], str]
    sides: Mapping[str, Side]
    audiences: Mapping[str, Audience]
    about_literature: frozenset[str]
    ignored: frozenset[str]
    ignored_starts: tuple[str, ...]
    ignored_ends: tuple[str, ...]
    qualifiers: frozenset[str]


class TableBroken(ValueError):
    """The table contradicts itself: an unknown parent, a cycle, or an alias that two genres claim."""


@cache
def the_tree() -> Tree:
    """The packaged table, parsed once a process."""
    return read_tree((resources.files(__package__) / "tree.toml").read_text(encoding="utf-8"))


def read_tree(text: str) -> Tree:
    """Parse a table; raises :class:`TableBroken` when it contradicts itself."""
    table = tomllib.loads(text)
    genres = _genres(table["genres"])
    ignore = table["ignore"]
    return Tree(
        genres=genres,
        aliases=_without_labels(_claims(table["genres"], LANGUAGES), table["genres"]),
        labels=_claims(table["genres"], (*LANGUAGES, "labels")),
        hints=_hints(table["genres"]),
        heads={key_of(name): _head(head) for name, head in table["heads"].items()},
        paths={
            tuple(key_of(step) for step in path.split("/")): _known(genre, genres)
            for path, genre in table["paths"].items()
        },
        sides={term: side for side in Side for term in _spellings(table["marks"][side.value])},
        audiences={
            term: audience for audience in Audience for term in _spellings(table["marks"][audience.value])
        },
        about_literature=frozenset(_spellings(table["marks"]["about_literature"])),
        ignored=frozenset(_spellings(ignore["terms"])),
        ignored_starts=tuple(key_of(start) + " " for start in ignore["starts"]),
        ignored_ends=tuple(" " + key_of(end) for end in ignore["ends"]),
        qualifiers=frozenset(key_of(word) for word in table["qualifiers"]["words"]),
    )


def _genres(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Genre]:
    return {name: _genre(name, rows) for name in rows}


def _genre(name: str, rows: Mapping[str, Mapping[str, Any]]) -> Genre:
    row = rows[name]
    line = (name, *_ancestors(name, rows))
    sides = {Side(root.casefold()) for root in line if rows[root].get("root")}
    if len(sides) > 1:
        raise TableBroken(f"{name!r} stands under both roots")
    ancestors = tuple(kin for kin in line[1:] if not rows[kin].get("root"))
    return Genre(
        name=name,
        parents=tuple(parent for parent in row.get("parents", ()) if not rows[parent].get("root")),
        ancestors=ancestors,
        lineage=(name, *ancestors),
        children=tuple(child for child, kin in rows.items() if name in kin.get("parents", ())),
        side=next(iter(sides), None),
        lean=next((Side(rows[kin]["lean"]) for kin in line if "lean" in rows[kin]), None),
        decisive=bool(row.get("decisive")),
        is_root=bool(row.get("root")),
    )


def _ancestors(name: str, rows: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Parents first, then theirs, each once."""
    found: list[str] = []
    level = [name]
    while level:
        level = [parent for child in level for parent in rows[child].get("parents", ())]
        for parent in level:
            if parent not in rows or parent == name:
                raise TableBroken(f"{name!r} cannot stand under {parent!r}")
        level = [parent for parent in dict.fromkeys(level) if parent not in found]
        found.extend(level)
    return tuple(found)


def _claims(rows: Mapping[str, Mapping[str, Any]], fields: Iterable[str]) -> dict[str, str]:
    """Which genre each spelling of these fields, and each genre's own name, belongs to."""
    claimed: dict[str, str] = {}
    for name, row in rows.items():
        for spelling in _spellings([name, *(alias for field in fields for alias in row.get(field, ()))]):
            if claimed.setdefault(spelling, name) != name:
                raise TableBroken(f"{spelling!r} is claimed by {claimed[spelling]!r} and {name!r}")
    return claimed


def _without_labels(aliases: Mapping[str, str], rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Aliases less what counts only from a reader, be it a genre's own name."""
    labels = {label for row in rows.values() for label in _spellings(row.get("labels", ()))}
    return {alias: genre for alias, genre in aliases.items() if alias not in labels}


def _hints(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    hinted: dict[str, list[str]] = {}
    for name, row in rows.items():
        for hint in dict.fromkeys(_spellings((*row.get("labels", ()), *row.get("hints", ())))):
            hinted.setdefault(hint, []).append(name)
    return {hint: tuple(names) for hint, names in hinted.items()}


def _head(row: Mapping[str, str]) -> Head:
    return Head(
        side=Side(row["side"]) if "side" in row else None,
        audience=Audience(row["audience"]) if "audience" in row else None,
        genre=row.get("genre"),
    )


def _known(genre: str, genres: Mapping[str, Genre]) -> str:
    if genre not in genres:
        raise TableBroken(f"a path leads to {genre!r}, which is no genre")
    return genre


def _spellings(terms: Iterable[str]) -> Iterator[str]:
    return (key_of(term) for term in terms)
