"""One import through a watched pipeline, and where its time went."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from bench.meter import Call
from bench.running import Watched
from services.local.visitor import Visitor, require_complete

Step = tuple[str, float]

_CALLERS = frozenset({"fanfolio-api", "fanfolio-orchestrator", "fanfolio-worker", "fanfolio-aggregator"})


class NotMetered(RuntimeError):
    """Calls are missing from what was written down: figures made of the others would be too good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import took, in seconds; times of day are seconds since 1970."""

    books: int
    posted: float
    answered: float
    completed: float
    read: float
    requests_of_visitor: int
    dashboard_bytes: int
    upstream_requests: int
    upstream_429s: int
    calls: Sequence[Call]

    @property
    def seconds(self) -> float:
        """From POST to the visitor's learning that it is complete."""
        return self.completed - self.posted


def import_library(pipeline: Watched, library: Path, *, every_s: float, within_s: float = 900.0) -> Imported:
    """Import a file as a visitor does who asks every ``every_s`` seconds.

    Raises ImportFailed, ImportRefused; NotMetered if a part of the pipeline has made no AWS call.
    """
    with httpx.Client(timeout=60, trust_env=False) as http:
        http.post(f"{pipeline.stack.simulator_url}/_sim/reset").raise_for_status()
    pipeline.reset()
    with httpx.Client(base_url=pipeline.stack.api_url, timeout=60, trust_env=False) as http:
        visitor = Visitor(http)
        posted = time.time()
        job = visitor.upload(library)
        answered = time.time()
        standings = list(visitor.follow(job.job_id, every_s=every_s, within_s=within_s))
        completed = time.time()
        require_complete(standings[-1])
        document = visitor.dashboard(job.job_id)
        read = time.time()
    calls = [call for call in pipeline.meter.calls() if call.at >= posted]
    if silent := _CALLERS - {call.function for call in calls}:
        raise NotMetered(f"no AWS call was written down of: {', '.join(sorted(silent))}")
    counts = httpx.get(f"{pipeline.stack.simulator_url}/_sim/counts", trust_env=False).json()
    return Imported(
        books=standings[-1].total or 0,
        posted=posted,
        answered=answered,
        completed=completed,
        read=read,
        requests_of_visitor=len(standings) + 2,
        dashboard_bytes=len(document),
        upstream_requests=counts["requests"],
        upstream_429s=counts["too_many"],
        calls=calls,
    )


def steps_of(one: Imported) -> list[Step]:
    """Where the time went, step by step, in seconds; those of several workers are medians of a message."""
    reader = _of(one.calls, "fanfolio-orchestrator")
    workers = _of(one.calls, "fanfolio-worker")
    watcher = _of(one.calls, "fanfolio-aggregator")
    fetched = _first(reader, "GetObject")
    sends = [call for call in reader if call.operation == "SendMessageBatch"]
    library = _first(reader, "PutObject")
    # Results grow a set of their job; of those the last makes the job complete.
    settled = max(_end(call) for call in workers if "SETTLED" in call.key)
    ending = [call for call in watcher if call.operation == "UpdateItem" and call.at > settled]
    document = next(call for call in reversed(watcher) if call.operation == "PutObject")
    published = min((call for call in ending if call.at > document.at), key=lambda call: call.at)
    return [
        ("upload, until the answer", one.answered - one.posted),
        ("start of the orchestrator", reader[0].at - _first(_of(one.calls, "fanfolio-api"), "Invoke").at),
        ("claim the job, fetch the file", _end(fetched) - reader[0].at),
        ("parse", sends[0].at - _end(fetched)),
        ("send the messages", _end(sends[-1]) - sends[0].at),
        ("keep the library, note the total", reader[-1].at - library.at),
        ("last send to first message received", workers[0].at - _end(sends[-1])),
        *_steps_of_messages(workers),
        ("first message received to last book settled", settled - workers[0].at),
        ("notice that all are settled", ending[0].at - settled),
        ("assemble the dashboard", _end(published) - ending[0].at),
        ("last book settled to document readable", _end(published) - settled),
        ("POST to complete, as the visitor sees it", one.seconds),
    ]


def _steps_of_messages(workers: Sequence[Call]) -> Iterator[Step]:
    begun = [call for call in workers if call.operation == "BatchGetItem"]
    yield "a message: cache", median(call.ms / 1000 for call in begun)
    yield "a message: catalogues and matching", median(_catalogues(workers))
    first, second = _passes(workers)
    yield "a message: of it the first request", first
    yield "a message: of it the second request", second
    stores = [call.ms for call in workers if call.operation == "PutObject"]
    settles = [call.ms for call in workers if "SETTLED" in call.key]
    yield "a message: store and count results", (median(stores) + median(settles)) / 1000
    remembered = sum(call.ms for call in workers if call.operation == "BatchWriteItem")
    yield "a message: remember answers", remembered / 1000 / len(stores)


def _catalogues(workers: Sequence[Call]) -> Iterator[float]:
    """From the cache's answer to the first write that follows in the same process."""
    for place, call in enumerate(workers):
        if call.operation == "BatchGetItem":
            after = (
                one.at
                for one in workers[place:]
                if one.process == call.process and one.operation in ("BatchWriteItem", "PutObject")
            )
            yield next(after) - _end(call)


def _passes(workers: Sequence[Call]) -> tuple[float, float]:
    """From the leave for a request to the next one, or to the results: medians of messages; 0 without any."""
    passes: tuple[list[float], list[float]] = ([], [])
    leaves: dict[str, list[float]] = {}
    for call in workers:
        of_process = leaves.setdefault(call.process, [])
        if call.key.startswith("pacer#") and not call.refused:
            of_process.append(call.at)
        elif call.operation == "PutObject":
            ends = [*of_process[1:], call.at]
            for durations, began, ended in zip(passes, of_process, ends, strict=False):
                durations.append(ended - began)
            of_process.clear()
    first, second = (median(durations) if durations else 0.0 for durations in passes)
    return first, second


def _of(calls: Sequence[Call], function: str) -> list[Call]:
    return [call for call in calls if call.function == function]


def _first(calls: Sequence[Call], operation: str) -> Call:
    for call in calls:
        if call.operation == operation:
            return call
    raise NotMetered(f"no {operation} was written down")


def _end(call: Call) -> float:
    return call.at + call.ms / 1000
