"""The dashboard document, version 1: what anybody who has the link may see."""

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

from fanfolio.domain.errors import Complaint
from fanfolio.domain.job import Job
from fanfolio.domain.statistics import Statistics
from fanfolio.domain.statistics.entry import BookEntry

DASHBOARD_VERSION: Final = 1


class JobFacts(Struct, frozen=True, kw_only=True, gc=False):
    """What a shared link may tell of the upload: the file's name is not in here, it may name its owner.

    ``rows`` is the rows of the file: books plus complaints. ``created_at`` (aware UTC) also bounds which days and
    years are plausible.
    """

    job_id: str
    created_at: datetime
    layout: str | None
    rows: int | None

    @classmethod
    def of(cls, job: Job) -> "JobFacts":
        """The facts of ``job`` that may be shared."""
        return cls(job_id=job.job_id, created_at=job.created_at, layout=job.layout, rows=job.rows)


class ReasonRow(Struct, frozen=True, kw_only=True, gc=False):
    """How many books a catalogue could not be asked about, by reason code."""

    reason: str
    books: int


class ComplaintRow(Struct, frozen=True, kw_only=True, gc=False):
    """How many rows did not become a book, by kind."""

    kind: str
    rows: int


class NoteRow(Struct, frozen=True, kw_only=True, gc=False):
    """How many cells of the export could not be used, by kind, and what that ``meaning`` is for its reader."""

    kind: str
    cells: int
    meaning: str


class Coverage(Struct, frozen=True, kw_only=True, gc=False):
    """How complete the picture is. ``matched + unmatched + unavailable`` are all books.

    ``undated``, ``unrated`` and the ``without_…`` counts are of read books. ``implausible_days`` and
    ``implausible_years`` are books with one that was taken as unknown. ``dated_but_not_read`` are books with a
    Date Read on a shelf of the reader's own: finished or given up, nobody can tell, so they do not count as read.
    ``notes`` are cells that could not be used in rows that are books.
    """

    total: int
    matched: int
    unmatched: int
    unavailable: int
    unavailable_by_reason: tuple[ReasonRow, ...]
    read: int
    undated: int
    unrated: int
    without_pages: int
    without_first_year: int
    without_genres: int
    without_author: int
    implausible_days: int
    implausible_years: int
    dated_but_not_read: int
    complaints: int
    complaints_by_kind: tuple[ComplaintRow, ...]
    notes: tuple[NoteRow, ...]


class Dashboard(Struct, frozen=True, kw_only=True, gc=False):
    """The whole document: ``books`` in row order, ``complaints`` the first hundred."""

    version: Literal[1]
    job: JobFacts
    coverage: Coverage
    statistics: Statistics
    books: tuple[BookEntry, ...]
    complaints: tuple[Complaint, ...]
