"""Whole jobs under faults, in memory, thousands of them: prints the seed, the faults injected, and what went wrong.

python -m bench.faults [--seed N] [--jobs 1000]      exit code 1 if anything was lost, stuck or doubled
python -m bench.faults --seed N --job K              plays job K of that seed again, with its log
"""

import argparse
import json
import logging
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

# The file may also be run by its path: the project is then not on the import path yet.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.fault_harness.trial import Tally, try_job, try_jobs
from fanfolio.observability import configure_logging


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the jobs; 0 when nothing was found."""
    options = _parser().parse_args(arguments)
    if options.job is not None:
        return _replay(options.seed, options.job)
    logging.getLogger("fanfolio").addHandler(logging.NullHandler())
    tally = _try_all(options.seed, options.jobs, options.processes)
    print(json.dumps(_summary(options.seed, tally), indent=2))
    for trial in tally.failed:
        print(f"--seed {options.seed} --job {trial.number}: {'; '.join(trial.findings)}")
    return 1 if tally.failed else 0


def _replay(seed: int, number: int) -> int:
    configure_logging()
    trial = try_job(seed, number)
    print(json.dumps(asdict(trial), indent=2))
    return 1 if trial.findings else 0


def _try_all(seed: int, jobs: int, processes: int) -> Tally:
    """Share the jobs out; which process plays a job makes no difference to it."""
    total = Tally()
    with ProcessPoolExecutor(processes) as pool:
        shares = [range(first, jobs, processes) for first in range(processes)]
        for tally in pool.map(try_jobs, [seed] * processes, shares):
            total.jobs += tally.jobs
            total.calls += tally.calls
            total.faults += tally.faults
            total.outcomes += tally.outcomes
            total.failed += tally.failed
    return total


def _summary(seed: int, tally: Tally) -> dict[str, object]:
    return {
        "seed": seed,
        "jobs": tally.jobs,
        "jobs_with_findings": len(tally.failed),
        "faults": tally.faults.total(),
        "faults_by_kind": dict(sorted(tally.faults.items())),
        "port_calls": tally.calls,
        "ends": dict(sorted(tally.outcomes.items())),
        "seconds": round(tally.seconds, 1),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seed", type=int, default=random.randrange(10**6), help="default: another each time"
    )
    parser.add_argument("--jobs", type=int, default=1_000, help="default: %(default)s")
    parser.add_argument("--job", type=int, help="play this job of the seed alone, and show its log")
    parser.add_argument("--processes", type=int, default=2, help="default: %(default)s")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
