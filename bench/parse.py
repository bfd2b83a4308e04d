"""Reading exports against a bare ``csv.reader``: ``python -m bench.parse [--runs N] [--json FILE]``.

Each file is read in a process of its own, in turns with a bare pass of ``csv.reader`` over the same bytes. Processor
time counts, since it does not depend on who else uses the machine; the ratio is of medians. Peak memory is the
process's resident high-water mark after reading.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.arguments import at_least_one
from bench.invented import write_export
from bench.report import Report, deliver
from fanfolio.domain.exports import read_library
from services.local.demo import SAMPLE

_MAKE_DIR = Path("build/bench")
_LARGE = 100_000
# As long as the reviews of people who review: an export of 100,000 rows is 84 MB then.
_REVIEWED = 640


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=at_least_one, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_read_in_turns(options.one, options.runs)))
        return
    deliver(measure(runs=options.runs), options.json)


def measure(*, runs: int) -> Report:
    """The sample, and 100,000 rows with few reviews and with many."""
    files = {
        "565 rows, the sample": SAMPLE,
        "100,000 rows, a review in eight": write_export(_MAKE_DIR / f"{_LARGE}.csv", rows=_LARGE),
        "100,000 rows, all reviewed": _reviewed(_MAKE_DIR / f"{_LARGE}-reviewed.csv"),
    }
    found = {name: _in_process(path, runs if path != SAMPLE else runs * 8) for name, path in files.items()}
    return Report(
        name="parse",
        command="python -m bench.parse",
        about=f"Reading an export into books; processor time, median of {runs}",
        columns=["export", "MB", "ms", "rows/s", "csv.reader ms", "times csv.reader", "peak MiB"],
        rows=[
            [
                name,
                round(one["bytes"] / 1e6, 1),
                round(one["ours_ms"], 1),
                round(one["rows"] / one["ours_ms"] * 1_000),
                round(one["bare_ms"], 1),
                round(one["ours_ms"] / one["bare_ms"], 2),
                one["peak_mib"],
            ]
            for name, one in found.items()
        ],
        figures={
            f"{name}, times csv.reader": round(one["ours_ms"] / one["bare_ms"], 3)
            for name, one in found.items()
        },
    )


def _in_process(path: Path, runs: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.parse", "--one", str(path), "--runs", str(runs)]
    answer: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout
    )
    return answer


def _read_in_turns(path: Path, runs: int) -> dict[str, Any]:
    ours, bare, rows = [], [], 0
    for _ in range(runs):
        spent_s, rows = _cpu_of(_read, path)
        ours.append(spent_s)
        bare.append(_cpu_of(_read_bare, path)[0])
    return {
        "bytes": path.stat().st_size,
        "rows": rows,
        "ours_ms": median(ours) * 1_000,
        "bare_ms": median(bare) * 1_000,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _cpu_of(read: Callable[[Path], int], path: Path) -> tuple[float, int]:
    began = time.process_time()
    rows = read(path)
    return time.process_time() - began, rows


def _read(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in read_library(stream))


def _read_bare(path: Path) -> int:
    with path.open(newline="", encoding="utf-8", errors="replace") as text:
        return sum(1 for _ in csv.reader(text))


def _reviewed(path: Path) -> Path:
    """The large export with a review in every row."""
    if not path.exists():
        sentence = 'I had been told, more than once, to "wait for the right mood"; it came.\n'
        review = (sentence * (_REVIEWED // len(sentence) + 1))[:_REVIEWED]
        plain = write_export(_MAKE_DIR / f"{_LARGE}.csv", rows=_LARGE)
        with plain.open(newline="") as source, path.open("w", newline="") as target:
            rows = csv.reader(source)
            writer = csv.writer(target, lineterminator="\n")
            header = next(rows)
            at = header.index("My Review")
            writer.writerow(header)
            for row in rows:
                row[at] = review
                writer.writerow(row)
    return path


if __name__ == "__main__":
    main()
