"""The demo: a whole import on this machine, from a file to its dashboard, as a client over HTTP sees it."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack
from services.local.summary import show_dashboard
from services.local.visitor import Standing, Visitor, require_complete

SAMPLE = Path(__file__).with_name("sample") / "library.csv"

# The slowest that anybody waits for the demo before it says that something is wrong.
_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo imports, how slow its simulated catalogues are, and where it keeps its state."""

    library: Path = SAMPLE
    latency_ms: float = 300.0
    state_dir: Path = Path(".fanfolio/demo")


def show(demo: Demo, console: Console) -> None:
    """Run it; raises DidNotStart, ImportRefused, ImportFailed, httpx.HTTPError."""
    console.print("[bold]Fanfolio demo[/]: from an export to a dashboard, all on this machine\n")
    demo.library.open("rb").close()  # a file that cannot be read is better told of before than after a start
    simulator = Simulator(latency_ms=demo.latency_ms, limits=True)
    began = time.monotonic()
    with ExitStack() as ends:
        with console.status("Starting emulator, simulator, functions and API …"):
            stack = ends.enter_context(
                local_stack(StackOptions(state_dir=demo.state_dir, afresh=True, simulator=simulator))
            )
        console.print(f"Started everything in {time.monotonic() - began:.1f} s.")
        console.print(f"Catalogues: simulated, {demo.latency_ms:.0f} ms a request, rate limits enforced.")
        document = demo.state_dir / "dashboard.json"
        job_id, seconds = _import(demo.library, stack, document, console)
        requests = _upstream_requests(stack)
    dashboard = msgspec.json.decode(document.read_bytes())
    console.print(
        f"[bold green]Complete[/] in {seconds:.1f} s, with {requests} requests to the catalogues.\n"
    )
    show_dashboard(console, dashboard)
    console.print(f"\nThe whole document: [bold]{document}[/]", soft_wrap=True)
    console.print(f"The same as a page: [bold]make run CATALOGUE=sim STATE={demo.state_dir}[/], then look at")
    console.print(f"  [bold cyan]http://localhost:8000/jobs/{job_id}[/]", soft_wrap=True)
    console.print("Your own export, with the live catalogues: [bold]make run CONTACT=you@example.org[/]")


def _import(library: Path, stack: LocalStack, document: Path, console: Console) -> tuple[str, float]:
    """Import over HTTP, keep the document; returns the job's id and the seconds from POST to complete."""
    with httpx.Client(base_url=stack.api_url, timeout=30, trust_env=False) as http:
        visitor = Visitor(http)
        console.print(f"Uploading {library.name} to {stack.api_url} …", soft_wrap=True)
        posted = time.monotonic()
        job = visitor.upload(library)
        last = _show_progress(visitor.follow(job.job_id, within_s=_WITHIN_S), console)
        seconds = time.monotonic() - posted
        require_complete(last)
        document.write_bytes(visitor.dashboard(job.job_id))
    return job.job_id, seconds


def _show_progress(standings: Iterator[Standing], console: Console) -> Standing:
    """A bar in a terminal; a line for each state elsewhere. Returns the last standing."""
    columns = (TextColumn("{task.description:<12}"), BarColumn(40), MofNCompleteColumn(), TextColumn("books"))
    last, state = None, ""
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("accepted", total=None)
        for last in standings:
            progress.update(task, description=last.state, completed=last.settled, total=last.total)
            if last.state != state and not console.is_terminal:
                console.print(_line_about(last))
            state = last.state
    assert last is not None  # noqa: S101 - narrows the type: following yields at least once
    return last


def _line_about(standing: Standing) -> str:
    books = "" if standing.total is None else f": {standing.settled} of {standing.total} books looked up"
    return f"{standing.state}{books}"


def _upstream_requests(stack: LocalStack) -> int:
    counts: dict[str, Any] = httpx.get(f"{stack.simulator_url}/_sim/counts", trust_env=False).json()
    return int(counts["requests"])
