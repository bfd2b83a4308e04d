"""Start of each handler against a floor: ``python -m bench.cold_start [--runs N] [--json FILE]``.

The floor is a bare interpreter with boto3, the same AWS clients, and httpx or fastapi and mangum; nothing of ours.
Handler and floor start in turns, each in a new process; processor time counts, because it does not depend on
who else uses the machine. Medians, in milliseconds. Clients are made, but nothing is asked.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.arguments import at_least_one
from bench.report import Report, deliver
from fanfolio.settings import REQUIRED, variable_of

_PROJECT = Path(__file__).resolve().parents[1]
_MADE = """
import botocore.session
made, create = [], botocore.session.Session.create_client
def counted(self, service, *args, **kwargs):
    made.append(service)
    return create(self, service, *args, **kwargs)
botocore.session.Session.create_client = counted
import {module}
print(",".join(made))
"""
_FLOOR = """
import boto3
session = boto3.session.Session()
clients = [session.client(service) for service in {services!r}]
{more}
"""
_MORE = {
    "services.api.main": "import fastapi, mangum\nmangum.Mangum(fastapi.FastAPI(), lifespan='off')",
    "services.worker.main": "import httpx\nhttpx.AsyncClient()",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a start took: processor and wall-clock milliseconds."""

    cpu_ms: float
    wall_ms: float


HANDLERS = (
    "services.api.main",
    "services.api.orchestrate",
    "services.worker.main",
    "services.worker.dead_letters",
    "services.aggregator.main",
    "services.aggregator.sweep",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=at_least_one, default=9)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    deliver(measure(runs=options.runs), options.json)


def measure(*, runs: int) -> Report:
    """Every handler beside its floor."""
    rows: list[list[object]] = []
    figures = {}
    bare = [_start("pass") for _ in range(runs)]
    rows.append(["a bare interpreter", *_medians(bare), "", "", ""])
    for module in HANDLERS:
        ours, floor = _in_turns(module, runs)
        ratio = median(one.cpu_ms / other.cpu_ms for one, other in zip(ours, floor, strict=True))
        rows.append([f"{module}:handler", *_medians(ours), *_medians(floor), round(ratio, 2)])
        figures[f"{module.removeprefix('services.')}_of_floor"] = round(ratio, 3)
    return Report(
        name="cold_start",
        command="python -m bench.cold_start",
        about=f"Import and first clients, median of {runs}; milliseconds",
        columns=["process", "cpu", "wall", "floor's cpu", "floor's wall", "ratio"],
        rows=rows,
        figures=figures,
    )


def _in_turns(module: str, runs: int) -> tuple[list[Start], list[Start]]:
    services = _clients_of(module)
    floor_code = _FLOOR.format(services=services, more=_MORE.get(module, ""))
    ours, floor = [], []
    for code in (f"import {module}", floor_code):
        _start(code)  # whatever is compiled or read from the disk for the first time
    for _ in range(runs):
        ours.append(_start(f"import {module}"))
        floor.append(_start(floor_code))
    return ours, floor


def _clients_of(module: str) -> list[str]:
    """The services for which a handler makes clients when it starts."""
    command = [sys.executable, "-c", _MADE.format(module=module)]
    made = subprocess.run(
        command, env=environment(), cwd=_PROJECT, check=True, capture_output=True, text=True
    )
    return [service for service in made.stdout.strip().split(",") if service]


def _start(code: str) -> Start:
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code], env=environment(), cwd=_PROJECT)
    _, status, used = os.wait4(child.pid, 0)
    wall_ms = (time.perf_counter() - began) * 1000
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"this did not start:\n{code}")
    return Start(cpu_ms=(used.ru_utime + used.ru_stime) * 1000, wall_ms=wall_ms)


def environment() -> Mapping[str, str]:
    """A function's variables; nobody listens where they point to, and nobody is asked."""
    settings = {variable_of(name): f"fanfolio-{name.replace('_', '-')}" for name in REQUIRED}
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", "/"),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_EC2_METADATA_DISABLED": "true",
        variable_of("contact"): "bench@example.org",
        **settings,
    }


def _medians(starts: Sequence[Start]) -> list[object]:
    return [round(median(one.cpu_ms for one in starts)), round(median(one.wall_ms for one in starts))]


if __name__ == "__main__":
    main()
