"""A job's library and what its workers have found out so far, read while other workers are still at it.

So that little is left to do when the last book is settled: only the last results are read then, and only their
books' entries have still to be written. What an entry does not show, such as raw subjects, is not kept.
"""

from dataclasses import dataclass, field

from fanfolio.domain.book import Book
from fanfolio.domain.dashboard import EntryWriter
from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.flow.shared import Shared
from fanfolio.keys import library_key, results_prefix
from fanfolio.library import read_books
from fanfolio.messages import decode_result
from fanfolio.ports import ObjectNotFound, Objects

Claim = tuple[Outcome, str]
"""What a result says of a book, and the key of that result."""


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What is known of one job; ``entries`` are by book number, of results that disagree the better one's."""

    objects: Objects
    job_id: str
    writer: EntryWriter
    books: dict[int, Book] = field(default_factory=dict)
    entries: dict[int, BookEntry] = field(default_factory=dict)
    settled: int = 0
    _sources: dict[int, str] = field(default_factory=dict)
    _read: set[str] = field(default_factory=set)
    _shared: Shared = field(default_factory=Shared)

    def prepare(self, *, settled: int) -> None:
        """Read what is new, if that many settled books say that something is."""
        if settled <= self.settled:
            return
        try:
            self.catch_up()
        except ObjectNotFound:
            # The job is being deleted: whoever looks at its record next will see it.
            return
        self.settled = settled

    def catch_up(self) -> None:
        """Read the library, once, and all results that have not been read.

        A result's key is never written twice, so none needs to be read again. Raises ObjectNotFound.
        """
        if not self.books:
            with self.objects.open(library_key(self.job_id)) as library:
                self.books = {book.number: self._shared.book(book) for book in read_books(library)}
        keys = [key for key in self.objects.keys(results_prefix(self.job_id)) if key not in self._read]
        for key, body in zip(keys, self.objects.get_all(keys), strict=True):
            for enrichment in decode_result(body).enrichments:
                self._note(enrichment, key)
        self._read.update(keys)

    def finish(self) -> None:
        """Read what is left; books of which no result speaks were not looked up in time. Raises ObjectNotFound."""
        self.catch_up()
        for number in self.books.keys() - self.entries.keys():
            self.entries[number] = self.writer.write(self.books[number], None)

    def _note(self, enrichment: Enrichment, key: str) -> None:
        number = enrichment.number
        known, source = self.entries.get(number), self._sources.get(number)
        # What only ``finish`` wrote has no source: any result is better.
        if known and source and not is_better((enrichment.outcome, key), (known.outcome, source)):
            return
        if book := self.books.get(number):
            self.entries[number] = self.writer.write(book, self._shared.enrichment(enrichment))
            self._sources[number] = key


def is_better(one: Claim, other: Claim) -> bool:
    """Matched beats unmatched beats unavailable; of equals the one whose key sorts first, whenever it came."""
    return (one[0].rank, one[1]) < (other[0].rank, other[1])
