"""What the service says about itself: health, its description for programs and for people, its page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse

from fanfolio import __version__
from fanfolio.flow.health import Health
from services.api import examples
from services.api.contract import answer, answers
from services.api.dependencies import TheFront
from services.api.docs_page import DOCS_POLICY, docs_style, render_docs
from services.api.problem_kinds import NOT_FOUND, all_kinds
from services.api.problems import HttpProblem
from services.api.views import ChecksView, HealthView, PausedView

router = APIRouter(tags=["service"])

_KINDS = frozenset(kind.type for kind in all_kinds())


@router.get(
    "/healthz",
    operation_id="getHealth",
    responses=answers(answer(200, examples.DEEP_HEALTH), "invalid-request"),
)
async def get_health(
    front: TheFront,
    response: Response,
    deep: Annotated[bool, Query(description="Look at storage, queue and catalogues too.")] = False,
) -> HealthView:
    """Whether the front door answers, and which version it is; with `deep`, how the deployment is."""
    response.headers["cache-control"] = "no-store"
    if not deep:
        return HealthView(status="ok", version=__version__, stage=front.stage)
    health = await run_in_threadpool(front.check_health)
    return HealthView(
        status="ok" if health.is_well else "degraded",
        version=__version__,
        stage=front.stage,
        checks=_checks_view(health),
    )


@router.get("/docs", include_in_schema=False)
def get_docs(request: Request) -> HTMLResponse:
    """The API's description for people."""
    return HTMLResponse(render_docs(request.app.openapi()), headers={"content-security-policy": DOCS_POLICY})


@router.get("/docs/style.css", include_in_schema=False)
def get_docs_style() -> Response:
    """Its style sheet."""
    return Response(docs_style(), media_type="text/css", headers={"cache-control": "public, max-age=3600"})


@router.get("/problems/{kind}", include_in_schema=False)
def get_problem(kind: str) -> RedirectResponse:
    """A problem's type is an address: it leads to what is written about it."""
    if kind not in _KINDS:
        raise HttpProblem(NOT_FOUND)
    return RedirectResponse(f"/docs#problem-{kind}", status_code=303)


def _checks_view(health: Health) -> ChecksView:
    paused = sorted((health.paused or {}).items())
    return ChecksView(
        storage="ok" if health.storage_answers else "unavailable",
        waiting_messages=health.waiting_messages,
        open_jobs=health.open_jobs,
        oldest_job_s=health.oldest_job_s,
        late_jobs=health.late_jobs,
        paused_catalogues=tuple(PausedView(source=source, until=until) for source, until in paused),
    )
