"""What the API answers, as pydantic models: the shapes of the contract."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from fanfolio.domain.job import Failure, Job, JobState, Progress
from fanfolio.flow.consult import JobStatus


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Counts(_View):
    """Settled books by outcome."""

    matched: int
    unmatched: int
    unavailable: int


class FailureView(_View):
    """Why a job failed."""

    code: str
    message: str


class JobView(_View):
    """How a job stands; ``steps`` tells when each state was entered."""

    job_id: str
    state: JobState
    created_at: datetime
    deadline: datetime
    expires_at: datetime
    steps: dict[str, datetime]
    layout: str | None = Field(description="The export's layout, as recognised.")
    rows: int | None = Field(description="Rows of the file: books + complaints. Unknown until it is read.")
    total: int | None = Field(description="Books of the file. Unknown until it is read.")
    complaints: int | None = Field(description="Rows that are no books. Unknown until the file is read.")
    settled: int = Field(description="Books whose look-up has ended.")
    counts: Counts
    failure: FailureView | None
    links: dict[str, str]


class AcceptedView(JobView):
    """A job that has just begun; the owner token is told here, once."""

    owner_token: str


class HealthView(_View):
    """The service answers."""

    status: str
    version: str
    stage: str


def job_view(status: JobStatus) -> JobView:
    """The view of a job's status."""
    return JobView(**_members(status.job, status.progress))


def accepted_view(job: Job, owner_token: str) -> AcceptedView:
    """The view of a job that has just begun."""
    return AcceptedView(owner_token=owner_token, **_members(job, Progress()))


def _members(job: Job, progress: Progress) -> dict[str, Any]:
    counts = dict(job.counts) if job.counts and not job.is_open else progress.counts()
    return {
        "job_id": job.job_id,
        "state": job.state,
        "created_at": job.created_at,
        "deadline": job.deadline,
        "expires_at": job.expires_at,
        "steps": dict(sorted(job.steps.items(), key=lambda step: step[1])),
        "layout": job.layout,
        "rows": job.rows,
        "total": job.total,
        "complaints": job.complaints,
        "settled": sum(counts.values()),
        "counts": counts,
        "failure": _failure_view(job.failure),
        "links": {"self": f"/v1/jobs/{job.job_id}", "dashboard": f"/v1/jobs/{job.job_id}/dashboard"},
    }


def _failure_view(failure: Failure | None) -> FailureView | None:
    return FailureView(code=failure.code, message=failure.message) if failure else None
