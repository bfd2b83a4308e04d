"""A trial: one play in foul weather, held against the same play in fair weather."""

import secrets
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random

from bench.fault_harness.library import export_of
from bench.fault_harness.play import Play
from bench.fault_harness.plot import Plot
from bench.fault_harness.verdict import document_of, judge_ends, judge_remains
from bench.fault_harness.weather import OF_CALLS, Count, Pin, Weather
from fanfolio.domain.dashboard import Dashboard

# Late deliveries come up to 15 minutes after their first: a play that is not quiet after two hours is stuck.
_LIMIT_S = 7_200.0

DELETION = "deletion at any moment"
ALONE = (*OF_CALLS, DELETION)

# The play in which every call meets every fault once: small, for it is played some hundred times.
_ROWS_OF_EVERY_CALL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one play; ``findings`` say what is wrong, ``trace`` tells whether two plays are the same.

    ``seconds`` is the play's own time to quiet.
    """

    name: str
    findings: tuple[str, ...]
    faults: Counter[Count]
    outcomes: Counter[str]
    calls: int
    seconds: float
    trace: str


@dataclass(slots=True)
class Tally:
    """Many trials added up."""

    jobs: int = 0
    calls: int = 0
    faults: Counter[Count] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    failed: list[Trial] = field(default_factory=list)
    began_s: float = field(default_factory=time.perf_counter)

    def add(self, trial: Trial) -> None:
        """Count a trial."""
        self.jobs += 1
        self.calls += trial.calls
        self.faults += trial.faults
        self.outcomes += trial.outcomes
        if trial.findings:
            self.failed.append(trial)

    def add_all(self, other: "Tally") -> None:
        """Count what another process has counted."""
        self.jobs += other.jobs
        self.calls += other.calls
        self.faults += other.faults
        self.outcomes += other.outcomes
        self.failed += other.failed

    @property
    def seconds(self) -> float:
        """How long it all took, in real time."""
        return time.perf_counter() - self.began_s


def try_all(seed: int, names: Iterable[str]) -> Tally:
    """Try these jobs of a seed."""
    tally = Tally()
    for name in names:
        tally.add(try_one(seed, name))
    return tally


def try_one(seed: int, name: str) -> Trial:
    """Try one job: the same seed and name always give the same play.

    A name is a number (all faults may happen), or ``CALL/FAULT``: that fault alone, at that call of a port;
    the job's deletion is one of them.
    """
    number, _, fault = name.partition("/")
    dice = Random(f"{seed}/{name}")
    if fault == DELETION:
        return _try(
            name, replace(_plot_of_every_call(seed), deleted_at_call=int(number)), Weather.fair(), dice
        )
    if fault:
        return _try(
            name, _plot_of_every_call(seed), Weather.fair(but=Pin(fault=fault, call=int(number))), dice
        )
    return _try(name, Plot.roll(dice), Weather.roll(dice), dice)


def names_of_every_call(seed: int) -> list[str]:
    """Each fault that can befall a call, and the job's deletion, at each call that the small play makes."""
    with _seeded_secrets(Random(seed)):
        play = Play(_plot_of_every_call(seed), Weather.fair(), Random(seed))
        try:
            play.run(limit_s=_LIMIT_S)
            return [f"{call}/{fault}" for call in range(1, play.stage.calls + 1) for fault in ALONE]
        finally:
            play.stage.clear()


def _plot_of_every_call(seed: int) -> Plot:
    rows = _ROWS_OF_EVERY_CALL
    export = export_of(rows, Random(seed))
    return Plot(rows=rows, books_per_message=3, export=export, doubled=True, direct=True)


def _try(name: str, plot: Plot, weather: Weather, dice: Random) -> Trial:
    with _seeded_secrets(Random(dice.random())):
        play = Play(plot, weather, dice)
        findings: list[str] = []
        try:
            if not play.run(limit_s=_LIMIT_S):
                findings.append("not quiet within two hours: " + _who_is_left(play))
            findings += judge_ends(play, _calm_document(plot))
            outcomes, seconds = _outcomes(play), play.stage.now_s
            if not play.delete_everything(limit_s=_LIMIT_S):
                findings.append("not quiet after deletion: " + _who_is_left(play))
            findings += judge_remains(play)
        finally:
            play.stage.clear()
    return Trial(
        name=name,
        findings=tuple(findings),
        faults=weather.counts + _other_faults(play),
        outcomes=outcomes,
        calls=play.stage.calls,
        seconds=seconds,
        trace=play.stage.trace,
    )


def _calm_document(plot: Plot) -> Dashboard | None:
    play = Play(plot.calm(), Weather.fair(), Random(0))
    try:
        play.run(limit_s=_LIMIT_S)
        [job_id] = play.accepted
        return document_of(play, play.jobs.read(job_id))
    finally:
        play.stage.clear()


@contextmanager
def _seeded_secrets(dice: Random) -> Iterator[None]:
    """Ids, tokens and keys of objects from the dice, so that a replay has the same ones in the same order."""
    original = secrets.token_hex, secrets.token_urlsafe

    def token_hex(size: int = 32) -> str:
        return dice.randbytes(size).hex()

    secrets.token_hex = token_hex  # type: ignore[assignment]
    secrets.token_urlsafe = token_hex  # type: ignore[assignment]
    try:
        yield
    finally:
        secrets.token_hex, secrets.token_urlsafe = original


def _outcomes(play: Play) -> Counter[str]:
    """Jobs by state, books by outcome and reason."""
    outcomes: Counter[str] = Counter(play.cloud.messages)
    for job in play.jobs.everything():
        outcomes[f"jobs {job.state}"] += 1
        document = document_of(play, job)
        for book in document.books if document else ():
            outcomes[f"books {book.outcome} {book.reason or ''}".strip()] += 1
    return outcomes


def _other_faults(play: Play) -> Counter[Count]:
    """What the plot brought about, not the weather."""
    poison = play.plot.poison
    doses = {"crash": poison.crash, "memory": poison.memory, "hang": poison.hang, "bug": poison.bug}
    return +Counter(
        {
            **{(kind, "poisonous book"): len(numbers) for kind, numbers in doses.items()},
            ("owner", DELETION): int(play.plot.deleted_at_call is not None),
            ("owner", "retry at any moment"): len(play.plot.retried_at_calls) + play.plot.retries_at_end,
        }
    )


def _who_is_left(play: Play) -> str:
    states = sorted(job.state for job in play.jobs.everything() if job.is_open)
    erasures = len(list(play.jobs.erasures()))
    return f"{len(play.queue)} messages, open jobs {states}, {erasures} erasures, {play.cloud.busy} functions"
