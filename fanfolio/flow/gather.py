"""A job's library and what its workers have found out so far, read while other workers are still at it.

So that little is left to do when the last book is settled: only the last results are read then, and only their
books' genres have still to be worked out.
"""

from dataclasses import dataclass, field

from fanfolio.domain.book import Book
from fanfolio.domain.dashboard import Classifier
from fanfolio.domain.enrichment import Enrichment
from fanfolio.keys import library_key, results_prefix
from fanfolio.library import read_books
from fanfolio.messages import decode_result, encode_enrichment
from fanfolio.ports import ObjectNotFound, Objects


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What is known of one job; ``enrichments`` are by book number, of those that disagree the better one."""

    objects: Objects
    job_id: str
    classifier: Classifier
    books: dict[int, Book] = field(default_factory=dict)
    enrichments: dict[int, Enrichment] = field(default_factory=dict)
    settled: int = 0
    _read: set[str] = field(default_factory=set)

    def prepare(self, *, settled: int) -> None:
        """Read what is new, if that many settled books say that something is, and work out its genres."""
        if settled <= self.settled:
            return
        try:
            numbers = self.catch_up()
        except ObjectNotFound:
            # The job is being deleted: whoever looks at its record next will see it.
            return
        for number in numbers:
            self._classify(number)
        self.settled = settled

    def catch_up(self) -> set[int]:
        """Read the library, once, and all results that have not been read; the numbers of their books.

        A result's key is never written twice, so none needs to be read again. Raises ObjectNotFound.
        """
        if not self.books:
            with self.objects.open(library_key(self.job_id)) as library:
                self.books = {book.number: book for book in read_books(library)}
        keys = [key for key in self.objects.keys(results_prefix(self.job_id)) if key not in self._read]
        numbers: set[int] = set()
        for body in self.objects.get_all(keys):
            for enrichment in decode_result(body).enrichments:
                known = self.enrichments.get(enrichment.number)
                self.enrichments[enrichment.number] = better_of(known, enrichment) if known else enrichment
                numbers.add(enrichment.number)
        self._read.update(keys)
        return numbers

    def _classify(self, number: int) -> None:
        match = self.enrichments[number].match
        book = self.books.get(number)
        if match and book:
            self.classifier.of(work=match.work, shelves=book.shelves)


def better_of(one: Enrichment, other: Enrichment) -> Enrichment:
    """Of two deliveries that disagree: matched beats unmatched beats unavailable; equals by content, not by time."""
    if one.outcome.rank != other.outcome.rank:
        return min(one, other, key=lambda enrichment: enrichment.outcome.rank)
    return one if one == other else min(one, other, key=encode_enrichment)
