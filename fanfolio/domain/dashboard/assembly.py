"""From books and look-ups to the document."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from fanfolio.domain.book import Book
from fanfolio.domain.dashboard.classification import Classifier, ParentsOf
from fanfolio.domain.dashboard.coverage import count_coverage
from fanfolio.domain.dashboard.document import DASHBOARD_VERSION, Dashboard, JobFacts
from fanfolio.domain.dashboard.entries import write_entry
from fanfolio.domain.dashboard.plausible import Plausible
from fanfolio.domain.enrichment import Enrichment
from fanfolio.domain.errors import Complaint
from fanfolio.domain.statistics import compute_statistics
from fanfolio.domain.statistics.entry import BookEntry

SHOWN_COMPLAINTS = 100


def assemble_dashboard(
    *,
    job: JobFacts,
    books: Sequence[Book],
    enrichments: Mapping[int, Enrichment],
    complaints: Sequence[Complaint],
    notes: Mapping[str, int],
    classifier: Classifier | None = None,
    parents_of: ParentsOf | None = None,
) -> Dashboard:
    """The dashboard of ``books``, with ``enrichments`` by book number; the same inputs give the same document.

    ``classifier`` may know some of the books already; it and ``parents_of`` are the genre rules, those of
    :mod:`fanfolio.domain.genres` unless given.
    """
    if parents_of is None:
        # Loaded here and not above: the rules' tables cost a process that only decodes documents its start.
        from fanfolio.domain import genres

        parents_of = genres.parents_of
    plausible = Plausible.at(job.created_at)
    books = sorted(books, key=lambda book: book.number)
    with _collector_at_rest():
        entries = _write_entries(
            books, enrichments, classifier=classifier or Classifier(), plausible=plausible
        )
        return Dashboard(
            version=DASHBOARD_VERSION,
            job=job,
            coverage=count_coverage(books=books, entries=entries, complaints=complaints, notes=notes),
            statistics=compute_statistics(entries, parents_of=parents_of),
            books=tuple(entries),
            complaints=tuple(complaints[:SHOWN_COMPLAINTS]),
        )


def _write_entries(
    books: Sequence[Book],
    enrichments: Mapping[int, Enrichment],
    *,
    classifier: Classifier,
    plausible: Plausible,
) -> list[BookEntry]:
    entries = []
    for book in books:
        enrichment = enrichments.get(book.number)
        work = enrichment.match.work if enrichment and enrichment.match else None
        classified = classifier.of(work=work, shelves=book.shelves)
        entries.append(write_entry(book, enrichment=enrichment, classified=classified, plausible=plausible))
    return entries


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for cycles meanwhile: assembly makes none, and the search would take a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
