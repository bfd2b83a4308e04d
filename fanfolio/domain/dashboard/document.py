"""The dashboard document, version 1: what anybody who has the link may see."""

from datetime import datetime
from functools import cache
from typing import Final, Literal

import msgspec

from fanfolio.domain.errors import Complaint, DocumentUnreadable
from fanfolio.domain.job import Job
from fanfolio.domain.statistics import Statistics
from fanfolio.domain.statistics.entry import BookEntry

DASHBOARD_VERSION: Final = 1


class JobFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class ReasonRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How many books a catalogue could not be asked about, by reason code."""

    reason: str
    books: int


class ComplaintRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How many rows did not become a book, by kind."""

    kind: str
    rows: int


class NoteRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How many cells of the export could not be used, by kind, and what that ``meaning`` is for its reader."""

    kind: str
    cells: int
    meaning: str


class Coverage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class Dashboard(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The whole document: ``books`` in row order, ``complaints`` the first hundred."""

    version: Literal[1]
    job: JobFacts
    coverage: Coverage
    statistics: Statistics
    books: tuple[BookEntry, ...]
    complaints: tuple[Complaint, ...]


class _Versioned(msgspec.Struct):
    version: int


_encoder = msgspec.json.Encoder()


@cache
def _decoder() -> msgspec.json.Decoder[Dashboard]:
    """Made when it is first needed: who only writes documents need not wait for it at its start."""
    return msgspec.json.Decoder(Dashboard)


def encode_dashboard(dashboard: Dashboard) -> bytes:
    """The document as JSON, in the order of its fields: the same dashboard, the same bytes."""
    return _encoder.encode(dashboard)


def decode_dashboard(body: bytes) -> Dashboard:
    """Read a stored document; raises :class:`DocumentUnreadable` on another version or shape."""
    try:
        version = msgspec.json.decode(body, type=_Versioned).version
        if version != DASHBOARD_VERSION:
            raise DocumentUnreadable(f"stored dashboard version {version} is not {DASHBOARD_VERSION}")
        return _decoder().decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise DocumentUnreadable(f"the stored dashboard is not of version {DASHBOARD_VERSION}") from exc
