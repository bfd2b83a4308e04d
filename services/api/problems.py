"""Every error as an RFC 9457 problem: one table from error class to type, status and title."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fanfolio.domain import errors
from fanfolio.observability import EventLog

MEDIA_TYPE = "application/problem+json"
_TYPE_BASE = "/problems/"

# Enough to mend a file by; a wholly unreadable one would repeat itself.
_MOST_COMPLAINTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A kind of problem: ``type`` for programs, ``title`` for people, and the HTTP status."""

    type: str
    status: int
    title: str


PROBLEMS: Mapping[type[errors.FanfolioError], ProblemKind] = {
    errors.FanfolioError: ProblemKind(type="internal", status=500, title="Something went wrong here"),
    errors.UploadRefused: ProblemKind(
        type="upload-refused", status=422, title="This file cannot be imported"
    ),
    errors.EmptyUpload: ProblemKind(type="empty-upload", status=422, title="This file is empty"),
    errors.UploadTooLarge: ProblemKind(type="upload-too-large", status=413, title="This file is too large"),
    errors.NotAnExport: ProblemKind(type="not-an-export", status=422, title="This is not a library export"),
    errors.NoBooksFound: ProblemKind(
        type="no-books-found", status=422, title="No books were found in this file"
    ),
    errors.JobNotFound: ProblemKind(type="job-not-found", status=404, title="No such job"),
    errors.NotTheOwner: ProblemKind(type="job-not-found", status=404, title="No such job"),
    errors.DashboardNotReady: ProblemKind(type="dashboard-not-ready", status=409, title="Not ready yet"),
    errors.JobHasFailed: ProblemKind(type="job-failed", status=409, title="The job failed"),
    errors.IllegalTransition: ProblemKind(
        type="conflict", status=409, title="Not possible in the job's state"
    ),
    errors.DocumentUnreadable: ProblemKind(type="internal", status=500, title="Something went wrong here"),
    errors.StorageUnavailable: ProblemKind(type="unavailable", status=503, title="Not available right now"),
    errors.SettingsInvalid: ProblemKind(type="internal", status=500, title="Something went wrong here"),
}

_INTERNAL_DETAIL = "This is a fault of the service, not of your file. Please try again in a minute."
_UNAVAILABLE_DETAIL = "The service cannot reach its storage right now. Please try again in a few seconds."
_RETRY_AFTER_S = 5


def problem_response(
    kind: ProblemKind,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> JSONResponse:
    """A problem+json response; ``members`` are extension members such as ``errors``."""
    body = {"type": _TYPE_BASE + kind.type, "title": kind.title, "status": kind.status, "detail": detail}
    return JSONResponse(
        body | members,
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={"cache-control": "no-store", **(headers or {})},
    )


def install_problems(app: FastAPI, log: EventLog) -> None:
    """Answer every error of ``app`` as a problem, the framework's own and unforeseen ones too."""

    async def on_fanfolio_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, errors.FanfolioError)  # noqa: S101 — what it is registered for
        kind = kind_of(error)
        if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("request_failed", error=type(error).__name__, **_where(request))
        return problem_response(
            kind, _detail_of(error, kind), headers=_headers_of(error, kind), **_members_of(error)
        )

    async def on_http_exception(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 — what it is registered for
        phrase = HTTPStatus(error.status_code).phrase
        kind = ProblemKind(type=phrase.lower().replace(" ", "-"), status=error.status_code, title=phrase)
        return problem_response(
            kind, _HTTP_DETAILS.get(error.status_code, str(error.detail)), headers=error.headers
        )

    async def on_invalid_request(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 — what it is registered for
        kind = ProblemKind(type="invalid-request", status=422, title="The request is not valid")
        found = [
            {"where": ".".join(map(str, fault["loc"])), "advice": fault["msg"]} for fault in error.errors()
        ]
        return problem_response(kind, "Some parameters do not have the form they need.", errors=found)

    app.add_exception_handler(errors.FanfolioError, on_fanfolio_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_middleware(_AnswerBugs, log=log)


class _AnswerBugs:
    """Outermost: an unforeseen error is logged without its message and answered as a problem.

    The framework's own handler for this re-raises, and servers then log messages that may quote a library.
    """

    def __init__(self, app: ASGIApp, log: EventLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            self._log.error("request_crashed", exc_info=True, method=scope.get("method"), route=_route(scope))
            if started or scope["type"] != "http":
                raise
            await problem_response(PROBLEMS[errors.FanfolioError], _INTERNAL_DETAIL)(scope, receive, send)


def kind_of(error: errors.FanfolioError) -> ProblemKind:
    """The problem of an error: its own class's, or its nearest ancestor's."""
    return next(PROBLEMS[cls] for cls in type(error).__mro__ if cls in PROBLEMS)


_HTTP_DETAILS = {
    404: "There is nothing at this address. The API's addresses are listed at /docs.",
    405: "This address does not take that method. The API's addresses are listed at /docs.",
}


def _detail_of(error: errors.FanfolioError, kind: ProblemKind) -> str:
    if kind.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return _UNAVAILABLE_DETAIL
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _INTERNAL_DETAIL
    return NO_SUCH_JOB if kind.type == "job-not-found" else str(error)


# One sentence for absent, expired, deleted and not yours: the answer does not tell them apart.
NO_SUCH_JOB = "There is no such job: it may have expired or been deleted, or this is not its owner token."


def _headers_of(error: errors.FanfolioError, kind: ProblemKind) -> dict[str, str]:
    if isinstance(error, errors.DashboardNotReady):
        return {"retry-after": str(error.retry_after_s)}
    return {"retry-after": str(_RETRY_AFTER_S)} if kind.status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def _members_of(error: errors.FanfolioError) -> dict[str, Any]:
    if not isinstance(error, errors.UploadRefused) or not error.complaints:
        return {}
    shown = error.complaints[:_MOST_COMPLAINTS]
    return {
        "errors": [
            {
                "line": complaint.line,
                "column": complaint.column,
                "kind": complaint.kind,
                "advice": complaint.advice,
            }
            for complaint in shown
        ]
    }


def _where(request: Request) -> dict[str, Any]:
    return {"method": request.method, "route": _route(request.scope)}


def _route(scope: Scope) -> str:
    """The pattern of the address, never the address itself."""
    return str(getattr(scope.get("route"), "path", "unknown"))
