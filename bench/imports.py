"""Read library exports and print one JSON line for each: what was recognised, counted and how fast, or the refusal.

    python bench/imports.py FILE…          (or python -m bench.imports FILE…)

Each file is read in a process of its own. ``peak_memory_mib`` is that process's resident high-water mark after the
first reading, interpreter and imports included (VmHWM on Linux, ru_maxrss elsewhere); ``memory_before_mib`` is the
mark just before it. Times are wall-clock, the best of ``--runs``, taken in turns with a bare ``csv.reader`` pass over
the same bytes; ``times_csv_reader`` is the ratio of the two. No title, review or cell of a file is ever printed.
"""

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
if str(_ROOT) not in sys.path:
    sys.path.insert(0, str(_ROOT))

from bench.arguments import at_least_one  # noqa: E402 - the path above comes first
from fanfolio.domain.errors import UploadRefused  # noqa: E402
from fanfolio.domain.exports import LibraryReader, Row, read_library  # noqa: E402

Report = dict[str, object]


def main(arguments: list[str] | None = None) -> int:
    """Report on every file; the exit status is 1 only if a file made the reader crash or could not be opened."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--runs", type=at_least_one, default=3, help="timed readings of each file (default 3)"
    )
    parser.add_argument("--in-this-process", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.in_this_process:
        print(json.dumps(report_on(options.files[0], runs=max(1, options.runs)), ensure_ascii=False))
        return 0
    reports = [_report_apart(path, options.runs) for path in options.files]
    return int(any("error" in report for report in reports))


def report_on(path: Path, *, runs: int) -> Report:
    """Read one file and describe it."""
    report: Report = {"file": path.name, "size_bytes": path.stat().st_size}
    memory: Report = {"memory_before_mib": _high_water_mib()}
    started = time.perf_counter()
    try:
        description, rows = _read(path)
    except UploadRefused as refusal:
        report |= _refusal(refusal) | {"seconds": round(time.perf_counter() - started, 4)}
        return report | memory | {"peak_memory_mib": _high_water_mib()}
    first_s = time.perf_counter() - started
    memory["peak_memory_mib"] = _high_water_mib()
    return report | description | memory | _timings(path, rows, first_s, runs)


def _refusal(refusal: UploadRefused) -> Report:
    kinds = Counter(complaint.kind for complaint in refusal.complaints)
    return {
        "refusal": {"type": type(refusal).__name__, "sentence": str(refusal), "first_complaints": dict(kinds)}
    }


def _read(path: Path) -> tuple[Report, int]:
    found: Counter[str] = Counter()
    shelves: Counter[str] = Counter()
    with path.open("rb") as stream:
        library = read_library(stream)
        for row in library:
            if isinstance(row, Row):
                shelves[row.book.shelf] += 1
                found["books_with_isbn13"] += row.book.isbn13 is not None
                found["books_with_date_read"] += row.book.date_read is not None
                found["books_rated"] += row.book.my_rating is not None
                found["books_with_private_text"] += row.private is not None
    return _description(library) | found | {"books_by_shelf": dict(shelves)}, library.counts.rows


def _description(library: LibraryReader) -> Report:
    layout, counts = library.layout, library.counts
    return {
        "layout": layout.name,
        "encoding": layout.encoding,
        "decoding_replacements": library.decoding_replacements,
        "rows": counts.rows,
        "books": counts.books,
        "complaints": dict(counts.complaints),
        "notes": dict(counts.notes),
    }


def _timings(path: Path, rows: int, first_s: float, runs: int) -> Report:
    """Best times of this reader and of a bare csv.reader, measured in turns, so that a busy moment hits both."""
    ours_s, bare_s = [first_s], [_time_bare_csv(path)]
    for _ in range(runs - 1):
        started = time.perf_counter()
        with path.open("rb") as stream:
            for _ in read_library(stream):
                pass
        ours_s.append(time.perf_counter() - started)
        bare_s.append(_time_bare_csv(path))
    best_s, bare_best_s = min(ours_s), min(bare_s)
    return {
        "seconds": round(best_s, 4),
        "rows_per_s": round(rows / best_s),
        "csv_reader_seconds": round(bare_best_s, 4),
        "times_csv_reader": round(best_s / bare_best_s, 2),
    }


def _time_bare_csv(path: Path) -> float:
    started = time.perf_counter()
    try:
        with path.open(newline="", encoding="utf-8", errors="replace") as text:
            for _ in csv.reader(text):
                pass
    except csv.Error:
        return float("nan")
    return time.perf_counter() - started


def _high_water_mib() -> float:
    try:
        status = Path("/proc/self/status").read_text()
        kib = int(status.partition("VmHWM:")[2].split()[0])
    except (OSError, IndexError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        kib = peak // 1024 if sys.platform == "darwin" else peak
    return round(kib / 1024, 1)


def _report_apart(path: Path, runs: int) -> Report:
    """Have a process of its own report on the file, print the line, and return it."""
    report: Report = {"file": path.name}
    if not path.is_file():
        report["error"] = "there is no such file"
    else:
        command = [
            sys.executable,
            str(Path(__file__).resolve()),
            "--in-this-process",
            f"--runs={runs}",
            str(path),
        ]
        child = subprocess.run(command, capture_output=True, text=True, check=False)
        if child.returncode == 0:
            report = json.loads(child.stdout)
        else:
            report["error"] = (child.stderr.strip().splitlines() or [f"exit status {child.returncode}"])[-1]
    print(json.dumps(report, ensure_ascii=False), flush=True)
    return report


if __name__ == "__main__":
    sys.exit(main())
