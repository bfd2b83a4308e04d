"""The sample's source table, and the identifiers that are invented for it."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalogue_sim import isbn as isbns

SOURCE = Path("catalogue_sim/sample/books.tsv")

# No agency has been given the registration group 99999 and no Goodreads id is that high, so that a live
# catalogue asked by these numbers knows none of them and never answers with some other book.
_ISBN_PREFIX = "97899999"
_GOODREADS_IDS_FROM = 990_000_000
_OTHER_EDITIONS_FROM = 1_000
_OTHER_EDITIONS = 3


@dataclass(frozen=True, kw_only=True)
class SampleBook:
    """A line of the table; ``genres`` are keys of ``genres.toml``, the main one first, ``topics`` extra subjects."""

    number: int
    title: str
    authors: tuple[str, ...]
    series: str | None
    year: int
    pages: int
    genres: tuple[str, ...]
    topics: tuple[str, ...]
    rating: float
    language: str
    note: str

    @cached_property
    def isbn13(self) -> str:
        """The ISBN of the reader's edition."""
        return _isbn(self.number)

    @cached_property
    def other_isbns(self) -> tuple[str, ...]:
        """The ISBNs of editions that only the catalogue knows."""
        first = _OTHER_EDITIONS_FROM + self.number * _OTHER_EDITIONS
        return tuple(_isbn(first + step) for step in range(_OTHER_EDITIONS))

    @cached_property
    def goodreads_id(self) -> str:
        """The Goodreads id of the reader's edition."""
        return str(_GOODREADS_IDS_FROM + self.number)

    @property
    def is_absent(self) -> bool:
        """Whether no catalogue knows it (these few are invented, authors and all)."""
        return self.note == "absent"

    @property
    def edition_of(self) -> str | None:
        """The title whose work this row is another edition of."""
        return self.note.removeprefix("edition of ") if self.note.startswith("edition of ") else None


def read_books(source: Path = SOURCE) -> list[SampleBook]:
    """All books of the table, in its order."""
    with source.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_book(number, row) for number, row in enumerate(rows, start=1)]


def _book(number: int, row: dict[str, str]) -> SampleBook:
    genres, *topics = row["genres"].split(";")
    return SampleBook(
        number=number,
        title=row["title"],
        authors=tuple(row["authors"].split(" & ")),
        series=row["series"] or None,
        year=int(row["year"]),
        pages=int(row["pages"]),
        genres=tuple(genres.split()),
        topics=tuple(topics),
        rating=float(row["rating"]),
        language=row["language"],
        note=row["note"],
    )


def _isbn(item: int) -> str:
    return isbns.with_check(f"{_ISBN_PREFIX}{item:04d}")
