"""What the API takes and answers, as pydantic models: the shapes of the contract."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fanfolio.domain.enrichment import Outcome, Source
from fanfolio.domain.job import Failure, Job, JobState, Progress
from fanfolio.flow.consult import JobStatus
from fanfolio.flow.direct_upload import OpenedUpload
from fanfolio.flow.failures import Failures

HexId = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class UploadReference(_View):
    """Names a file that was sent with an upload's form."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="UploadReference")

    upload_id: HexId = Field(description="As POST /v1/uploads answered it.")
    file_name: str = Field(default="", max_length=255, description="What the file is called, for people.")


class Counts(_View):
    """Settled books by outcome."""

    matched: int = Field(ge=0, description="A catalogue knows them.")
    unmatched: int = Field(ge=0, description="No catalogue knows them.")
    unavailable: int = Field(ge=0, description="No catalogue could be asked about them.")


class FailureView(_View):
    """Why a job failed."""

    code: str = Field(description="For programs.")
    message: str = Field(description="For people.")


class Links(_View):
    """Where to go from here, relative to the service."""

    self: str = Field(description="This job.")
    dashboard: str = Field(description="Its dashboard document, once it is complete.")
    failures: str = Field(description="Rows that are no books, books that no catalogue told about.")
    books_csv: str = Field(description="Its books as a table.")
    page: str = Field(description="The job's page, for people.")


class JobView(_View):
    """How a job stands."""

    job_id: HexId = Field(description="Whoever knows it may read the job.")
    state: JobState = Field(description="Where it has got to.")
    created_at: datetime = Field(description="When its upload was accepted.")
    deadline: datetime = Field(description="The job ends by then, with what is known.")
    expires_at: datetime = Field(description="After this the job and all of its data are gone.")
    steps: dict[str, datetime] = Field(description="When it entered each state, in that order.")
    layout: str | None = Field(description="The export's layout, as recognised.")
    rows: int | None = Field(description="Rows of the file: books + complaints. Unknown until it is read.")
    total: int | None = Field(description="Books of the file. Unknown until it is read.")
    complaints: int | None = Field(description="Rows that are no books. Unknown until the file is read.")
    settled: int = Field(ge=0, description="Books whose look-up has ended.")
    counts: Counts = Field(description="Those by how it ended.")
    failure: FailureView | None = Field(description="Why it failed, if it did.")
    links: Links = Field(description="Where to go from here.")


class AcceptedView(JobView):
    """A job that has begun; the owner token is told here, and again only to whoever has the idempotency key."""

    owner_token: str = Field(description="Deletes, retries, gives private columns. Keep it secret.")


class UploadView(_View):
    """Where to send a file: ``fields`` first, then the file as the last field, ``file``; a 2xx means it is there."""

    upload_id: HexId = Field(description="To hand in at POST /v1/jobs once the file is there.")
    url: str = Field(description="Where to post the form.")
    fields: dict[str, str] = Field(description="What the form holds before the file.")
    limit_bytes: int = Field(ge=1, description="A larger file is refused.")
    expires_at: datetime = Field(description="From then on the form is not taken any more.")


class ComplaintView(_View):
    """A row that did not become a book."""

    line: int = Field(ge=1, description="Line of the file, from 1.")
    column: str | None = Field(description="The column at fault, by its name in the file.")
    kind: str = Field(description="For programs: one of those in docs/exports.md.")
    advice: str = Field(description="For people: what to do about it.")


class FailedBookView(_View):
    """A book that no catalogue knows, or that none could be asked about."""

    number: int = Field(ge=1, description="Row of the file, from 1.")
    title: str = Field(description="As the file has it.")
    authors: tuple[str, ...] = Field(description="As the file has them.")
    outcome: Literal[Outcome.UNMATCHED, Outcome.UNAVAILABLE] = Field(description="How its look-up ended.")
    reason: str | None = Field(description="Why it is unavailable, as a code of docs/catalogues.md.")


