"""Over a hundred workers at once: ``python -m bench.at_once [--workers 120] [--json FILE]``.

A library with one book a message (``BOOKS_PER_MESSAGE=1``) against the emulator and a catalogue so slow that workers
pile up. Counted from when each invocation of the real handler began and ended: how many were under way at once.
"""

import argparse
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from bench.imported import import_library
from bench.invented import write_export
from bench.report import Report, deliver
from bench.running import Invocation, watched_pipeline
from services.local.function_shapes import WORKER
from services.local.options import Simulator

_LATENCY_MS = 3_000
_SETTINGS = {
    "FANFOLIO_BOOKS_PER_MESSAGE": "1",
    "FANFOLIO_OPEN_LIBRARY_RATE_PER_S": "1000",
    "FANFOLIO_OPEN_LIBRARY_BURST": "1000",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--workers", type=int, default=120)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    deliver(measure(workers=options.workers), options.json)


def measure(*, workers: int) -> Report:
    """Twice as many books as workers, one a message."""
    books = 2 * workers
    library = write_export(Path(f"build/bench/{books}.csv"), rows=books)
    simulator = Simulator(latency_ms=_LATENCY_MS, limits=False)
    with watched_pipeline(simulator, _SETTINGS, workers=workers) as pipeline:
        pipeline.stack.functions[WORKER.name].warm_up(workers)
        one = import_library(pipeline, library, every_s=0.5)
        worked = [each for each in pipeline.invocations if each.function == WORKER.name]
    most = most_at_once(worked)
    return Report(
        name="at_once",
        command="python -m bench.at_once",
        about=f"{books} books, one a message, {_LATENCY_MS} ms a catalogue request, up to {workers} workers",
        columns=["what", "count"],
        rows=[
            ["invocations of the worker", len(worked)],
            ["most under way at once", most],
            ["books settled", one.books],
            ["seconds", round(one.seconds, 1)],
        ],
        figures={"most at once": most},
    )


def most_at_once(invocations: Iterable[Invocation]) -> int:
    """How many invocations overlapped at most."""
    edges = [(one.began, 1) for one in invocations]
    edges += [(one.began + one.seconds, -1) for one in invocations]
    return max(accumulate(change for _, change in sorted(edges)), default=0)


if __name__ == "__main__":
    main()
