"""The regression guard: ``python -m bench.guard [--record]`` (``make bench-check``).

Compares what hardly depends on the machine with the committed ``baseline.json``, and says what got worse: counts of
calls, requests and write units; dollars; processor time as a multiple of a yardstick, of a floor or of csv.reader.
A figure may be worse than the committed one by its tolerance. One that is gets a second try, because a shared
machine has bad moments; twice is a finding. ``--record`` writes the figures of now into the baseline.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import cold_start, cost, dashboard, parse, requests
from bench.report import Report, machine, today

BASELINE = Path(__file__).with_name("baseline.json")

# What is counted varies little; processor time varies with who else uses the machine's caches.
_COUNTED = 0.05
_TIMED = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A bench of the guard: how it is run, how much worse its figures may be, and which of them count."""

    name: str
    run: Callable[[], Report]
    tolerance: float
    counts: str = ""

    def figures(self) -> dict[str, float]:
        """Its figures of now."""
        found = self.run().figures
        return {name: value for name, value in found.items() if name.endswith(self.counts)}


CHECKS = (
    Check(name="parse", run=lambda: parse.measure(runs=3), tolerance=_TIMED),
    Check(
        name="dashboard", run=lambda: dashboard.report([565, 10_000]), tolerance=_TIMED, counts="yardsticks"
    ),
    Check(name="cold_start", run=lambda: cold_start.measure(runs=5), tolerance=_TIMED),
    Check(name="requests", run=lambda: requests.measure(times=100), tolerance=_TIMED, counts="yardsticks"),
    Check(name="calls", run=cost.measure, tolerance=_COUNTED, counts="units"),
    Check(name="dollars", run=cost.measure, tolerance=_TIMED, counts="dollars"),
)


def main() -> int:
    """0 when nothing got worse."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--record", action="store_true", help="write the baseline instead of comparing with it"
    )
    parser.add_argument("--only", choices=[check.name for check in CHECKS], help="a single check")
    options = parser.parse_args()
    checks = [check for check in CHECKS if options.only in (None, check.name)]
    if options.record:
        record(checks)
        return 0
    committed = json.loads(BASELINE.read_text())["figures"]
    worse = [line for check in checks for line in compare(check, committed.get(check.name, {}))]
    print("\n".join(worse) if worse else "Nothing got worse.")
    return 1 if worse else 0


def record(checks: tuple[Check, ...] | list[Check]) -> None:
    """Write what is measured now, over what was there; other checks keep their figures."""
    figures = json.loads(BASELINE.read_text())["figures"] if BASELINE.exists() else {}
    figures |= {check.name: check.figures() for check in checks}
    about = {"machine": machine(), "date": today(), "figures": figures}
    BASELINE.write_text(json.dumps(about, indent=1, ensure_ascii=False) + "\n")


def compare(check: Check, committed: Mapping[str, float]) -> Iterator[str]:
    """A sentence for each figure that is worse beyond its tolerance, in two tries."""
    now = check.figures()
    if any(
        _is_worse(now[name], before, check.tolerance) for name, before in committed.items() if name in now
    ):
        again = check.figures()
        now = {name: min(value, again.get(name, value)) for name, value in now.items()}
    for name, before in committed.items():
        if name not in now:
            yield f"{check.name}: {name} is not measured any more (record a new baseline?)"
            continue
        verdict = "worse" if _is_worse(now[name], before, check.tolerance) else "ok"
        sys.stderr.write(f"{check.name:<11} {name:<56} {before:>10.4g} → {now[name]:>10.4g}  {verdict}\n")
        if verdict == "worse":
            yield (
                f"{check.name}: {name} was {before:.4g} and is {now[name]:.4g}: "
                f"{now[name] / before - 1:+.0%}, more than {check.tolerance:.0%}"
            )


def _is_worse(now: float, before: float, tolerance: float) -> bool:
    return now > before * (1 + tolerance)


if __name__ == "__main__":
    raise SystemExit(main())
