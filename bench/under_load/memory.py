"""Memory of every process of a stack, looked at once a second while something happens."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from services.local.stack import LocalStack

_EVERY_S = 1.0

# Fewer looks than this say nothing about a trend.
_LOOKS_FOR_A_TREND = 8


@dataclass(slots=True)
class Memory:
    """Resident MiB of each part's largest process, a number a look."""

    looks: dict[str, list[float]] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, float, float, float, float]]:
        """Part, mean of the second and of the last quarter of the time, growth between them, high-water mark."""
        for part, looks in sorted(self.looks.items()):
            quarter = max(1, len(looks) // 4)
            early, late = mean(looks[quarter : 2 * quarter] or looks), mean(looks[-quarter:])
            yield part, round(early, 1), round(late, 1), round(late - early, 1), self.peaks[part]

    def note(self, now: Mapping[str, tuple[float, float]]) -> None:
        """Add one look: resident size and high-water mark by part."""
        for part, (resident, peak) in now.items():
            self.looks.setdefault(part, []).append(resident)
            self.peaks[part] = max(self.peaks.get(part, 0.0), peak)


@contextmanager
def memory_of(stack: LocalStack) -> Iterator[Memory]:
    """Look until the end of the ``with``."""
    memory, stopped = Memory(), threading.Event()

    def look() -> None:
        while not stopped.wait(_EVERY_S):
            memory.note(_now(stack))

    looking = threading.Thread(target=look, name="memory", daemon=True)
    looking.start()
    try:
        yield memory
    finally:
        stopped.set()
        looking.join()
        memory.note(_now(stack))


def _now(stack: LocalStack) -> dict[str, tuple[float, float]]:
    parts = {child.what.removeprefix("the "): [child.process.pid] for child in stack.children}
    parts |= {name.removeprefix("fanfolio-"): sorted(one.pids()) for name, one in stack.functions.items()}
    sizes = {part: [size for pid in pids if (size := _size_mib(pid))] for part, pids in parts.items()}
    return {part: max(of_part) for part, of_part in sizes.items() if of_part}


def _size_mib(pid: int) -> tuple[float, float] | None:
    """Resident size and its high-water mark; ``None`` for a process that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if "VmHWM:" not in status:
        return None
    resident, peak = (int(status.partition(f"{name}:")[2].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return round(resident, 1), round(peak, 1)
