"""A trial: one play in foul weather, held against the same play in fair weather."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from bench.fault_harness.play import Play, Plot
from bench.fault_harness.verdict import document_of, judge_ends, judge_remains
from bench.fault_harness.weather import Weather
from fanfolio.domain.dashboard import Dashboard

# Late deliveries come up to 15 minutes after their first: a play that is not quiet after two hours is stuck.
_LIMIT_S = 7_200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one play; ``findings`` say what is wrong, ``seconds`` is the play's own time to quiet."""

    number: int
    findings: tuple[str, ...]
    faults: Counter[str]
    outcomes: Counter[str]
    calls: int
    seconds: float


@dataclass(slots=True)
class Tally:
    """Many trials added up."""

    jobs: int = 0
    calls: int = 0
    faults: Counter[str] = field(default_factory=Counter)
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

    @property
    def seconds(self) -> float:
        """How long it all took, in real time."""
        return time.perf_counter() - self.began_s


def try_jobs(seed: int, numbers: Iterable[int]) -> Tally:
    """Try these jobs of a seed."""
    tally = Tally()
    for number in numbers:
        tally.add(try_job(seed, number))
    return tally


def try_job(seed: int, number: int) -> Trial:
    """Try one job: the same seed and number always give the same play."""
    dice = Random(f"{seed}/{number}")
    plot = Plot.roll(dice)
    weather = Weather.roll(dice)
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
        number=number,
        findings=tuple(findings),
        faults=weather.counts + _other_faults(play),
        outcomes=outcomes,
        calls=play.stage.calls,
        seconds=seconds,
    )


def _calm_document(plot: Plot) -> Dashboard | None:
    play = Play(plot.calm(), Weather.fair(), Random(0))
    try:
        play.run(limit_s=_LIMIT_S)
        job = play.jobs.read(play.accepted[0].job.job_id)
        return document_of(play, job)
    finally:
        play.stage.clear()


def _outcomes(play: Play) -> Counter[str]:
    """Jobs by state, books by outcome and reason."""
    outcomes: Counter[str] = Counter()
    for accepted in play.accepted:
        job = play.jobs.read(accepted.job.job_id)
        outcomes[f"jobs {job.state}"] += 1
        document = document_of(play, job)
        for book in document.books if document else ():
            outcomes[f"books {book.outcome} {book.reason or ''}".strip()] += 1
    return outcomes


def _other_faults(play: Play) -> Counter[str]:
    """What the plot brought about, not the weather."""
    return +Counter(
        poison=len(play.plot.poison.numbers),
        deleted_on_the_way=int(play.plot.deleted_at_call is not None),
        retry=play.retried,
    )


def _who_is_left(play: Play) -> str:
    states = sorted(job.state for job in play.jobs.open_jobs())
    return f"{len(play.queue)} messages, open jobs {states}, {play.cloud.busy} functions"
