"""Can the harness fail? Plants one defect after another and looks how many jobs it takes to find it."""

import time
from dataclasses import dataclass

from bench.fault_harness.defects import DEFECTS
from bench.fault_harness.trial import names_of_every_call, try_one

# A defect that so many jobs do not show, a thousand may not show either.
PATIENCE_JOBS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """The first job that showed a planted defect, how many were played for it, and what was found."""

    jobs: int
    finding: str


def check_all(seed: int) -> int:
    """Print what was found of each defect; 0 when all of them were."""
    print(f"seed {seed}\n")
    missed = 0
    width = max(map(len, DEFECTS))
    for defect in DEFECTS:
        began = time.perf_counter()
        discovery = discover(defect, seed=seed)
        missed += discovery is None
        found = f"job {discovery.jobs:>3}: {discovery.finding[:90]}" if discovery else "NOT FOUND"
        print(f"{defect:<{width}}  {time.perf_counter() - began:>5.1f} s  {found}", flush=True)
    print(f"\n{len(DEFECTS) - missed} of {len(DEFECTS)} planted defects found")
    return 1 if missed else 0


def discover(defect: str, *, seed: int, patience: int = PATIENCE_JOBS) -> Discovery | None:
    """Play jobs with the defect planted until one shows it."""
    chosen = DEFECTS[defect]
    names = [str(number) for number in range(patience)]
    if chosen.shown_by:
        names = [name for name in names_of_every_call(seed) if name.endswith(f"/{chosen.shown_by}")] + names
    with chosen.plant():
        for jobs, name in enumerate(names, start=1):
            trial = try_one(seed, name)
            if trial.findings:
                return Discovery(jobs=jobs, finding=trial.findings[0])
    return None
