"""Uploads and jobs: begin, watch, retry, delete."""

import hashlib
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from fanfolio.domain.job import OPEN_STATES
from fanfolio.flow.accept_upload import Accepted, Identity
from services.api import examples
from services.api.bootstrap import Front
from services.api.contract import NO_BODY, OWNED, UPLOAD_BODY, answer, answers
from services.api.dependencies import IfNoneMatch, JobId, OwnerToken, TheFront, TheLooks
from services.api.etags import matches
from services.api.long_poll import view_when_changed
from services.api.uploads import FileOfRequest, Uploaded
from services.api.views import (
    AcceptedView,
    JobView,
    UploadReference,
    UploadView,
    accepted_view,
    job_view,
    upload_view,
)

router = APIRouter(tags=["jobs"])

# A job of some hundred books takes a few seconds.
_POLL_AFTER_S = 1

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{16,255}$",
        description="A random text of your own, such as a UUID. The same key and the same file within a day give the "
        "same job and the same owner token; whoever else knows the key and has the file gets them too.",
    ),
]


@router.post(
    "/v1/uploads",
    status_code=201,
    operation_id="openUpload",
    responses=answers(answer(201, examples.UPLOAD), "too-many-requests"),
)
def open_upload(front: TheFront, response: Response) -> UploadView:
    """For a file over 4 MB: send it as a form to `url`, then hand in `upload_id` at `POST /v1/jobs`."""
    response.headers["cache-control"] = "no-store"
    return upload_view(front.direct_upload.open())


@router.post(
    "/v1/jobs",
    status_code=202,
    operation_id="createJob",
    openapi_extra=UPLOAD_BODY,
    responses=answers(
        answer(202, examples.ACCEPTED, headers=("Location", "Retry-After"), links=True),
        "upload-refused",
        "empty-upload",
        "upload-too-large",
        "content-too-large",
        "encoded-content",
        "not-an-export",
        "no-books-found",
        "upload-not-found",
        "job-not-found",
        "idempotency-key-reused",
        "request-in-flight",
        "invalid-request",
        "too-many-requests",
    ),
)
async def create_job(
    upload: FileOfRequest, front: TheFront, response: Response, idempotency_key: IdempotencyKey = None
) -> AcceptedView:
    """Import a library export: answers at once with the job that does it, and its owner token."""
    accepted = await run_in_threadpool(_accept, front, upload, idempotency_key)
    response.headers["location"] = f"/v1/jobs/{accepted.job.job_id}"
    response.headers["retry-after"] = str(_POLL_AFTER_S)
    response.headers["cache-control"] = "no-store"
    return accepted_view(accepted.job, accepted.owner_token)


@router.get(
    "/v1/jobs/{job_id}",
    operation_id="getJob",
    response_model=JobView,
    responses=answers(
        answer(200, examples.RUNNING, headers=("ETag", "Retry-After")),
        NO_BODY[304],
        "job-not-found",
        "invalid-request",
    ),
)
async def get_job(
    job_id: JobId,
    front: TheFront,
    looks: TheLooks,
    request: Request,
    wait: Annotated[
        int,
        Query(ge=0, le=20, description="Seconds to wait for a change, from the ETag's answer or from now."),
    ] = 0,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """How a job stands: its state, and how many of its books are settled."""
    view, etag = await view_when_changed(
        looks, job_id, known=if_none_match, wait_s=wait, hung_up=request.is_disconnected, clock=front.clock
    )
    headers = {"etag": etag, "cache-control": "no-cache"}
    if view.state in OPEN_STATES:
        headers["retry-after"] = str(_POLL_AFTER_S)
    if matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return JSONResponse(view.model_dump(mode="json"), headers=headers)


@router.post(
    "/v1/jobs/{job_id}/retry",
    status_code=202,
    operation_id="retryJob",
    openapi_extra=OWNED,
    responses=answers(
        answer(
            200,
            examples.COMPLETE,
            description="There is nothing to retry.",
            model=JobView,
        ),
        answer(202, examples.RUNNING, headers=("Location", "Retry-After")),
        "unauthorized",
        "job-not-found",
        "conflict",
        "job-failed",
        "too-many-requests",
    ),
)
def retry_job(job_id: JobId, owner_token: OwnerToken, front: TheFront, response: Response) -> JobView:
    """Look the unavailable books of a complete job up once more; asking again while that runs changes nothing."""
    retried = front.retry(job_id, owner_token=owner_token)
    response.headers["cache-control"] = "no-store"
    if retried.under_way:
        response.headers["location"] = f"/v1/jobs/{job_id}"
        response.headers["retry-after"] = str(_POLL_AFTER_S)
    else:
        response.status_code = 200
    return job_view(front.consult.status(job_id))


@router.delete(
    "/v1/jobs/{job_id}",
    status_code=204,
    operation_id="deleteJob",
    openapi_extra=OWNED,
    responses=answers(NO_BODY[204], "unauthorized", "job-not-found", "too-many-requests"),
)
def delete_job(job_id: JobId, owner_token: OwnerToken, front: TheFront) -> None:
    """Delete a job and everything of it, finished or not; asked again, its owner has what may be left deleted."""
    front.consult.delete(job_id, owner_token=owner_token)


def _accept(front: Front, upload: Uploaded | UploadReference, key: str | None) -> Accepted:
    if isinstance(upload, UploadReference):
        digest = hashlib.sha256(f"upload {upload.upload_id}".encode()).hexdigest
        accept = partial(_take, front, upload)
    else:
        digest = upload.digest
        accept = partial(_receive, front, upload)
    return front.accept_once(accept, key=key, file_digest=digest()) if key else accept(None)


def _take(front: Front, upload: UploadReference, identity: Identity | None) -> Accepted:
    return front.direct_upload.take(upload.upload_id, file_name=upload.file_name, identity=identity)


def _receive(front: Front, upload: Uploaded, identity: Identity | None) -> Accepted:
    return front.accept_upload(upload.stream, file_name=upload.file_name, identity=identity)
