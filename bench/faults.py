"""Whole jobs under faults: nothing may be lost, stuck, doubled or left behind.

    python -m bench.faults [--seed N] [--jobs 1000]    thousands of plays over memory adapters, every fault counted
    python -m bench.faults --seed N --replay NAME      that play again, with its log
    python -m bench.faults --self-check                plant defects, one at a time: each must be found
    python -m bench.faults --emulator [--jobs 100]     real handlers, processes, emulator: a faulty wire between them
    python -m bench.faults --kill [--jobs 60]          the same processes, killed at random; with --emulator: both

Exit code 1 if anything was found, or (--self-check) if a planted defect was not. The tables also go to build/.
"""

import argparse
import json
import logging
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

# The file may also be run by its path: the project is then not on the import path yet.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.arguments import at_least_one
from bench.fault_harness.report import (
    ALL_IS_WELL,
    as_json,
    by_kind,
    print_faults,
    print_findings,
    print_outcomes,
    write_json,
)
from bench.fault_harness.trial import Tally, names_of_every_call, try_all, try_one
from fanfolio.observability import configure_logging


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the jobs; 0 when nothing was found."""
    options = _parser().parse_args(arguments)
    logging.getLogger("fanfolio").addHandler(logging.NullHandler())
    if options.replay is not None:
        return _replay(options.seed, options.replay)
    if options.self_check:
        from bench.fault_harness.self_check import check_all

        return check_all(options.seed)
    if options.emulator or options.kill:
        return _run_really(options)
    return _try(options)


def _run_really(options: argparse.Namespace) -> int:
    from bench.fault_harness.real.run import run

    jobs = options.jobs or (100 if options.emulator else 60)
    print(f"seed {options.seed}: of libraries and faults; real processes do not replay", flush=True)
    kill_every_s = options.kill_every_s if options.kill else None
    outcome = run(jobs=jobs, seed=options.seed, wire=options.emulator, kill_every_s=kill_every_s)
    faults = outcome.disorder.counts
    phases = ", ".join(f"{phase} {seconds:.0f} s" for phase, seconds in outcome.phases.items())
    print(f"{jobs:,} jobs, {faults.total():,} faults, {outcome.seconds:.0f} s ({phases})\n")
    print_faults(faults)
    print_outcomes(outcome.ends)
    print("\n".join(outcome.findings) or ALL_IS_WELL)
    name = "-".join(
        ["faults", *(["emulator"] if options.emulator else []), *(["kill"] if options.kill else [])]
    )
    write_json(
        name,
        {
            "seed": options.seed,
            "jobs": jobs,
            "seconds": round(outcome.seconds, 1),
            "phases_s": outcome.phases,
            "faults": faults.total(),
            "faults_by_kind": by_kind(faults),
            "ends": dict(sorted(outcome.ends.items())),
            "findings": outcome.findings,
        },
    )
    return 1 if outcome.findings else 0


def _try(options: argparse.Namespace) -> int:
    jobs = options.jobs or 1_000
    print(f"seed {options.seed}: the same seed gives the same plays", flush=True)
    every_call = names_of_every_call(options.seed)
    names = [*map(str, range(jobs)), *every_call]
    tally = _share_out(options.seed, names, options.processes)
    print(
        f"{jobs:,} jobs in weather of their own, {len(every_call):,} with one fault at one call each; "
        f"{tally.calls:,} calls of ports, {tally.faults.total():,} faults, {tally.seconds:.0f} s\n"
    )
    print_faults(tally.faults)
    print_outcomes(tally.outcomes)
    print_findings(tally.failed, f"python -m bench.faults --seed {options.seed} --replay")
    write_json("faults", {"seed": options.seed, **as_json(tally)})
    return 1 if tally.failed else 0


def _replay(seed: int, name: str) -> int:
    if not name.isdecimal() and name not in names_of_every_call(seed):
        print(f"With seed {seed} there is no play “{name}”: give a number, or CALL/FAULT as a run names it.")
        return 2
    configure_logging()
    trial = try_one(seed, name)
    faults = {f"{fault}: {whom}": count for (whom, fault), count in sorted(trial.faults.items())}
    print(
        json.dumps(
            {
                "name": name,
                "trace": trial.trace,
                "calls": trial.calls,
                "seconds": trial.seconds,
                "faults": faults,
                "outcomes": trial.outcomes,
                "findings": trial.findings,
            },
            indent=2,
        )
    )
    return 1 if trial.findings else 0


def _share_out(seed: int, names: Sequence[str], processes: int) -> Tally:
    """Share the jobs out; which process plays a job makes no difference to it."""
    total = Tally()
    with ProcessPoolExecutor(processes) as pool:
        shares = [names[first::processes] for first in range(processes)]
        for tally in pool.map(try_all, [seed] * processes, shares):
            total.add_all(tally)
    return total


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="default: another each time"
    )
    parser.add_argument(
        "--jobs", type=at_least_one, help="default: 1000 in memory, 100 and 60 with real processes"
    )
    parser.add_argument("--processes", type=at_least_one, default=2, help="default: %(default)s")
    parser.add_argument("--replay", metavar="NAME", help="play this job of the seed alone, and show its log")
    parser.add_argument("--emulator", action="store_true", help="real processes over a faulty wire")
    parser.add_argument("--kill", action="store_true", help="real processes, killed")
    parser.add_argument("--kill-every-s", type=float, default=1.5, help="on average (default: %(default)s)")
    parser.add_argument("--self-check", action="store_true", help="whether planted defects are found")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
