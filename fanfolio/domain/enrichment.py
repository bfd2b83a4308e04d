"""What open catalogues know about a book, and how sure we are that it is the same book."""

from enum import StrEnum

from msgspec import Struct

from fanfolio.domain.classified import Classified


class Source(StrEnum):
    """The open catalogues."""

    OPEN_LIBRARY = "open-library"
    GOOGLE_BOOKS = "google-books"


class Outcome(StrEnum):
    """How a book's look-up ended; where two deliveries disagree, the better outcome stands."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    UNAVAILABLE = "unavailable"

    @property
    def rank(self) -> int:
        """0 is best: matched beats unmatched beats unavailable."""
        return _RANK[self]


_RANK = {Outcome.MATCHED: 0, Outcome.UNMATCHED: 1, Outcome.UNAVAILABLE: 2}


class MatchedBy(StrEnum):
    """How a catalogue's answer was recognised as the book that was asked for."""

    ISBN = "isbn"
    GOODREADS_ID = "goodreads-id"
    TITLE_AUTHOR = "title-author"


class Work(Struct, frozen=True, kw_only=True, gc=False):
    """A work's facts as a catalogue gives them, unjudged: what genres they make is :class:`Classified`.

    ``subjects`` are Open Library's raw subjects, ``categories`` Google's. ``first_year`` is a minimum over
    editions, ``pages`` a median. ``cover_id`` is Open Library's; ``cover_url`` an https address for others.
    ``description`` is plain text, cut at a sentence under 600 characters.
    """

    source: Source
    key: str
    title: str
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    cover_id: int | None = None
    cover_url: str | None = None
    first_year: int | None = None
    pages: int | None = None
    average_rating: float | None = None
    ratings_count: int | None = None
    languages: tuple[str, ...] = ()
    description: str | None = None


class Match(Struct, frozen=True, kw_only=True, gc=False):
    """A work that was recognised as the asked book: ``score`` is 1.0 for identifiers, else 0 to 1."""

    work: Work
    by: MatchedBy
    score: float = 1.0


class Enrichment(Struct, frozen=True, kw_only=True, gc=False):
    """The settled look-up of book ``number``; ``reason`` says why it is unavailable (a code, see docs).

    ``classified`` is what the genre rules make of the matched work by itself; without it, they are asked again.
    """

    number: int
    outcome: Outcome
    match: Match | None = None
    reason: str | None = None
    classified: Classified | None = None
