"""A book of the export and what a catalogue knows of it become one entry of the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self, TypeVar

from fanfolio.domain.book import Book, Shelf
from fanfolio.domain.classification import Classifier
from fanfolio.domain.dashboard.plausible import Plausible
from fanfolio.domain.enrichment import Enrichment, Match, Outcome, Source, Work
from fanfolio.domain.statistics.entry import BookEntry, CatalogueLink, Origin
from fanfolio.domain.statistics.formats import format_of

Value = TypeVar("Value", int, float)

# A book that no result speaks of was never looked up: the deadline came first.
NOT_LOOKED_UP = "deadline-passed"

_NOTHING_KNOWN = Work(source=Source.OPEN_LIBRARY, key="", title="")

_SHELVES_OF_READ_BOOKS = frozenset({Shelf.CURRENTLY_READING, Shelf.TO_READ})


@dataclass(frozen=True, slots=True)
class EntryWriter:
    """Writes the entries of one upload; ``classifier`` may know some of its books already."""

    plausible: Plausible
    classifier: Classifier

    @classmethod
    def at(cls, uploaded_at: datetime, *, classifier: Classifier | None = None) -> Self:
        """For an export that was uploaded then; the genre rules are those of Fanfolio unless given."""
        return cls(Plausible.at(uploaded_at), classifier or Classifier())

    def write_all(self, books: Iterable[Book], enrichments: Mapping[int, Enrichment]) -> list[BookEntry]:
        """The entries of ``books``, with ``enrichments`` by book number."""
        return [self.write(book, enrichments.get(book.number)) for book in books]

    def write(self, book: Book, enrichment: Enrichment | None) -> BookEntry:
        """The entry of ``book``; what its export says stands, a catalogue fills what it leaves open."""
        match = enrichment.match if enrichment else None
        work = match.work if match else _NOTHING_KNOWN
        plausible = self.plausible
        classified = self.classifier.of_book(enrichment, shelves=book.shelves)
        average_rating, average_from = _first_known(book.average_rating, work.average_rating)
        pages, pages_from = _first_known(book.pages, work.pages)
        first_year, first_year_from = _first_known(
            plausible.year(book.original_year), plausible.year(work.first_year)
        )
        date_read = plausible.day(book.date_read)
        return BookEntry(
            number=book.number,
            title=book.title,
            series=book.series,
            authors=book.authors,
            isbn13=book.isbn13,
            goodreads_id=book.goodreads_id,
            read=counts_as_read(book.shelf, date_read=date_read),
            shelf=book.shelf,
            shelf_name=book.shelf_name,
            shelves=book.shelves,
            read_count=book.read_count,
            date_started=plausible.day(book.date_started),
            date_read=date_read,
            date_added=plausible.day(book.date_added),
            my_rating=book.my_rating,
            average_rating=average_rating,
            average_from=average_from,
            average_crowd=work.ratings_count if average_from is Origin.CATALOGUE else None,
            pages=pages,
            pages_from=pages_from,
            first_year=first_year,
            first_year_from=first_year_from,
            year_published=plausible.year(book.year_published),
            publisher=book.publisher,
            binding=book.binding,
            format=format_of(book.binding),
            outcome=enrichment.outcome if enrichment else Outcome.UNAVAILABLE,
            reason=enrichment.reason if enrichment else NOT_LOOKED_UP,
            genres=classified.genres,
            fiction=classified.fiction,
            audience=classified.audience,
            topics=classified.topics,
            evidence=classified.evidence,
            catalogue=_link(match) if match else None,
        )


def counts_as_read(shelf: Shelf, *, date_read: date | None) -> bool:
    """Whether statistics count a book on ``shelf`` as read.

    It stands on the read shelf; or it has a Date Read and went back to to-read or currently-reading, to be read
    again. A Date Read on a shelf of the reader's own does not count: that shelf may be for books given up.
    """
    return shelf is Shelf.READ or (date_read is not None and shelf in _SHELVES_OF_READ_BOOKS)


def _first_known(exported: Value | None, catalogued: Value | None) -> tuple[Value | None, Origin | None]:
    if exported is not None:
        return exported, Origin.EXPORT
    if catalogued is not None:
        return catalogued, Origin.CATALOGUE
    return None, None


def _link(match: Match) -> CatalogueLink:
    work = match.work
    return CatalogueLink(
        source=work.source,
        key=work.key,
        title=work.title,
        matched_by=match.by,
        score=match.score,
        cover_id=work.cover_id,
        cover_url=work.cover_url,
        description=work.description,
    )
