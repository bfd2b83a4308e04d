"""What every job store does alike, whatever it stands on."""

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from fanfolio.domain.errors import IllegalTransition
from fanfolio.domain.job import TRANSITIONS, Failure, Job, JobState, require_transition

# Taking a step over from a dead process is the same step: the time at which it was first entered stays.
TAKEN_OVER_STATES = frozenset(state for state, targets in TRANSITIONS.items() if state in targets)

# A retry goes back to ENRICHING: the steps after it have yet to come once more, so their times are dropped.
STEPS_AHEAD: Mapping[JobState, tuple[JobState, ...]] = {
    JobState.ENRICHING: (JobState.ASSEMBLING, JobState.COMPLETE)
}


# Whoever read the file, or assembled what a retry goes beyond, is done: its lease stands in nobody's way.
FREE_STATES = frozenset({JobState.ENRICHING})


def steps_after(steps: Mapping[str, datetime], *, to: JobState, at: datetime) -> dict[str, datetime]:
    """The times of a job's steps once it has entered ``to``."""
    ahead = {state.value for state in STEPS_AHEAD.get(to, ())}
    kept = {state: time for state, time in steps.items() if state not in ahead}
    first_time = kept.get(to.value, at) if to in TAKEN_OVER_STATES else at
    return {**kept, to.value: first_time}


def is_written(
    job: Job, to: JobState, *, at: datetime, document: str | None, failure: Failure | None
) -> bool:
    """Whether this very step stands already: a client sends its write again when the answer was lost."""
    return (
        job.state is to
        and job.steps.get(to.value) == at
        and document in (None, job.document)
        and failure in (None, job.failure)
    )


def is_created(job: Job, there: Job) -> bool:
    """Whether what is there began as this job: its creation was sent twice, not two jobs created."""
    facts = ("owner_digest", "created_at", "file_name", "size_bytes")
    return all(getattr(job, fact) == getattr(there, fact) for fact in facts)


def refuse_transition(current: JobState, to: JobState) -> NoReturn:
    """Raise the IllegalTransition for a conditional write that did not find the job in a legal state."""
    require_transition(current, to)
    raise IllegalTransition(f"the job was {current} when it should have become {to}")


def refuse_second_creation(job_id: str) -> NoReturn:
    """Raise the IllegalTransition for a job that is there already."""
    raise IllegalTransition(f"job {job_id} exists already")


def refuse_description(current: JobState) -> NoReturn:
    """Raise the IllegalTransition for facts about a file that is not being read."""
    raise IllegalTransition(f"a job that is {current} cannot be described: only one that is being read")


def tombstone(job_id: str, *, owner_digest: str, at: datetime, expires_at: datetime) -> Job:
    """What is left of a deleted job: whose it was, that it was deleted, and until when that is remembered."""
    return Job(
        job_id=job_id,
        state=JobState.DELETED,
        file_name="",
        size_bytes=0,
        owner_digest=owner_digest,
        created_at=at,
        deadline=at,
        expires_at=to_the_second(expires_at),
        steps={JobState.DELETED.value: at},
    )


def to_the_second(expiry: datetime) -> datetime:
    """An expiry as it is kept: whole seconds, the unit in which stores delete by themselves."""
    return expiry.replace(microsecond=0)
