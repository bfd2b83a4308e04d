"""What a complete job gives: dashboard, failures, CSV."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from fanfolio.flow.deliver import Delivered
from services.api import examples
from services.api.bootstrap import Front
from services.api.contract import NO_BODY, OWNED_IF_PRIVATE, answer, answers
from services.api.dependencies import AcceptsGzip, IfNoneMatch, JobId, TheFront, owner_token_of
from services.api.etags import etag_of, matches
from services.api.views import FailuresView, failures_view

router = APIRouter(tags=["documents"])

_DASHBOARD_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "The dashboard document; its JSON Schema is docs/dashboard.schema.json.",
    "required": ["version", "job", "coverage", "statistics", "books", "complaints"],
    "properties": {"version": {"const": 1}},
}
_UNREADY = ("job-not-found", "dashboard-not-ready", "job-failed")


@router.get(
    "/v1/jobs/{job_id}/dashboard",
    operation_id="getDashboard",
    response_class=Response,
    responses=answers(
        answer(200, examples.DASHBOARD, schema=_DASHBOARD_SCHEMA, headers=("ETag",)),
        NO_BODY[303],
        NO_BODY[304],
        *_UNREADY,
    ),
)
def get_dashboard(
    job_id: JobId, front: TheFront, gzip_accepted: AcceptsGzip, if_none_match: IfNoneMatch = None
) -> Response:
    """The dashboard document of a complete job; over 4 MB it is elsewhere, always gzipped, and the answer is 303."""
    key = front.consult.document_key(job_id)
    headers = {"etag": etag_of(key.encode()), "cache-control": "private, no-cache"}
    if matches(if_none_match, headers["etag"]):
        return Response(status_code=304, headers=headers)
    delivered = front.deliver.stored(key, gzip_accepted=gzip_accepted)
    return _delivered(delivered, media_type="application/json", headers=headers)


@router.get(
    "/v1/jobs/{job_id}/failures",
    operation_id="getFailures",
    responses=answers(answer(200, examples.FAILURES), *_UNREADY, "invalid-request"),
)
def get_failures(
    job_id: JobId,
    front: TheFront,
    response: Response,
    offset: Annotated[int, Query(ge=0, le=1_000_000, description="How many to skip.")] = 0,
    limit: Annotated[int, Query(ge=1, le=5_000, description="How many at most.")] = 1_000,
) -> FailuresView:
    """Rows that are no books, by line, with what to do about them; then books that no catalogue told about."""
    response.headers["cache-control"] = "private, no-cache"
    failures = front.list_failures(job_id, offset=offset, limit=limit)
    return failures_view(job_id, failures, limit=limit)


@router.get(
    "/v1/jobs/{job_id}/books.csv",
    operation_id="getBooksCsv",
    response_class=Response,
    openapi_extra=OWNED_IF_PRIVATE,
    responses=answers(
        answer(200, examples.BOOKS_CSV, media_type="text/csv", headers=("Content-Disposition",)),
        NO_BODY[303],
        "unauthorized",
        *_UNREADY,
        "invalid-request",
    ),
)
def get_books_csv(
    job_id: JobId,
    front: TheFront,
    gzip_accepted: AcceptsGzip,
    private: Annotated[
        bool,
        Query(description="With the columns My Review, Private Notes and Spoiler: takes the owner token."),
    ] = False,
    authorization: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """The books as CSV, safe to open in a spreadsheet: text that would be a formula begins with an apostrophe."""
    pieces = _private_csv(front, job_id, authorization) if private else front.write_books_csv(job_id)
    # Only an id that exists comes this far: letters and digits.
    file_name = f"fanfolio-{job_id[:8]}.csv"
    delivered = front.deliver.written(job_id, pieces, gzip_accepted=gzip_accepted, file_name=file_name)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": f'attachment; filename="{file_name}"',
    }
    return _delivered(delivered, media_type="text/csv; charset=utf-8", headers=headers)


def _private_csv(front: Front, job_id: str, authorization: str) -> Iterator[bytes]:
    return front.write_books_csv.with_private(job_id, owner_token=owner_token_of(authorization))


def _delivered(delivered: Delivered, *, media_type: str, headers: Mapping[str, str]) -> Response:
    if delivered.link is not None:
        return Response(status_code=303, headers={"location": delivered.link, "cache-control": "no-store"})
    encoding = {"content-encoding": "gzip"} if delivered.gzipped else {}
    return Response(delivered.body, media_type=media_type, headers={**headers, **encoding})
