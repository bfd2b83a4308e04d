"""A job: one upload on its way to a dashboard; states, legal transitions, progress as sets of settled books."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import IllegalTransition


class JobState(StrEnum):
    """Where a job stands; ``DELETED`` is the tombstone that tells late workers to stop."""

    ACCEPTED = "accepted"
    READING = "reading"
    ENRICHING = "enriching"
    ASSEMBLING = "assembling"
    COMPLETE = "complete"
    FAILED = "failed"
    DELETED = "deleted"


# Re-entering READING and ASSEMBLING is legal: whoever takes over from a killed process starts that step again.
# COMPLETE → ENRICHING is a retry of unavailable books.
TRANSITIONS: Mapping[JobState, frozenset[JobState]] = {
    JobState.ACCEPTED: frozenset({JobState.READING, JobState.FAILED, JobState.DELETED}),
    JobState.READING: frozenset({JobState.READING, JobState.ENRICHING, JobState.FAILED, JobState.DELETED}),
    JobState.ENRICHING: frozenset({JobState.ASSEMBLING, JobState.FAILED, JobState.DELETED}),
    JobState.ASSEMBLING: frozenset(
        {JobState.ASSEMBLING, JobState.COMPLETE, JobState.FAILED, JobState.DELETED}
    ),
    JobState.COMPLETE: frozenset({JobState.ENRICHING, JobState.DELETED}),
    JobState.FAILED: frozenset({JobState.DELETED}),
    JobState.DELETED: frozenset(),
}

OPEN_STATES = frozenset({JobState.ACCEPTED, JobState.READING, JobState.ENRICHING, JobState.ASSEMBLING})


def sources_of(target: JobState) -> frozenset[JobState]:
    """The states from which ``target`` may follow: what a conditional write checks."""
    return frozenset(state for state, targets in TRANSITIONS.items() if target in targets)


def require_transition(current: JobState, target: JobState) -> None:
    """Raise :class:`IllegalTransition` unless ``target`` may follow ``current``."""
    if target not in TRANSITIONS[current]:
        raise IllegalTransition(f"a job that is {current} cannot become {target}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a job failed: ``code`` for programs, ``message`` for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One upload's record: what is known about it apart from its books.

    ``steps`` holds when each state was entered. ``total`` is the number of books (``None`` until the file
    is read), ``rows`` = books + complaints; ``notes`` counts cells that could not be used, by kind.
    ``deadline`` is when the job ends with what it has. ``document`` is the key of the dashboard that stands.
    ``watched_until`` is a lease. ``owner_digest`` is the SHA-256 of the owner token, hex.
    """

    job_id: str
    state: JobState
    file_name: str
    size_bytes: int
    owner_digest: str
    created_at: datetime
    deadline: datetime
    expires_at: datetime
    steps: Mapping[str, datetime] = field(default_factory=dict)
    layout: str | None = None
    rows: int | None = None
    total: int | None = None
    complaints: int | None = None
    notes: Mapping[str, int] | None = None
    chunks: int | None = None
    counts: Mapping[str, int] | None = None
    document: str | None = None
    watched_until: datetime | None = None
    failure: Failure | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something for this job to end."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Which books are settled, as sets of numbers: adding the same ones again changes nothing."""

    matched: frozenset[int] = frozenset()
    unmatched: frozenset[int] = frozenset()
    unavailable: frozenset[int] = frozenset()

    @classmethod
    def of(cls, outcomes: Mapping[Outcome, Iterable[int]]) -> "Progress":
        """Resolve raw sets, in which deliveries may disagree: matched beats unmatched beats unavailable."""
        matched = frozenset(outcomes.get(Outcome.MATCHED, ()))
        unmatched = frozenset(outcomes.get(Outcome.UNMATCHED, ())) - matched
        unavailable = frozenset(outcomes.get(Outcome.UNAVAILABLE, ())) - matched - unmatched
        return cls(matched=matched, unmatched=unmatched, unavailable=unavailable)

    @property
    def settled(self) -> int:
        """How many books have an outcome."""
        return len(self.matched) + len(self.unmatched) + len(self.unavailable)

    def counts(self) -> dict[str, int]:
        """Books by outcome, keyed by the outcome's name."""
        return {
            Outcome.MATCHED.value: len(self.matched),
            Outcome.UNMATCHED.value: len(self.unmatched),
            Outcome.UNAVAILABLE.value: len(self.unavailable),
        }
