"""A pipeline whose functions are watched while it runs: invocations, wall time, processor time, memory."""

import os
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.meter import Meter, metering
from services.local.functions import Function
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One invocation: when it began (seconds since 1970) and how long it took."""

    function: str
    began: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A running pipeline and what it has done."""

    stack: LocalStack
    meter: Meter
    invocations: list[Invocation]

    def cpu_seconds(self) -> dict[str, float]:
        """Processor time by function so far, all its processes together; ``fanfolio-api`` is the web server's."""
        api = self.stack.children[-1].process.pid
        spent = {name: sum(map(_cpu_s, function.pids())) for name, function in self.stack.functions.items()}
        return spent | {"fanfolio-api": _cpu_s(api)}

    def processes(self) -> dict[str, int]:
        """How many environments each function has."""
        return {name: len(function.pids()) for name, function in self.stack.functions.items()}

    def peak_mib(self) -> dict[str, float]:
        """Resident high-water mark by function, of its largest process."""
        api = self.stack.children[-1].process.pid
        peaks = {
            name: max(map(_peak_mib, function.pids()), default=0.0)
            for name, function in self.stack.functions.items()
        }
        return {name: peak for name, peak in peaks.items() if peak} | {"fanfolio-api": _peak_mib(api)}

    def log_bytes(self) -> int:
        """Bytes that functions and web server have logged."""
        logs = [*self.stack.logs.glob("fanfolio-*.log"), self.stack.logs / "api.log"]
        return sum(log.stat().st_size for log in logs if log.exists())

    def reset(self) -> None:
        """Forget calls and invocations so far."""
        self.meter.reset()
        self.invocations.clear()


@contextmanager
def watched_pipeline(simulator: Simulator, settings: Mapping[str, str] | None = None) -> Iterator[Watched]:
    """A pipeline of its own with a cache that knows nothing, every AWS call and invocation written down."""
    with tempfile.TemporaryDirectory(prefix="fanfolio-bench-", ignore_cleanup_errors=True) as directory:
        place = Path(directory)
        options = StackOptions(state_dir=place / "state", simulator=simulator, settings=settings or {})
        with metering(place / "meter") as meter, local_stack(options) as stack:
            invocations: list[Invocation] = []
            for name, function in stack.functions.items():
                _watch(name, function, invocations)
            yield Watched(stack=stack, meter=meter, invocations=invocations)


def _watch(name: str, function: Function, invocations: list[Invocation]) -> None:
    """Time a function's invocations from outside: its event source and its callers keep their hold on it."""
    invoke, lock = function.invoke, threading.Lock()

    def timed(event: Any, *, request_id: str | None = None) -> Any:
        began, started = time.time(), time.perf_counter()
        try:
            return invoke(event, request_id=request_id)
        finally:
            seconds = time.perf_counter() - started
            with lock:
                invocations.append(Invocation(function=name, began=began, seconds=seconds))

    function.invoke = timed  # type: ignore[method-assign]


def _cpu_s(pid: int) -> float:
    """Processor time of a process; of threads that have ended the kernel keeps only hundredths of seconds."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mib(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0.0
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)
