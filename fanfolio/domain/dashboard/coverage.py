"""How complete a dashboard's picture is: every number that is missing something can point here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypedDict

from fanfolio.domain.book import Book
from fanfolio.domain.dashboard.document import ComplaintRow, Coverage, NoteRow, ReasonRow
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import Complaint
from fanfolio.domain.notes import MEANINGS
from fanfolio.domain.statistics.entry import BookEntry, Origin

_NO_REASON_GIVEN = "unknown"


def count_coverage(
    *,
    books: Sequence[Book],
    entries: Sequence[BookEntry],
    complaints: Sequence[Complaint],
    notes: Mapping[str, int],
) -> Coverage:
    """Count what is known and what is not; ``entries`` are those of ``books``, in the same order."""
    outcomes = Counter([entry.outcome for entry in entries])
    read = [entry for entry in entries if entry.read]
    return Coverage(
        total=len(entries),
        matched=outcomes[Outcome.MATCHED],
        unmatched=outcomes[Outcome.UNMATCHED],
        unavailable=outcomes[Outcome.UNAVAILABLE],
        unavailable_by_reason=_count_reasons(entries),
        read=len(read),
        **_count_gaps(read),
        implausible_days=sum(map(_has_lost_a_day, books, entries)),
        implausible_years=sum(map(_has_lost_a_year, books, entries)),
        dated_but_not_read=sum(1 for entry in entries if not entry.read and entry.date_read is not None),
        complaints=len(complaints),
        complaints_by_kind=_count_kinds(complaints),
        notes=tuple(
            NoteRow(kind=kind, cells=notes[kind], meaning=MEANINGS.get(kind, "")) for kind in sorted(notes)
        ),
    )


class _Gaps(TypedDict):
    undated: int
    unrated: int
    without_pages: int
    without_first_year: int
    without_genres: int
    without_author: int


def _count_gaps(read: Sequence[BookEntry]) -> _Gaps:
    """What is unknown of read books; in one pass, for each would wait for the memory that entries lie in."""
    undated = unrated = without_pages = without_first_year = without_genres = without_author = 0
    for entry in read:
        undated += entry.date_read is None
        unrated += entry.my_rating is None
        without_pages += entry.pages is None
        without_first_year += entry.first_year is None
        without_genres += not entry.genres
        without_author += not entry.authors
    return _Gaps(
        undated=undated,
        unrated=unrated,
        without_pages=without_pages,
        without_first_year=without_first_year,
        without_genres=without_genres,
        without_author=without_author,
    )


def _has_lost_a_day(book: Book, entry: BookEntry) -> bool:
    """Whether the export names a day that the entry took as unknown, since it cannot be true."""
    return (
        entry.date_read != book.date_read
        or entry.date_added != book.date_added
        or entry.date_started != book.date_started
    )


def _has_lost_a_year(book: Book, entry: BookEntry) -> bool:
    """Whether the export names a year that the entry took as unknown, since it cannot be true."""
    return entry.year_published != book.year_published or (
        book.original_year is not None and entry.first_year_from is not Origin.EXPORT
    )


def _count_reasons(entries: Sequence[BookEntry]) -> tuple[ReasonRow, ...]:
    reasons = Counter(
        entry.reason or _NO_REASON_GIVEN for entry in entries if entry.outcome is Outcome.UNAVAILABLE
    )
    return tuple(ReasonRow(reason=reason, books=reasons[reason]) for reason in sorted(reasons))


def _count_kinds(complaints: Sequence[Complaint]) -> tuple[ComplaintRow, ...]:
    kinds = Counter(complaint.kind for complaint in complaints)
    return tuple(ComplaintRow(kind=kind, rows=kinds[kind]) for kind in sorted(kinds))
