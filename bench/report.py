"""What every bench leaves: a table for people, figures for the guard, and on which machine and day it was."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path


def machine() -> str:
    """This machine, in a line."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{os.cpu_count()} × {model}, Python {platform.python_version()}"


def today() -> str:
    """The date, in UTC."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A table with its command; ``figures`` are what the guard compares and the documents quote."""

    name: str
    command: str
    about: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]
    figures: dict[str, float] = field(default_factory=dict)
    machine: str = field(default_factory=machine)
    date: str = field(default_factory=today)

    def save(self, path: Path) -> None:
        """Write it as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n")


def deliver(report: Report, path: Path | None) -> None:
    """Print the table; write the report where that is asked for."""
    print_table(report)
    if path is not None:
        report.save(path)


def print_table(report: Report) -> None:
    """The table for a terminal."""
    rows = [[_text(cell) for cell in row] for row in (report.columns, *report.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(report.columns))]
    print(f"{report.about}\n{report.machine}, {report.date}")
    for row in rows:
        print("  ".join(_aligned(cell, widths, at) for at, cell in enumerate(row)).rstrip())


def _aligned(cell: str, widths: Sequence[int], at: int) -> str:
    return f"{cell:<{widths[0]}}" if at == 0 else f"{cell:>{widths[at]}}"


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.3f}" if abs(cell) >= 0.001 or cell == 0 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
