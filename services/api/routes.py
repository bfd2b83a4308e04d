"""The addresses of version 1."""

import gzip
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from fanfolio import __version__
from services.api.bootstrap import Front
from services.api.uploads import FileOfRequest
from services.api.views import AcceptedView, HealthView, JobView, accepted_view, job_view

router = APIRouter()

# A job of some hundred books takes a few seconds.
_POLL_AFTER_S = 1


def _front(request: Request) -> Front:
    front: Front = request.app.state.front
    return front


TheFront = Annotated[Front, Depends(_front)]

_UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "contentMediaType": "text/csv"}},
                }
            },
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


@router.post("/v1/jobs", status_code=202, operation_id="createJob", openapi_extra=_UPLOAD_BODY)
async def create_job(upload: FileOfRequest, front: TheFront, response: Response) -> AcceptedView:
    """Import a library export: answers at once with the job that does it, and its owner token."""
    accepted = await run_in_threadpool(front.accept_upload, upload.stream, file_name=upload.file_name)
    response.headers["location"] = f"/v1/jobs/{accepted.job.job_id}"
    response.headers["retry-after"] = str(_POLL_AFTER_S)
    response.headers["cache-control"] = "no-store"
    return accepted_view(accepted.job, accepted.owner_token)


@router.get("/v1/jobs/{job_id}", operation_id="getJob")
def get_job(job_id: str, front: TheFront, response: Response) -> JobView:
    """How a job stands: its state, and how many of its books are settled."""
    status = front.consult.status(job_id)
    if status.job.is_open:
        response.headers["retry-after"] = str(_POLL_AFTER_S)
    response.headers["cache-control"] = "no-store"
    return job_view(status)


@router.get("/v1/jobs/{job_id}/dashboard", operation_id="getDashboard", response_class=Response)
def get_dashboard(
    job_id: str, front: TheFront, accept_encoding: Annotated[str, Header(include_in_schema=False)] = ""
) -> Response:
    """The dashboard document of a complete job; its JSON Schema is docs/dashboard.schema.json."""
    _, document = front.consult.dashboard(job_id)
    headers = {"vary": "accept-encoding", "cache-control": "private, no-cache"}
    if "gzip" in accept_encoding.lower():
        return Response(
            document, media_type="application/json", headers={**headers, "content-encoding": "gzip"}
        )
    return Response(gzip.decompress(document), media_type="application/json", headers=headers)


@router.delete("/v1/jobs/{job_id}", status_code=204, operation_id="deleteJob")
def delete_job(job_id: str, front: TheFront, authorization: Annotated[str, Header()] = "") -> None:
    """Delete a job and everything of it, finished or not; takes the owner token as a bearer token."""
    front.consult.delete(job_id, owner_token=_bearer_token(authorization))


@router.get("/healthz", operation_id="getHealth")
def get_health(front: TheFront) -> HealthView:
    """Whether the front door answers, and which version it is."""
    return HealthView(status="ok", version=__version__, stage=front.stage)


def _bearer_token(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise HTTPException(
            401,
            "This needs the owner token that came with the upload: Authorization: Bearer <token>.",
            headers={"www-authenticate": "Bearer"},
        )
    return token.strip()
