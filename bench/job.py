"""Whole jobs through the real parts, timed: one JSON line a run.

    python -m bench.job --library FILE [--latency-ms 300] [--limits] [--runs N] [--warm]

Each run has a pipeline and a catalogue cache of its own that know nothing yet; with ``--warm`` all runs share one
pipeline that has seen the file once before. The catalogues are the simulator's. Exit code 3 and the API's
explanation where the file is refused, 1 where a job does not complete.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

# The file may also be run by its path: the project is then not on the import path yet.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx
import msgspec

from bench.arguments import at_least_one
from services.local.children import DidNotStart
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack
from services.local.visitor import (
    ImportFailed,
    ImportRefused,
    Standing,
    Visitor,
    require_complete,
)

_POLL_EVERY_S = 0.05
_STATES = ("accepted", "reading", "enriching", "assembling", "complete")


def main() -> int:
    """Run and print."""
    options = _parser().parse_args()
    try:
        for number, measures in enumerate(_runs(options), start=1):
            print(json.dumps({"run": number, **measures}), flush=True)
    except ImportRefused as exc:
        print(json.dumps(exc.problem), flush=True)
        return 3
    except (ImportFailed, DidNotStart, httpx.HTTPError, OSError) as exc:
        sys.stderr.write(f"bench/job.py: {exc}\n")
        return 1
    return 0


def _runs(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    library: Path = options.library
    simulator = Simulator(latency_ms=options.latency_ms, limits=options.limits)
    chosen = {name: getattr(options, name) for name in ("latency_ms", "limits", "warm")}
    about = {"library": library.name, "bytes": library.stat().st_size, **chosen}
    if options.warm:
        with _pipeline(simulator) as stack:
            _measure(stack, library)
            for _ in range(options.runs):
                yield about | _measure(stack, library)
        return
    for _ in range(options.runs):
        with _pipeline(simulator) as stack:
            yield about | _measure(stack, library)


@contextmanager
def _pipeline(simulator: Simulator) -> Iterator[LocalStack]:
    with (
        tempfile.TemporaryDirectory(prefix="fanfolio-bench-", ignore_cleanup_errors=True) as directory,
        local_stack(StackOptions(state_dir=Path(directory), simulator=simulator)) as stack,
    ):
        yield stack


def _measure(stack: LocalStack, library: Path) -> dict[str, Any]:
    """Import the file once; everything in seconds that is not a count."""
    with httpx.Client(timeout=60, trust_env=False) as http:
        http.post(f"{stack.simulator_url}/_sim/reset").raise_for_status()
    with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as http:
        visitor = Visitor(http)
        posted = time.monotonic()
        job = visitor.upload(library)
        accepted = time.monotonic()
        *_, last = visitor.follow(job.job_id, every_s=_POLL_EVERY_S, within_s=900)
        ended = time.monotonic()
        require_complete(last)
        document = visitor.dashboard(job.job_id)
        read = time.monotonic()
    seconds = {
        "upload": round(accepted - posted, 3),
        **_seconds_by_step(last.steps),
        "post_to_complete": round(ended - posted, 3),
        "dashboard_read": round(read - ended, 3),
    }
    return {"seconds": seconds, **_found(last, document), **_upstream(stack)}


def _seconds_by_step(steps: Mapping[str, datetime]) -> dict[str, float]:
    """How long each state lasted; the last one does not."""
    return {
        state: round((steps[after] - steps[state]).total_seconds(), 3)
        for state, after in pairwise(state for state in _STATES if state in steps)
    }


def _found(last: Standing, document: bytes) -> dict[str, Any]:
    coverage = msgspec.json.decode(document)["coverage"]
    return {
        "books": last.total,
        "complaints": coverage["complaints"],
        **{outcome: last.counts[outcome] for outcome in ("matched", "unmatched", "unavailable")},
        "dashboard_bytes": len(document),
    }


def _upstream(stack: LocalStack) -> dict[str, int]:
    counts = httpx.get(f"{stack.simulator_url}/_sim/counts", trust_env=False).json()
    return {"upstream_requests": counts["requests"], "upstream_429s": counts["too_many"]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", type=Path, required=True, help="an export")
    parser.add_argument("--latency-ms", type=float, default=300.0, help="of each catalogue request")
    parser.add_argument("--limits", action="store_true", help="have the catalogues enforce their rate limits")
    parser.add_argument("--runs", type=at_least_one, default=1)
    parser.add_argument("--warm", action="store_true", help="with a cache that knows the file's books")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