class FailuresView(_View):
    """A page of all complaints, followed by all failed books; ``next`` leads to the following page."""

    job_id: HexId = Field(description="Whose they are.")
    total_complaints: int = Field(ge=0, description="On all pages together.")
    total_unmatched: int = Field(ge=0, description="On all pages together.")
    total_unavailable: int = Field(ge=0, description="On all pages together.")
    complaints: tuple[ComplaintView, ...] = Field(description="Rows that are no books, in the file's order.")
    books: tuple[FailedBookView, ...] = Field(description="Books that no catalogue told about, likewise.")
    next: str | None = Field(description="The address of the following page; null on the last.")


class PausedView(_View):
    """A catalogue that nobody asks for now."""

    source: Source = Field(description="Which one.")
    until: datetime = Field(description="When it is asked again.")


class ChecksView(_View):
    """What a deep look found; null where storage did not answer."""

    storage: Literal["ok", "unavailable"] = Field(description="Whether table, bucket and queue answer.")
    waiting_messages: int | None = Field(description="About how many messages are in the queue.")
    open_jobs: int | None = Field(description="Jobs that have not ended.")
    oldest_job_s: float | None = Field(description="How long the longest waiting job has been in its state.")
    late_jobs: int | None = Field(description="Jobs past their deadline: somebody should look.")
    paused_catalogues: tuple[PausedView, ...] = Field(description="Catalogues that nobody asks for now.")


class HealthView(_View):
    """The service answers; ``checks`` only where they were asked for."""

    status: Literal["ok", "degraded"] = Field(description="Degraded where an operator should look.")
    version: str = Field(description="Of the service.")
    stage: str = Field(description="The name of this deployment.")
    checks: ChecksView | None = Field(default=None, description="What a deep look found.")


class FaultView(BaseModel):
    """What exactly is wrong, and where: a line and column of the file, or a place in the request."""

    model_config = ConfigDict(extra="allow")

    advice: str = Field(description="For people: what to do about it.")
    line: int | None = Field(default=None, description="Line of the file, from 1.")
    column: str | None = Field(default=None, description="The column at fault, by its name in the file.")
    kind: str | None = Field(default=None, description="For programs: what is wrong with the line.")
    where: str | None = Field(default=None, description="A place in the request, such as query.wait.")


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it: ``type`` for programs, ``detail`` for people."""

    type: str = Field(
        pattern="^/problems/[a-z-]+$", description="For programs; leads to what is written about it."
    )
    title: str = Field(description="The kind of problem, always in the same words.")
    status: int = Field(ge=400, le=599, description="The HTTP status, once more.")
    detail: str = Field(description="For people: what, where, and what to do.")
    errors: list[FaultView] | None = Field(default=None, description="All that is wrong, place by place.")


def job_view(status: JobStatus) -> JobView:
    """The view of a job's status."""
    return JobView(**_members(status.job, status.progress))


def accepted_view(job: Job, owner_token: str) -> AcceptedView:
    """The view of a job that has begun."""
    return AcceptedView(owner_token=owner_token, **_members(job, Progress()))


def upload_view(upload: OpenedUpload) -> UploadView:
    """The view of an opened upload."""
    return UploadView(
        upload_id=upload.upload_id,
        url=upload.form.url,
        fields=dict(upload.form.fields),
        limit_bytes=upload.limit_bytes,
        expires_at=upload.expires_at,
    )


def failures_view(job_id: str, failures: Failures, *, limit: int) -> FailuresView:
    """The view of a page of failures."""
    following = f"/v1/jobs/{job_id}/failures?offset={failures.next_offset}&limit={limit}"
    return FailuresView.model_validate(
        {
            "job_id": job_id,
            "total_complaints": failures.total_complaints,
            "total_unmatched": failures.total_unmatched,
            "total_unavailable": failures.total_unavailable,
            "complaints": failures.complaints,
            "books": failures.books,
            "next": None if failures.next_offset is None else following,
        },
        from_attributes=True,
    )


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
        "links": _links(job.job_id),
    }


def _links(job_id: str) -> Links:
    address = f"/v1/jobs/{job_id}"
    return Links(
        self=address,
        dashboard=f"{address}/dashboard",
        failures=f"{address}/failures",
        books_csv=f"{address}/books.csv",
        page=f"/jobs/{job_id}",
    )


def _failure_view(failure: Failure | None) -> FailureView | None:
    return FailureView(code=failure.code, message=failure.message) if failure else None
