"""Processor time and memory a request: ``python -m bench.requests [--times N] [--json FILE]``.

``GET /v1/jobs/{id}`` of a finished and of a running job of 565 books through Mangum, with events as API Gateway
sends them; and a queue message of 100 books that the cache knows, through the worker's handler. Each handler runs in
a process of its own, against the emulator and the simulator, whose time is not counted. Medians; a run of the
yardstick in the same process says how fast the machine was meanwhile.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from bench.arguments import at_least_one
from bench.report import Report, deliver
from services.local.demo import SAMPLE
from services.local.emulator import PROJECT
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack
from services.local.visitor import Visitor, require_complete

_LIMITS_MS = {"GET, finished job": 2.0, "GET, running job": 2.0, "100 books, warm": 60.0}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--times", type=at_least_one, default=200, help="requests; a tenth of it messages")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    deliver(measure(times=options.times), options.json)


def measure(*, times: int) -> Report:
    """Run both handlers."""
    simulator = Simulator(latency_ms=0, limits=False)
    with (
        tempfile.TemporaryDirectory(prefix="fanfolio-bench-", ignore_cleanup_errors=True) as directory,
        local_stack(StackOptions(state_dir=Path(directory), simulator=simulator)) as stack,
    ):
        job_id = _import_sample(stack)
        answers = [
            *_in_process("api", stack, job_id, times),
            *_in_process("worker", stack, job_id, max(5, times // 10)),
        ]
    rows = [
        [
            one["what"],
            one["cpu_ms"],
            _LIMITS_MS[one["what"]],
            one["cpu_ms"] / one["yardstick_ms"],
            one["peak_mib"],
        ]
        for one in answers
    ]
    return Report(
        name="requests",
        command="python -m bench.requests",
        about=f"Processor time a request, median of {times} (messages: a tenth)",
        columns=["request", "cpu ms", "at most", "yardsticks", "peak MiB"],
        rows=rows,
        figures={
            **{
                f"{one['what']}, yardsticks": round(one["cpu_ms"] / one["yardstick_ms"], 4) for one in answers
            },
            **{f"{one['what']}, ms": one["cpu_ms"] for one in answers},
        },
    )


def _import_sample(stack: LocalStack) -> str:
    with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as http:
        visitor = Visitor(http)
        job_id = visitor.upload(SAMPLE).job_id
        *_, last = visitor.follow(job_id, within_s=300)
        require_complete(last)
        return job_id


def _in_process(handler: str, stack: LocalStack, job_id: str, times: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "bench.handler_costs", handler, job_id, str(times)]
    environment: Mapping[str, str] = stack.variables
    child = subprocess.run(
        command, env=dict(environment), cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in child.stdout.splitlines()]


if __name__ == "__main__":
    main()
