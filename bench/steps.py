"""Where the time of an import goes: ``python -m bench.steps [--library FILE] [--runs N] [--json FILE]``.

Real parts on one machine: web server, emulator, queue pump, functions, simulator with its rate limits. Each run is
a pipeline that knows nothing, and then the same file again. Of the runs the fastest is shown; seconds.
"""

import argparse
from pathlib import Path

from bench.arguments import at_least_one
from bench.imported import Imported, import_library, steps_of
from bench.report import Report, print_table
from bench.running import watched_pipeline
from services.local.demo import SAMPLE
from services.local.options import Simulator

_ASK_EVERY_S = 0.05


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--library", type=Path, default=SAMPLE)
    parser.add_argument("--latency-ms", type=float, default=300.0)
    parser.add_argument("--runs", type=at_least_one, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    report = measure(options.library, latency_ms=options.latency_ms, runs=options.runs)
    print_table(report)
    if options.json:
        report.save(options.json)


def measure(library: Path, *, latency_ms: float, runs: int) -> Report:
    """The fastest cold and the fastest warm import, step by step."""
    cold, warm = [], []
    for _ in range(runs):
        with watched_pipeline(Simulator(latency_ms=latency_ms, limits=True)) as pipeline:
            cold.append(import_library(pipeline, library, every_s=_ASK_EVERY_S))
            warm.append(import_library(pipeline, library, every_s=_ASK_EVERY_S))
    best = [min(of_kind, key=lambda one: one.seconds) for of_kind in (cold, warm)]
    rows = [
        [name, round(seconds, 3), round(again, 3)]
        for (name, seconds), (_, again) in zip(*map(steps_of, best), strict=True)
    ]
    return Report(
        name="steps",
        command="python -m bench.steps",
        about=f"{best[0].books} books, {latency_ms:.0f} ms a catalogue request, best of {runs}; seconds",
        columns=["step", "cold", "warm"],
        rows=[*rows, *_counts(*best)],
        figures={
            "cold_s": round(best[0].seconds, 3),
            "warm_s": round(best[1].seconds, 3),
            "cold_requests": best[0].upstream_requests,
            "cold_429s": best[0].upstream_429s,
        },
    )


def _counts(cold: Imported, warm: Imported) -> list[list[object]]:
    return [
        ["requests to the catalogues", cold.upstream_requests, warm.upstream_requests],
        ["of them answered 429", cold.upstream_429s, warm.upstream_429s],
        ["AWS calls", len(cold.calls), len(warm.calls)],
    ]


if __name__ == "__main__":
    main()
