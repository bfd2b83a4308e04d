"""The FastAPI application, given its front; main.py wires the real one, tests give their own."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from fanfolio import __version__
from services.api import documents, jobs, service
from services.api.bootstrap import Front
from services.api.compression import GzipAnswers
from services.api.guards import LimitChanges, SecureAnswers
from services.api.looks import Looks
from services.api.methods import AnswerHead
from services.api.openapi import openapi_of
from services.api.page import serve_page
from services.api.problems import AnswerBugs, install_problems

_SUMMARY = "Import a reading-library export; read its dashboard."
_DESCRIPTION = (
    "Errors are `application/problem+json` (RFC 9457). Times are UTC. Whoever knows a job's id may read it; only the "
    "owner token deletes, retries, and exports private columns."
)

_READABLE_BY_PAGES = (
    "ETag",
    "Location",
    "Retry-After",
    "Content-Disposition",
    "RateLimit",
    "RateLimit-Policy",
)


def create_app(front: Front) -> FastAPI:
    """The application that serves ``front``."""
    app = FastAPI(
        title="Fanfolio",
        version=__version__,
        summary=_SUMMARY,
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # It would answer with an address made of whatever Host the request names.
        redirect_slashes=False,
    )
    app.state.front = front
    app.state.looks = Looks(front)
    for part in (jobs, documents, service):
        app.include_router(part.router)
    app.add_api_route("/openapi.json", lambda: openapi_of(app), include_in_schema=False)
    app.openapi = lambda: openapi_of(app)  # type: ignore[method-assign] # the framework's own way to extend it
    serve_page(app, front)
    install_problems(app, front.log)
    _surround(app, front)
    return app


def _surround(app: FastAPI, front: Front) -> None:
    """Middleware, from the innermost to the outermost."""
    app.add_middleware(GzipAnswers)
    app.add_middleware(LimitChanges, clock=front.clock, most_a_minute=front.changes_per_minute)
    app.add_middleware(AnswerBugs, log=front.log)
    if front.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=front.allowed_origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"],
            expose_headers=_READABLE_BY_PAGES,
            max_age=3600,
        )
    app.add_middleware(SecureAnswers)
    app.add_middleware(AnswerHead)
