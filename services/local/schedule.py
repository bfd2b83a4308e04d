"""A schedule: invokes a function at once and then at a fixed rate, as an EventBridge rule does."""

import logging
import threading
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain, pairwise, repeat
from typing import Any

from services.local.emulator import ACCOUNT, REGION
from services.local.environments import InvocationFailed
from services.local.functions import Function

_log = logging.getLogger("fanfolio.local")


class Schedule:
    """Ticks until stopped, first at the start: a restart picks up what was left.

    The next ticks come at the times ``again_after_s``: what a killed run still had under lease is free then.
    """

    def __init__(
        self, function: Function, *, every_s: float, again_after_s: Sequence[float], rule: str
    ) -> None:
        self._function = function
        first = (later - sooner for sooner, later in pairwise((0.0, *again_after_s)))
        self._pauses_s = chain(first, repeat(every_s))
        self._rule = rule
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._tick, name=f"{rule}-schedule", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Tick no more; a tick under way is left to its function's end."""
        self._stopping.set()

    def join(self) -> None:
        """Wait for a tick under way: after the function is closed, a moment."""
        self._thread.join()

    def _tick(self) -> None:
        while not self._stopping.is_set():
            try:
                self._function.invoke(scheduled_event(self._rule, at=datetime.now(UTC)))
            except InvocationFailed as exc:
                if not self._stopping.is_set():
                    _log.warning("%s: scheduled invocation failed (%s)", self._function.shape.name, exc)
            self._stopping.wait(next(self._pauses_s))


def scheduled_event(rule: str, *, at: datetime) -> dict[str, Any]:
    """The event of an EventBridge rule with a rate."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{rule}"],
        "detail": {},
    }
