"""Entry point of the sweep: invoked every minute by the scheduler."""

from dataclasses import asdict
from typing import Any

from services.aggregator.sweep_bootstrap import wire_sweep

_sweep = wire_sweep()


def handler(event: dict[str, Any], context: object) -> dict[str, int]:
    """See to it that every open job is watched, restarted or ended."""
    return asdict(_sweep())
