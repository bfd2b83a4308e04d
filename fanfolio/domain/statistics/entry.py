"""A book as the dashboard shows it: the reader's public columns, completed by a catalogue and by the genre rules.

These are structs and not dataclasses because a document holds a hundred thousand of each: they are made several
times faster, and the garbage collector does not walk them (they are never part of a cycle).
"""

from datetime import date
from enum import StrEnum

import msgspec

from fanfolio.domain.book import Series, Shelf
from fanfolio.domain.classified import Evidence
from fanfolio.domain.enrichment import MatchedBy, Outcome, Source
from fanfolio.domain.statistics.formats import Format


class Origin(StrEnum):
    """Who says so: the reader's export, which always goes first, or a catalogue."""

    EXPORT = "export"
    CATALOGUE = "catalogue"


class CatalogueLink(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The catalogue's work that was recognised as the book, and how: enough to show, check and follow it."""

    source: Source
    key: str
    title: str
    matched_by: MatchedBy
    score: float
    cover_id: int | None
    cover_url: str | None
    description: str | None


class BookEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One book of the document: unknown is ``None``; nothing the reader wrote for themselves is here.

    ``read`` says whether statistics count it as read. ``average_crowd`` is how many ratings made a catalogue's
    average. ``first_year`` is when the work first came out, ``year_published`` when this edition did. Years
    may be negative (BCE). ``binding`` is the export's word, ``format`` what it means.
    """

    number: int
    title: str
    series: Series | None
    authors: tuple[str, ...]
    isbn13: str | None
    goodreads_id: str | None
    read: bool
    shelf: Shelf
    shelf_name: str
    shelves: tuple[str, ...]
    read_count: int | None
    date_started: date | None
    date_read: date | None
    date_added: date | None
    my_rating: float | None
    average_rating: float | None
    average_from: Origin | None
    average_crowd: int | None
    pages: int | None
    pages_from: Origin | None
    first_year: int | None
    first_year_from: Origin | None
    year_published: int | None
    publisher: str | None
    binding: str | None
    format: Format
    outcome: Outcome
    reason: str | None
    genres: tuple[str, ...]
    fiction: bool | None
    audience: str | None
    topics: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    catalogue: CatalogueLink | None

    @property
    def author(self) -> str | None:
        """The first author: later names are often translators, narrators or illustrators."""
        return self.authors[0] if self.authors else None
