"""From books and their entries to the document."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from fanfolio.domain.book import Book
from fanfolio.domain.dashboard.coverage import count_coverage
from fanfolio.domain.dashboard.document import DASHBOARD_VERSION, Dashboard, JobFacts
from fanfolio.domain.errors import Complaint
from fanfolio.domain.statistics import ParentsOf, compute_statistics
from fanfolio.domain.statistics.entry import BookEntry

SHOWN_COMPLAINTS = 100


def assemble_dashboard(
    *,
    job: JobFacts,
    books: Sequence[Book],
    entries: Mapping[int, BookEntry],
    complaints: Sequence[Complaint],
    notes: Mapping[str, int],
    parents_of: ParentsOf | None = None,
) -> Dashboard:
    """The dashboard of ``books``, each with its entry by number; the same inputs give the same document.

    ``parents_of`` names a genre's parents: those of :mod:`fanfolio.domain.genres` unless given.
    """
    if parents_of is None:
        # Loaded here and not above: the rules' tables cost a process that only decodes documents its start.
        from fanfolio.domain import genres

        parents_of = genres.parents_of
    books = sorted(books, key=lambda book: book.number)
    in_order = [entries[book.number] for book in books]
    with collector_at_rest():
        return Dashboard(
            version=DASHBOARD_VERSION,
            job=job,
            coverage=count_coverage(books=books, entries=in_order, complaints=complaints, notes=notes),
            statistics=compute_statistics(in_order, parents_of=parents_of),
            books=tuple(in_order),
            complaints=tuple(complaints[:SHOWN_COMPLAINTS]),
        )


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search for cycles meanwhile: assembly makes none, and the search would take a third of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
