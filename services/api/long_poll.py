"""Waiting for a job to change, without holding a thread: between looks at the store the request sleeps."""

from collections.abc import Awaitable, Callable

from fastapi.concurrency import run_in_threadpool

from fanfolio.domain.job import OPEN_STATES
from services.api.bootstrap import Front
from services.api.etags import etag_of, matches
from services.api.views import JobView, job_view

_LOOK_EVERY_S = 0.25
_LATER_LOOK_EVERY_S = 0.5
_LATER_S = 5.0


async def view_when_changed(
    front: Front, job_id: str, *, known: str | None, wait_s: float, hung_up: Callable[[], Awaitable[bool]]
) -> tuple[JobView, str]:
    """The job and its tag: at once if it differs from ``known`` or has ended, else when it changes or time is up.

    Without ``known``, it is the first look that is compared with. Nothing is looked at for whoever has ``hung_up``.
    """
    began = front.clock.monotonic()
    view, etag = await _look(front, job_id)
    before = known if known is not None else etag
    while view.state in OPEN_STATES and matches(before, etag):
        waited_s = front.clock.monotonic() - began
        if waited_s >= wait_s or await hung_up():
            break
        interval_s = _LOOK_EVERY_S if waited_s < _LATER_S else _LATER_LOOK_EVERY_S
        await front.clock.pause(min(interval_s, wait_s - waited_s))
        view, etag = await _look(front, job_id)
    return view, etag


async def _look(front: Front, job_id: str) -> tuple[JobView, str]:
    look = front.consult.status
    # A process of Lambda has nobody else to serve meanwhile: a thread would be a fifth of the request's cost.
    status = look(job_id) if front.serves_one_at_a_time else await run_in_threadpool(look, job_id)
    view = job_view(status)
    return view, etag_of(view.model_dump_json().encode())
