"""Waiting for a job to change, without holding a thread: between looks at the store the request sleeps."""

from collections.abc import Awaitable, Callable

from fanfolio.domain.job import OPEN_STATES
from fanfolio.ports import Clock
from services.api.etags import matches
from services.api.looks import Looks
from services.api.views import JobView

_LOOK_EVERY_S = 0.25
_LATER_LOOK_EVERY_S = 0.5
_LATER_S = 5.0


async def view_when_changed(
    looks: Looks,
    job_id: str,
    *,
    known: str | None,
    wait_s: float,
    hung_up: Callable[[], Awaitable[bool]],
    clock: Clock,
) -> tuple[JobView, str]:
    """The job and its tag: at once if it differs from ``known`` or has ended, else when it changes or time is up.

    Without ``known``, it is the first look that is compared with. Nothing is looked at for whoever has ``hung_up``.
    """
    began = clock.monotonic()
    view, etag = await looks.at(job_id)
    before = known if known is not None else etag
    while view.state in OPEN_STATES and matches(before, etag):
        waited_s = clock.monotonic() - began
        if waited_s >= wait_s or await hung_up():
            break
        interval_s = _LOOK_EVERY_S if waited_s < _LATER_S else _LATER_LOOK_EVERY_S
        await clock.pause(min(interval_s, wait_s - waited_s))
        view, etag = await looks.at(job_id)
    return view, etag
