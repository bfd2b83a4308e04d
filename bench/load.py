"""The real local stack under load, all on this machine: tables on the terminal, JSON in build/.

    python -m bench.load jobs   [--jobs 200]        that many libraries of 100 to 2,000 books at once
    python -m bench.load status [--clients 200]     that many clients poll jobs, one of which is running
    python -m bench.load large  [--rows 100000]     one very large library, and what memory it takes
    python -m bench.load all

Catalogues are the simulator's, without limits, and our own pace is raised to match: the load is to fall on the
pipeline. The cache knows nothing at first; the libraries share most of their books, as readers' do. Exit code 1 if a
job does not complete, a book is unavailable, or a process of a large library takes 512 MB or more.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# The file may also be run by its path: the project is then not on the import path yet.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx

from bench.arguments import at_least_one
from bench.invented import write_export
from bench.report import Report, deliver
from bench.under_load.importing import Import, import_all
from bench.under_load.memory import Memory, memory_of
from bench.under_load.percentiles import percentiles
from bench.under_load.polling import poll
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack

_BUILD = Path(__file__).resolve().parents[1] / "build"
_LATENCY_MS = 100.0
_SETTINGS = {
    "FANFOLIO_OPEN_LIBRARY_RATE_PER_S": "1000",
    "FANFOLIO_OPEN_LIBRARY_BURST": "1000",
    "FANFOLIO_CHANGES_PER_MINUTE": "0",
    "FANFOLIO_JOB_DEADLINE_S": "3600",
}
_WITHIN_S = 3_000.0
_SIZES = (100, 2_000)
_LIMIT_MIB = 512.0
_LIMITED = ("worker", "orchestrator", "aggregator")
_POLLED_S = 30.0

# As many as one request may bring, and enough to run for longer than it is polled.
_ROWS_OF_A_RUNNING_JOB = 12_000


def main() -> int:
    """Run what was chosen; 0 when all went well."""
    options = _parser().parse_args()
    chosen = list(_LOADS) if options.load == "all" else [options.load]
    return max(_LOADS[load](options) for load in chosen)


def jobs_at_once(options: argparse.Namespace) -> int:
    """Many jobs at once: how long they take, and whether memory grows."""
    dice = random.Random(options.seed)
    with _stack() as stack, tempfile.TemporaryDirectory() as directory:
        sizes = [dice.randint(*_SIZES) for _ in range(options.jobs)]
        exports = [(write_export(Path(directory) / f"{rows}.csv", rows=rows), rows) for rows in sizes]
        began = time.monotonic()
        with memory_of(stack) as memory:
            imports = asyncio.run(import_all(stack.api_url, exports, within_s=_WITHIN_S))
        seconds = time.monotonic() - began
    books = sum(sizes)
    times, uploads = (
        percentiles([one.seconds for one in imports]),
        percentiles([one.upload_s for one in imports]),
    )
    report = Report(
        name="load-jobs",
        command=f"python -m bench.load jobs --jobs {options.jobs} --seed {options.seed}",
        about=f"{options.jobs} jobs at once, {books:,} books: {seconds:.0f} s, {books / seconds:,.0f} books/s",
        columns=("seconds", "p50", "p95", "p99", "max"),
        rows=[
            ("upload to answer", *(round(value, 2) for value in uploads)),
            ("upload to complete", *(round(value, 1) for value in times)),
        ],
        figures={
            "seconds": round(seconds, 1),
            "books_per_s": round(books / seconds, 1),
            "p95_s": round(times[1], 1),
        },
    )
    deliver(report, _BUILD / "load-jobs.json")
    _deliver_memory(memory, "load-jobs-memory", report.command)
    return _judge(imports)


def polling_clients(options: argparse.Namespace) -> int:
    """Many clients ask how jobs stand, while a job is running and when none is."""
    with _stack() as stack, tempfile.TemporaryDirectory() as directory:
        small = write_export(Path(directory) / "small.csv", rows=565)
        large = write_export(Path(directory) / "large.csv", rows=_ROWS_OF_A_RUNNING_JOB)
        done = asyncio.run(import_all(stack.api_url, [(small, 565)] * 4, within_s=_WITHIN_S))
        ids = [one.job["job_id"] for one in done]
        idle = asyncio.run(poll(stack.api_url, ids, clients=options.clients, seconds=_POLLED_S))
        with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as http:
            files = {"file": (large.name, large.read_bytes(), "text/csv")}
            running = http.post("/v1/jobs", files=files).raise_for_status().json()["job_id"]
        busy = asyncio.run(poll(stack.api_url, [running], clients=options.clients, seconds=_POLLED_S))
    report = Report(
        name="load-status",
        command=f"python -m bench.load status --clients {options.clients}",
        about=f"{options.clients} clients, each asking for a job's status once a second",
        columns=("ms", "answers/s", "p50", "p95", "p99", "max", "errors"),
        rows=[
            (name, round(len(ms) / _POLLED_S, 1), *(round(value, 1) for value in percentiles(ms)), errors)
            for name, (ms, errors) in (("jobs that are complete", idle), ("a job that is running", busy))
        ],
        figures={
            "idle_p95_ms": round(percentiles(idle[0])[1], 1),
            "busy_p95_ms": round(percentiles(busy[0])[1], 1),
        },
    )
    deliver(report, _BUILD / "load-status.json")
    return int(bool(idle[1] or busy[1]))


def large_library(options: argparse.Namespace) -> int:
    """One very large library from end to end."""
    with _stack() as stack, tempfile.TemporaryDirectory() as directory:
        export = write_export(Path(directory) / "large.csv", rows=options.rows)
        size_mib = export.stat().st_size / 2**20
        with memory_of(stack) as memory:
            imports = asyncio.run(import_all(stack.api_url, [(export, options.rows)], within_s=_WITHIN_S))
    [one] = imports
    peaks = {part: memory.peaks[part] for part in _LIMITED}
    report = Report(
        name="load-large",
        command=f"python -m bench.load large --rows {options.rows}",
        about=f"a library of {options.rows:,} rows, {size_mib:.0f} MiB: {one.seconds:.0f} s from upload to complete",
        columns=("function", "largest process, MiB", "limit"),
        rows=[(part, peak, _LIMIT_MIB) for part, peak in peaks.items()],
        figures={"seconds": round(one.seconds, 1), **{f"{part}_mib": peak for part, peak in peaks.items()}},
    )
    deliver(report, _BUILD / "load-large.json")
    return max(_judge(imports), int(any(peak >= _LIMIT_MIB for peak in peaks.values())))


def _deliver_memory(memory: Memory, name: str, command: str) -> None:
    report = Report(
        name=name,
        command=command,
        about="resident memory of each part's largest process, MiB",
        columns=("part", "second quarter", "last quarter", "growth", "high-water mark"),
        rows=list(memory.rows()),
    )
    deliver(report, _BUILD / f"{name}.json")


def _judge(imports: list[Import]) -> int:
    """Every job is complete, and no book of it is unavailable."""
    wrong = [
        one.job
        for one in imports
        if one.job["state"] != "complete" or one.job["counts"]["unavailable"] or one.job["total"] != one.rows
    ]
    for job in wrong[:5]:
        print(f"job {job['job_id']}: {job['state']}, {job['counts']} of {job['total']}")
    print(f"{len(imports) - len(wrong)} of {len(imports)} jobs complete, with every book\n")
    return int(bool(wrong))


@contextmanager
def _stack() -> Iterator[LocalStack]:
    with tempfile.TemporaryDirectory(prefix="fanfolio-load-", ignore_cleanup_errors=True) as directory:
        simulator = Simulator(latency_ms=_LATENCY_MS, limits=False)
        options = StackOptions(state_dir=Path(directory), simulator=simulator, settings=_SETTINGS)
        with local_stack(options) as stack:
            yield stack


_LOADS: dict[str, Callable[[argparse.Namespace], int]] = {
    "jobs": jobs_at_once,
    "status": polling_clients,
    "large": large_library,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("load", choices=(*_LOADS, "all"), nargs="?", default="all")
    parser.add_argument("--jobs", type=at_least_one, default=200, help="default: %(default)s")
    parser.add_argument("--clients", type=at_least_one, default=200, help="default: %(default)s")
    parser.add_argument("--rows", type=at_least_one, default=100_000, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="of the libraries' sizes (default: %(default)s)")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
