"""Answers every error as an RFC 9457 problem, the framework's own and unforeseen ones too."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fanfolio.domain import errors
from fanfolio.observability import EventLog
from services.api.advice import faults_of, sentence_of
from services.api.methods import methods_of
from services.api.problem_kinds import (
    INTERNAL,
    INVALID_REQUEST,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    PROBLEMS,
    ProblemKind,
    kind_of,
)

MEDIA_TYPE = "application/problem+json"

# Enough to mend a file by; a wholly unreadable one would repeat itself.
_MOST_COMPLAINTS = 20

_RETRY_AFTER_S = 5

_NOT_YOURS = (
    "There is no job at this address that this owner token belongs to. It may have been deleted or have expired: "
    "please check the link and the token."
)


class HttpProblem(Exception):
    """A problem of the request itself, which no error of the core stands for."""

    def __init__(
        self, kind: ProblemKind, detail: str | None = None, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(kind.title)
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})


def problem_response(
    kind: ProblemKind,
    detail: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> JSONResponse:
    """A problem+json response; ``members`` are extension members such as ``errors``."""
    body = {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail if detail is None else detail,
    }
    return JSONResponse(
        body | members,
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={"cache-control": "no-store", **(headers or {})},
    )


def install_problems(app: FastAPI, log: EventLog) -> None:
    """Have ``app`` answer its errors as problems; bugs are the business of :class:`AnswerBugs`."""

    async def on_fanfolio_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, errors.FanfolioError)  # noqa: S101 — what it is registered for
        kind = kind_of(error)
        if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("request_failed", error=type(error).__name__, **_where(request))
        return problem_response(
            kind, _detail_of(error, kind, request), headers=_headers_of(error, kind), **_members_of(error)
        )

    app.add_exception_handler(errors.FanfolioError, on_fanfolio_error)
    app.add_exception_handler(HttpProblem, _on_http_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)


async def _on_http_problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HttpProblem)  # noqa: S101 — what it is registered for
    return problem_response(error.kind, error.detail, headers=error.headers)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 — what it is registered for
    if error.status_code == METHOD_NOT_ALLOWED.status:
        return _on_other_method(request)
    if error.status_code == NOT_FOUND.status:
        return problem_response(NOT_FOUND)
    # Nothing here raises any other.
    raise error


def _on_other_method(request: Request) -> Response:
    """What to do instead; to OPTIONS that is the answer."""
    allowed = ", ".join(methods_of(request.scope))
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"allow": allowed})
    detail = f"This address takes {allowed}. The API is described at /docs."
    return problem_response(METHOD_NOT_ALLOWED, detail, headers={"allow": allowed})


async def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 — what it is registered for
    faults = faults_of(error.errors())
    return problem_response(INVALID_REQUEST, sentence_of(faults), errors=faults)


class AnswerBugs:
    """Middleware: an unforeseen error is logged without its message and answered as a problem.

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
        except ClientDisconnect:
            # Whoever hangs up in the middle of an upload hears nothing any more, and nothing is wrong here.
            return
        except Exception:
            self._log.error("request_crashed", exc_info=True, method=scope.get("method"), route=_route(scope))
            if started or scope["type"] != "http":
                raise
            await problem_response(INTERNAL)(scope, receive, send)


def _detail_of(error: errors.FanfolioError, kind: ProblemKind, request: Request) -> str:
    if kind is PROBLEMS[errors.JobNotFound]:
        # One sentence for absent, expired, deleted and not yours: the answer does not tell them apart.
        return _NOT_YOURS if "authorization" in request.headers else kind.detail
    return kind.detail if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR else str(error)


def _headers_of(error: errors.FanfolioError, kind: ProblemKind) -> dict[str, str]:
    if isinstance(error, errors.DashboardNotReady | errors.RequestInFlight):
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
