"""Jobs through the real stack with a faulty wire, or a killer, or both; then everything is deleted and looked for."""

import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import httpx

from bench.fault_harness.real.judge import judge_job, judge_remains, messages_in
from bench.fault_harness.real.killer import Killer
from bench.fault_harness.real.libraries import Library, write_libraries
from bench.fault_harness.real.reader import Ended, Reader
from bench.fault_harness.real.wire import Disorder, Wire
from services.local.function_shapes import WORKER
from services.local.options import Simulator, StackOptions
from services.local.resources import queue_url
from services.local.stack import LocalStack, local_stack

_LIBRARIES = 16
_READERS_AT_ONCE = 50
_CALM_READERS_AT_ONCE = 8
_POISONED_WORKER = "bench.fault_harness.real.poisoned_worker:handler"
# Poison that hangs should not take half a minute a time.
_WORKER_TIMEOUT_S = 9
_SETTINGS = {
    "FANFOLIO_JOB_DEADLINE_S": "240",
    "FANFOLIO_BOOKS_PER_MESSAGE": "6",
    "FANFOLIO_CHANGES_PER_MINUTE": "0",
}
_CATALOGUE_ERRORS = (
    "429=0.03,403=0.01,500=0.03,502=0.02,503=0.03,truncated=0.03,cut=0.03,reset=0.03,slow=0.02,hang=0.01"
)
_DRAINED_WITHIN_S = 240.0


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    disorder: Disorder
    ended: list[Ended] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    phases: dict[str, float] = field(default_factory=dict)

    @property
    def ends(self) -> Counter[str]:
        """Jobs by how they ended, books by outcome and reason."""
        ends: Counter[str] = Counter()
        for one in self.ended:
            ends["jobs " + ("deleted on the way" if one.deleted else one.job.get("state", "unknown"))] += 1
            ends["jobs retried"] += one.retried
            for book in one.dashboard.get("books", ()):
                ends[f"books {book['outcome']} {book['reason'] or ''}".strip()] += 1
        return +ends


def run(*, jobs: int, seed: int, wire: bool, kill_every_s: float | None, limit_s: float = 1_800.0) -> Outcome:
    """Import ``jobs`` libraries in disorder; the findings are empty if all is well.

    A process is killed every ``kill_every_s``, on average: not faster than processes start, or nothing is shown.
    """
    dice = Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fanfolio-faults-", ignore_cleanup_errors=True) as directory:
        place = Path(directory)
        libraries = write_libraries(place, count=_LIBRARIES, dice=dice)
        outcome = Outcome(disorder=Disorder(dice=Random(seed + 1), calm=not wire))
        with _timed(outcome, "calm run"):
            calm = _calm_documents(place / "calm", libraries, dice)
        with _disorderly_stack(place / "state", outcome.disorder) as stack:
            with _timed(outcome, "imports"):
                _import_all(stack, libraries, jobs, outcome, dice, kill_every_s=kill_every_s, limit_s=limit_s)
            for one in outcome.ended:
                outcome.findings += judge_job(one, calm[one.library.path.name])
            outcome.disorder.calm = True
            with _timed(outcome, "deletions"):
                _delete_all(stack, outcome, dice)
            with _timed(outcome, "late messages"):
                _wait_until_drained(stack)
            outcome.findings += judge_remains(stack.clients, stack.names, endpoint_url=stack.emulator.url)
    outcome.seconds = time.monotonic() - began
    return outcome


@contextmanager
def _timed(outcome: Outcome, phase: str) -> Iterator[None]:
    began = time.monotonic()
    try:
        yield
    finally:
        outcome.phases[phase] = round(time.monotonic() - began, 1)


def _calm_documents(state_dir: Path, libraries: Sequence[Library], dice: Random) -> dict[str, Any]:
    """What each library's dashboard says where nothing goes wrong; poison is poison only for poisoned workers."""
    options = StackOptions(state_dir=state_dir, simulator=Simulator(limits=False), settings=_SETTINGS)
    with local_stack(options) as stack, _http(stack) as http:
        until = time.monotonic() + 300
        readers = [
            Reader(http=http, library=library, dice=Random(dice.random()), until=until)
            for library in libraries
        ]
        with ThreadPoolExecutor(_CALM_READERS_AT_ONCE) as lives:
            ended = list(lives.map(Reader.live, readers))
    if troubled := [one.trouble for one in ended if one.trouble]:
        raise RuntimeError(f"the calm run has failed: {troubled[0]}")
    return {one.library.path.name: one.dashboard for one in ended}


@contextmanager
def _disorderly_stack(state_dir: Path, disorder: Disorder) -> Iterator[LocalStack]:
    wire = Wire(disorder)
    options = StackOptions(
        state_dir=state_dir,
        simulator=Simulator(limits=False, options=("--errors", _CATALOGUE_ERRORS, "--hang-s", "4")),
        settings=_SETTINGS,
        via=wire.in_front_of,
    )
    try:
        with local_stack(options) as stack:
            _poison(stack)
            yield stack
    finally:
        wire.close()


def _poison(stack: LocalStack) -> None:
    """From now on workers are the poisoned ones: those that are warm already end."""
    worker = stack.functions[WORKER.name]
    worker.shape = replace(WORKER, handler=_POISONED_WORKER, timeout_s=_WORKER_TIMEOUT_S)
    for pid in worker.pids():
        os.kill(pid, signal.SIGKILL)


def _import_all(
    stack: LocalStack,
    libraries: Sequence[Library],
    jobs: int,
    outcome: Outcome,
    dice: Random,
    *,
    kill_every_s: float | None,
    limit_s: float,
) -> None:
    killer = Killer(stack.functions, outcome.disorder, every_s=kill_every_s) if kill_every_s else None
    until = time.monotonic() + limit_s
    with _http(stack) as http, ThreadPoolExecutor(_READERS_AT_ONCE) as readers:
        if killer:
            killer.start()
        lives = [
            Reader(
                http=http,
                library=libraries[number % len(libraries)],
                dice=Random(dice.random()),
                until=until,
                deletes=number % 9 == 8,
                retries=number % 5 == 4,
            ).live
            for number in range(jobs)
        ]
        outcome.ended = list(readers.map(lambda live: live(), lives))
        if killer:
            killer.stop()


def _delete_all(stack: LocalStack, outcome: Outcome, dice: Random) -> None:
    with _http(stack) as http, ThreadPoolExecutor(_READERS_AT_ONCE) as readers:
        reader = Reader(http=http, library=outcome.ended[0].library, dice=dice, until=time.monotonic() + 120)
        list(readers.map(reader.delete, [one for one in outcome.ended if one.job_id]))


def _wait_until_drained(stack: LocalStack) -> None:
    """Late messages, and what the sweep has to finish, get their time."""
    urls = [
        queue_url(stack.emulator.url, name) for name in (stack.names.queue, stack.names.dead_letter_queue)
    ]
    end = time.monotonic() + _DRAINED_WITHIN_S
    while time.monotonic() < end and any(messages_in(stack.clients, url) for url in urls):
        time.sleep(1)


def _http(stack: LocalStack) -> httpx.Client:
    return httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False)
