"""Cold starts of the container images: ``python -m bench.container_start [--runs N] [--json FILE]``.

Runs each handler's image under Lambda's runtime interface emulator, as `docker run` gives it, and waits for its first
answer: the time holds the container, the interpreter, imports, clients and the answer. ``reported`` is the
Init Duration in its REPORT line, which it measures in its own way. Needs docker and the images (``make images``).
"""

import argparse
import json
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from bench.arguments import at_least_one
from bench.cold_start import environment
from bench.handler_costs import get_event
from bench.report import Report, deliver
from services.local.children import free_port

_WITHIN_S = 60.0
_INIT = re.compile(r"Init Duration: ([\d.]+) ms")
# Events that each handler answers without asking anybody: what is measured is the start.
_FIRST_EVENTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "services.api.main.handler": ("fanfolio-api", get_event("/healthz")),
    "services.api.orchestrate.handler": ("fanfolio-api", {}),
    "services.worker.main.handler": ("fanfolio-worker", {"Records": []}),
    "services.worker.dead_letters.handler": ("fanfolio-worker", {"Records": []}),
    "services.aggregator.main.handler": ("fanfolio-aggregator", {}),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=at_least_one, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    _require_images()
    deliver(measure(runs=options.runs), options.json)


def measure(*, runs: int) -> Report:
    """Every handler, one container after another."""
    rows: list[list[object]] = []
    for handler, (image, event) in _FIRST_EVENTS.items():
        starts = [_start(image, handler, event) for _ in range(runs)]
        reported = [init for _, init in starts if init is not None]
        rows.append(
            [
                handler,
                image,
                round(median(first_ms for first_ms, _ in starts)),
                round(median(reported)) if reported else "none",
            ]
        )
    return Report(
        name="container_start",
        command="python -m bench.container_start",
        about=f"From docker run to the first answer, median of {runs}; milliseconds",
        columns=["handler", "image", "first answer", "reported init"],
        rows=rows,
    )


def _start(image: str, handler: str, event: Mapping[str, Any]) -> tuple[float, float | None]:
    """Milliseconds to the first answer, and the Init Duration that was reported."""
    port = free_port()
    began = time.monotonic()
    with _container(image, handler, port) as name:
        _ask_until_answered(port, event)
        first_ms = (time.monotonic() - began) * 1000
        logs = subprocess.run(["docker", "logs", name], capture_output=True, text=True, check=False)
    found = _INIT.search(logs.stdout + logs.stderr)
    return first_ms, float(found[1]) if found else None


@contextmanager
def _container(image: str, handler: str, port: int) -> Iterator[str]:
    variables = [
        f"--env={name}={value}" for name, value in environment().items() if name not in ("PATH", "HOME")
    ]
    published = f"--publish=127.0.0.1:{port}:8080"
    command = ["docker", "run", "--detach", "--rm", published, *variables, image, handler]
    name = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    try:
        yield name
    finally:
        subprocess.run(["docker", "kill", name], capture_output=True, check=False)


def _ask_until_answered(port: int, event: Mapping[str, Any]) -> None:
    url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
    end = time.monotonic() + _WITHIN_S
    while time.monotonic() < end:
        try:
            httpx.post(url, content=json.dumps(event), timeout=_WITHIN_S, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.01)
        else:
            return
    raise SystemExit(f"no answer within {_WITHIN_S:.0f} s")


def _require_images() -> None:
    images = sorted({image for image, _ in _FIRST_EVENTS.values()})
    try:
        found = subprocess.run(["docker", "image", "inspect", *images], capture_output=True, check=False)
    except FileNotFoundError:
        raise SystemExit("There is no docker on this machine; see docs/deploy.md.") from None
    if found.returncode:
        raise SystemExit("Docker does not run, or the images are not built: `make images` does both.")


if __name__ == "__main__":
    main()
