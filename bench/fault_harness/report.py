"""The harness's tables, as people and programs read them."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.fault_harness.trial import Tally, Trial
from bench.fault_harness.weather import Count

ALL_IS_WELL = "Nothing lost, nothing stuck, nothing doubled, nothing left behind."

_BUILD = Path(__file__).resolve().parents[2] / "build"


def print_faults(faults: Counter[Count]) -> None:
    """Faults by kind, and whom they befell."""
    by_fault: dict[str, list[tuple[str, int]]] = {}
    for (whom, fault), count in sorted(faults.items()):
        by_fault.setdefault(fault, []).append((whom, count))
    width = max(map(len, by_fault), default=0)
    for fault, befallen in sorted(by_fault.items()):
        total = sum(count for _, count in befallen)
        print(f"{fault:<{width}}  {total:>7,}  {', '.join(f'{whom} {count:,}' for whom, count in befallen)}")
    print()


def print_outcomes(outcomes: Counter[str]) -> None:
    """How jobs and books ended."""
    width = max(map(len, outcomes), default=0)
    for what, count in sorted(outcomes.items(), key=lambda item: (not item[0].startswith("jobs"), item[0])):
        print(f"{what:<{width}}  {count:>7,}")
    print()


def print_findings(failed: Sequence[Trial], replay: str) -> None:
    """What is wrong, and the command that shows it again."""
    if not failed:
        print(ALL_IS_WELL)
    for trial in failed:
        print(f"{replay} '{trial.name}'")
        for finding in trial.findings:
            print(f"    {finding}")


def as_json(tally: Tally) -> dict[str, Any]:
    """The same for programs."""
    return {
        "jobs": tally.jobs,
        "jobs_with_findings": len(tally.failed),
        "faults": tally.faults.total(),
        "faults_by_kind": {
            f"{fault}: {whom}": count for (whom, fault), count in sorted(tally.faults.items())
        },
        "port_calls": tally.calls,
        "ends": dict(sorted(tally.outcomes.items())),
        "seconds": round(tally.seconds, 1),
        "findings": {trial.name: trial.findings for trial in tally.failed},
    }


def by_kind(faults: Counter[Count]) -> dict[str, int]:
    """Counts under names of one text."""
    return {f"{fault}: {whom}": count for (whom, fault), count in sorted(faults.items())}


def write_json(name: str, facts: Mapping[str, Any]) -> Path:
    """Keep a measurement in build/."""
    _BUILD.mkdir(exist_ok=True)
    path = _BUILD / f"{name}.json"
    path.write_text(json.dumps(facts, indent=2) + "\n")
    return path
