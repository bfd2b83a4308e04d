"""Kills processes of functions at random moments: SIGKILL, to those of the harness's own stack alone."""

import os
import signal
import threading
from collections.abc import Mapping

from bench.fault_harness.real.wire import Disorder
from services.local.functions import Function

KILLED = "process killed (SIGKILL)"


class Killer:
    """One kill every so many seconds until stopped; which function is the dice's choice."""

    def __init__(self, functions: Mapping[str, Function], disorder: Disorder, *, every_s: float) -> None:
        self._functions = functions
        self._disorder = disorder
        self._every_s = every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._kill_on, name="killer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopped.set()
        self._thread.join()

    def _kill_on(self) -> None:
        while not self._stopped.wait(self._disorder.dice.uniform(0.0, 2 * self._every_s)):
            name, pids = self._disorder.dice.choice(
                [(name, sorted(function.pids())) for name, function in sorted(self._functions.items())]
            )
            if not pids:
                continue
            try:
                os.kill(self._disorder.dice.choice(pids), signal.SIGKILL)
            except ProcessLookupError:
                continue
            self._disorder.count(KILLED, name.removeprefix("fanfolio-"))
