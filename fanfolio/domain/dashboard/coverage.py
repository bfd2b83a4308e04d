"""How complete a dashboard's picture is: every number that is missing something can point here."""

from collections import Counter
from collections.abc import Mapping, Sequence

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
    outcomes = [entry.outcome for entry in entries]
    read = [entry for entry in entries if entry.read]
    return Coverage(
        total=len(entries),
        matched=outcomes.count(Outcome.MATCHED),
        unmatched=outcomes.count(Outcome.UNMATCHED),
        unavailable=outcomes.count(Outcome.UNAVAILABLE),
        unavailable_by_reason=_count_reasons(entries),
        read=len(read),
        undated=sum(1 for entry in read if entry.date_read is None),
        unrated=sum(1 for entry in read if entry.my_rating is None),
        without_pages=sum(1 for entry in read if entry.pages is None),
        without_first_year=sum(1 for entry in read if entry.first_year is None),
        without_genres=sum(1 for entry in read if not entry.genres),
        without_author=sum(1 for entry in read if not entry.authors),
        implausible_days=sum(map(_has_lost_a_day, books, entries)),
        implausible_years=sum(map(_has_lost_a_year, books, entries)),
        dated_but_not_read=sum(1 for entry in entries if not entry.read and entry.date_read is not None),
        complaints=len(complaints),
        complaints_by_kind=_count_kinds(complaints),
        notes=tuple(
            NoteRow(kind=kind, cells=notes[kind], meaning=MEANINGS.get(kind, "")) for kind in sorted(notes)
        ),
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
