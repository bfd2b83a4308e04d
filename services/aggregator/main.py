"""Entry point of the aggregator: asynchronously invoked with ``{"job_id": …}``."""

import time
from typing import Any, Protocol

from services.aggregator.bootstrap import wire_watch_job

# Time to hand a job over before the function's own limit ends it.
_MARGIN_S = 15.0

_watch_job = wire_watch_job()


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: dict[str, Any], context: Context) -> dict[str, bool]:
    """Watch one job to its end, or until shortly before this function's time limit."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _MARGIN_S
    job_id = str(event["job_id"])
    with _watch_job.log.reporting("watch_failed", job_id=job_id):
        return {"ended": _watch_job(job_id, until=until)}
