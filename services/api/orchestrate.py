"""Entry point of the orchestrator: asynchronously invoked with ``{"job_id": …}``."""

from typing import Any

from services.api.orchestrate_bootstrap import wire_fan_out

_fan_out = wire_fan_out()


def handler(event: dict[str, Any], context: object) -> None:
    """Read the job's upload and send its books out; errors make the cloud start it again."""
    job_id = str(event["job_id"])
    with _fan_out.log.reporting("fan_out_failed", job_id=job_id):
        _fan_out(job_id)
