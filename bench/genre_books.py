"""Books whose genres readers have named, read from a CSV file.

The columns ``ol_subjects`` and ``goodreads_genres`` are needed, their parts separated by ``|``; ``title`` is shown
where there is one; others are of no consequence.

*Truth*: each reader's label is looked up with ``genre_named``; labels that name no genre (formats, audiences, places,
centuries) are set aside; the rest is closed under the tree's parents; the roots Fiction and Nonfiction never count.
"""

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fanfolio.domain.genres import all_genres, genre_named, parents_of

_NEEDED = ("ol_subjects", "goodreads_genres")
_GENRES = frozenset(all_genres())


class UnreadableBooks(ValueError):
    """The file is not of the expected shape; the message says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledBook:
    """One book: what Open Library says, what readers say."""

    title: str
    subjects: tuple[str, ...]
    labels: tuple[str, ...]
    truth: frozenset[str]
    """The readers' genres, closed under parents, without the roots."""
    fiction: bool | None
    """Whether readers call it Fiction or Nonfiction; ``None`` when they say neither or both."""


def read_books(path: Path) -> list[LabelledBook]:
    """Every book of the file; raises :class:`UnreadableBooks`."""
    csv.field_size_limit(sys.maxsize)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _books(csv.DictReader(file), path)
    except OSError as exc:
        raise UnreadableBooks(f"{path}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise UnreadableBooks(f"{path} is not UTF-8 (byte {exc.start}): save it as UTF-8.") from exc


def _books(rows: "csv.DictReader[str]", path: Path) -> list[LabelledBook]:
    found = rows.fieldnames or []
    if missing := [name for name in _NEEDED if name not in found]:
        has = ", ".join(found) or "nothing"
        raise UnreadableBooks(
            f"{path} has no column {' and no column '.join(missing)}; its first line has: {has}."
        )
    books = [_book(row) for row in rows]
    if not books:
        raise UnreadableBooks(f"{path} has a header but no books.")
    return books


def _book(row: dict[str, str | None]) -> LabelledBook:
    labels = _split(row["goodreads_genres"])
    return LabelledBook(
        title=row.get("title") or "(untitled)",
        subjects=_split(row["ol_subjects"]),
        labels=labels,
        truth=_genres_of(labels),
        fiction=_side_of(labels),
    )


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _genres_of(labels: Iterable[str]) -> frozenset[str]:
    named = {genre for label in labels if (genre := genre_named(label)) in _GENRES}
    return frozenset(named.union(*(parents_of(genre) for genre in named)))


def _side_of(labels: Iterable[str]) -> bool | None:
    sides = {label.casefold().replace("-", "") for label in labels} & {"fiction", "nonfiction"}
    return None if len(sides) != 1 else sides == {"fiction"}
