"""A job as the service tells of it: one upload on its way to a dashboard."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from fanfolio_client.errors import UnexpectedAnswer
from fanfolio_client.reading import Members


class JobState(StrEnum):
    """Where a job stands."""

    ACCEPTED = "accepted"
    READING = "reading"
    ENRICHING = "enriching"
    ASSEMBLING = "assembling"
    COMPLETE = "complete"
    FAILED = "failed"
    DELETED = "deleted"


ENDED = frozenset({JobState.COMPLETE, JobState.FAILED, JobState.DELETED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Books whose look-up has ended, by how it ended."""

    matched: int
    unmatched: int
    unavailable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is; ``total`` is unknown until the file has been read."""

    state: JobState
    settled: int
    total: int | None
    counts: Counts

    @property
    def fraction(self) -> float | None:
        """From 0 to 1; unknown until the file has been read."""
        if self.total is None:
            return None
        return self.settled / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailure:
    """Why a job failed: ``code`` for programs, ``message`` for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How a job stands. Times are aware; ``rows = total + complaints``, unknown until the file has been read.

    ``document`` is everything as the service said it.
    """

    job_id: str
    state: JobState
    created_at: datetime
    deadline: datetime
    expires_at: datetime
    steps: Mapping[str, datetime]
    layout: str | None
    rows: int | None
    total: int | None
    complaints: int | None
    settled: int
    counts: Counts
    failure: JobFailure | None
    document: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def has_ended(self) -> bool:
        """Whether it has ended, well or not; a retry can open a complete one again."""
        return self.state in ENDED

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(state=self.state, settled=self.settled, total=self.total, counts=self.counts)

    @classmethod
    def read(cls, members: Members) -> "Job":
        """The job that an answer tells of; raises UnexpectedAnswer."""
        return cls(
            job_id=members.text("job_id"),
            state=_state(members.text("state")),
            created_at=members.moment("created_at"),
            deadline=members.moment("deadline"),
            expires_at=members.moment("expires_at"),
            steps=members.moments("steps"),
            layout=members.maybe_text("layout"),
            rows=members.maybe_count("rows"),
            total=members.maybe_count("total"),
            complaints=members.maybe_count("complaints"),
            settled=members.count("settled"),
            counts=_counts(members.object("counts")),
            failure=_failure(members.maybe_object("failure")),
            document=members.raw,
        )


def _state(name: str) -> JobState:
    try:
        return JobState(name)
    except ValueError as exc:
        raise UnexpectedAnswer(
            f"The job's state “{name}” is not known to this version of the client."
        ) from exc


def _counts(members: Members) -> Counts:
    return Counts(
        matched=members.count("matched"),
        unmatched=members.count("unmatched"),
        unavailable=members.count("unavailable"),
    )


def _failure(members: Members | None) -> JobFailure | None:
    return None if members is None else JobFailure(code=members.text("code"), message=members.text("message"))
