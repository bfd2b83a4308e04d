"""The pipeline beyond this machine: ``python -m bench.simulate [--jobs N] [--json FILE] [--plots DIRECTORY]``.

Simulates deployments to which libraries of 565 books come at random, from one an hour to a hundred a second: the
mapping's ramp, cold starts, the account's concurrency, the catalogues' shared pace, the cache. Durations are those
of ``bench.steps``, prices those of ``bench.cost``. What it rests on is tested against closed forms.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.arguments import at_least_one
from bench.report import Report, deliver
from bench.scale.choices import Choices, Feeding
from bench.scale.deployment import Deployment, Outcome
from bench.scale.money import dollars_a_month
from bench.scale.plot import Point, write_plot

_A_DAY = 86_400
RATES_PER_S = (10 / _A_DAY, 1 / 3600, 1_000 / _A_DAY, 0.1, 0.2, 0.5, 2.0, 1_000_000 / _A_DAY, 100.0)
_SEED = 7

DEPLOYMENTS: Mapping[str, Choices] = {
    "as deployed, cache empty": Choices(),
    "cache knows 98 %": Choices(hit_rate=0.98),
    "cache seeded: 99.9 %": Choices(hit_rate=0.999),
    "seeded, unknown books pooled": Choices(hit_rate=0.999, pools=True),
    "and 60 pollers, account 10,000": Choices(
        hit_rate=0.999, pools=True, feeding=Feeding.PROVISIONED, pollers=60, account_concurrency=10_000
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """One deployment at one rate."""

    deployment: str
    rate_per_s: float
    outcome: Outcome
    dollars: float

    def share(self, of: float) -> float:
        """The job time below which this share of jobs ended."""
        ordered = sorted(self.outcome.job_s)
        return ordered[min(len(ordered) - 1, int(of * len(ordered)))]


def main() -> None:
    """Simulate, print, draw."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--jobs", type=at_least_one, default=600, help="libraries a simulation")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plots", type=Path, help="where to draw scaling-time.svg and scaling-cost.svg")
    options = parser.parse_args()
    simulated = simulate_all(jobs=options.jobs)
    deliver(report_on(simulated, jobs=options.jobs), options.json)
    if options.plots:
        draw(simulated, options.plots)


def simulate_all(*, jobs: int) -> list[Simulated]:
    """Every deployment at every rate."""
    return [
        simulate(name, choices, rate_per_s=rate_per_s, jobs=jobs)
        for name, choices in DEPLOYMENTS.items()
        for rate_per_s in RATES_PER_S
    ]


def simulate(name: str, choices: Choices, *, rate_per_s: float, jobs: int) -> Simulated:
    """One deployment at one rate."""
    outcome = Deployment(choices, seed=_SEED).run(rate_per_s=rate_per_s, jobs=jobs)
    dollars = dollars_a_month(outcome, rate_per_s=rate_per_s, hit_rate=choices.hit_rate)
    return Simulated(deployment=name, rate_per_s=rate_per_s, outcome=outcome, dollars=dollars)


def report_on(simulated: Sequence[Simulated], *, jobs: int) -> Report:
    """A line for each."""
    return Report(
        name="simulate",
        command=f"python -m bench.simulate --jobs {jobs}",
        about=f"Simulated, {jobs} libraries of 565 books a line",
        columns=[
            "deployment", "libraries a day", "p50 s", "p95 s", "incomplete", "workers", "concurrency",
            "queue age s", "$ a month",
        ],
        rows=[
            [
                one.deployment,
                round(one.rate_per_s * _A_DAY),
                round(one.share(0.50), 2),
                round(one.share(0.95), 2),
                f"{one.outcome.incomplete / len(one.outcome.job_s):.0%}",
                one.outcome.most_workers,
                one.outcome.most_concurrent,
                round(one.outcome.queue_age_s, 1),
                round(one.dollars),
            ]
            for one in simulated
        ],
    )  # fmt: skip


def draw(simulated: Sequence[Simulated], directory: Path) -> None:
    """Two pictures for docs/scaling.md."""
    directory.mkdir(parents=True, exist_ok=True)
    times: dict[str, list[Point]] = {}
    dollars: dict[str, list[Point]] = {}
    for one in simulated:
        a_day = one.rate_per_s * _A_DAY
        times.setdefault(one.deployment, []).append((a_day, one.share(0.95)))
        dollars.setdefault(one.deployment, []).append((a_day, one.dollars))
    write_plot(
        directory / "scaling-time.svg",
        title="95 of 100 libraries are done within …",
        x="libraries a day",
        y="seconds",
        lines=times,
    )
    write_plot(
        directory / "scaling-cost.svg",
        title="What a month costs",
        x="libraries a day",
        y="dollars",
        lines=dollars,
    )


if __name__ == "__main__":
    main()
