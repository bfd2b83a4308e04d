"""Over a hundred workers at once: ``python -m bench.at_once [--workers 120] [--json FILE]``.

One book a message (as with ``BOOKS_PER_MESSAGE=1``), as many messages as workers: the real handler, each invocation
in a process of its own, all invoked together against the emulator and a catalogue of three seconds. Counted from
when each began and ended: how many were under way at once; and whether every book is settled afterwards.
"""

import argparse
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.arguments import at_least_one
from bench.handler_costs import open_job, sqs_event
from bench.invented import write_export
from bench.report import Report, deliver
from bench.running import Invocation, watched_pipeline
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.domain.exports import Row, read_library
from fanfolio.messages import ChunkMessage, WantedBook, encode_chunk
from services.local.function_shapes import WORKER
from services.local.functions import Function
from services.local.options import Simulator

_LATENCY_MS = 3_000
_STARTED_AT_ONCE = 6
_WITHIN_S = 180.0
_PACE = {"FANFOLIO_OPEN_LIBRARY_RATE_PER_S": "1000", "FANFOLIO_OPEN_LIBRARY_BURST": "1000"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--workers", type=at_least_one, default=120)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    deliver(measure(workers=options.workers), options.json)


def measure(*, workers: int) -> Report:
    """All workers at the same time."""
    with watched_pipeline(Simulator(latency_ms=_LATENCY_MS, limits=False), _PACE) as pipeline:
        stack = pipeline.stack
        store = DynamoJobStore(
            stack.clients.dynamodb,
            table=stack.names.jobs_table,
            clock=SystemClock(),
            settled_lifetime=timedelta(days=1),
        )
        job_id = open_job(store)
        shape = replace(WORKER, concurrency=workers, timeout_s=300)
        function = Function(shape, variables=stack.variables, log=stack.logs / "at-once.log")
        try:
            # A few more each time: a hundred processes that start together are late, all of them.
            for count in range(_STARTED_AT_ONCE, workers + _STARTED_AT_ONCE, _STARTED_AT_ONCE):
                function.warm_up(min(count, workers))
            with ThreadPoolExecutor(workers) as invoking:
                answers = list(invoking.map(lambda event: _invoke(function, event), _events(job_id, workers)))
        finally:
            function.close()
        settled = store.progress(job_id).settled
        again_by = time.monotonic() + _WITHIN_S
        # Books whose catalogue answered too late have gone back to the queue, where the pipeline's own workers are.
        while (in_the_end := store.progress(job_id).settled) < workers and time.monotonic() < again_by:
            time.sleep(1.0)
    worked = [invocation for invocation, _ in answers]
    most = most_at_once(worked)
    return Report(
        name="at_once",
        command="python -m bench.at_once",
        about=f"{workers} messages of one book, {_LATENCY_MS} ms a catalogue request",
        columns=["what", "count"],
        rows=[
            ["invocations of the worker", len(worked)],
            ["most under way at once", most],
            ["of them reported as failed", sum(failed for _, failed in answers)],
            ["books settled by them", settled],
            ["books settled in the end", in_the_end],
            ["seconds, the longest", round(max(one.seconds for one in worked), 1)],
        ],
        figures={"most at once": most, "books settled": in_the_end},
    )


def most_at_once(invocations: Iterable[Invocation]) -> int:
    """How many invocations overlapped at most."""
    invocations = list(invocations)
    edges = [(one.began, 1) for one in invocations]
    edges += [(one.began + one.seconds, -1) for one in invocations]
    return max(accumulate(change for _, change in sorted(edges)), default=0)


def _events(job_id: str, count: int) -> list[dict[str, Any]]:
    """A message for each book of an invented library."""
    with write_export(Path(f"build/bench/{count}.csv"), rows=count).open("rb") as stream:
        wanted = [WantedBook.of(row.book) for row in read_library(stream) if isinstance(row, Row)]
    messages = [
        ChunkMessage(job_id=job_id, chunk=chunk, attempt=1, books=(book,))
        for chunk, book in enumerate(wanted)
    ]
    return [sqs_event(encode_chunk(message)) for message in messages]


def _invoke(function: Function, event: dict[str, Any]) -> tuple[Invocation, int]:
    """One invocation, and how many of its messages it reports as failed."""
    began, started = time.time(), time.perf_counter()
    answer = function.invoke(event)
    seconds = time.perf_counter() - started
    return Invocation(function=WORKER.name, began=began, seconds=seconds), len(answer["batchItemFailures"])


if __name__ == "__main__":
    main()
