"""What the catalogues may do to an import, through the real parts: a table, and one JSON line a case.

    python bench/catalogues.py [--library FILE] [CASE …]       python bench/catalogues.py --list

Each case has a pipeline of its own, with a cache that knows nothing, over the simulator with its limits enforced and
a fault mixed in; the library is imported once, and once more where the case is ``healthy``. ``requests`` and ``429s``
are the simulator's own counts. A job that does not complete is an error.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from anywhere, as a file or as a module

import httpx
import msgspec

from catalogue_sim.settings import SimSettings
from services.local.children import DidNotStart
from services.local.demo import SAMPLE
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack
from services.local.visitor import ImportFailed, ImportRefused, Visitor, require_complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The faults mixed in (as the simulator's ``--errors`` wants them), books a message, and how often to import.

    ``google_errors`` are Google Books'; ``None`` leaves it out, for want of a key.
    """

    errors: str = ""
    google_errors: str | None = None
    books_per_message: int = 100
    imports: int = 1


_A_BIT = "429=0.05,403=0.03,500=0.05,503=0.05,reset=0.05,empty=0.05,truncated=0.05,cut=0.05"
_KINDS = {
    "no answer": "hang",
    "429": "429",
    "403": "403",
    "500": "500",
    "503": "503",
    "reset": "reset",
    "{}": "empty",
    "cut JSON": "truncated",
}
CASES: Mapping[str, Case] = {
    "healthy": Case(imports=2),
    "30 messages at once": Case(books_per_message=19),
    "with Google Books": Case(google_errors=""),
    "no answer of both, always": Case(errors="hang=1", google_errors="hang=1"),
    **{f"{name} always": Case(errors=f"{kind}=1") for name, kind in _KINDS.items()},
    **{f"{name} at every fifth": Case(errors=f"{kind}=0.2") for name, kind in _KINDS.items()},
    "works left out, every fifth": Case(errors="partial=0.2"),
    "a bit of everything": Case(errors=_A_BIT),
}
_WITHIN_S = 300.0
_COLUMNS = ("seconds", "matched", "unmatched", "unavailable", "books", "rated", "requests", "429s")


def main() -> int:
    """Play the cases, print what came of them; 1 where a job did not complete."""
    options = _parser().parse_args()
    if options.list:
        print("\n".join(CASES))
        return 0
    if unknown := [name for name in options.case if name not in CASES]:
        sys.exit(f"there is no case {unknown[0]!r}; --list shows them")
    print(f"{'case':<28}" + "".join(f"{name:>12}" for name in _COLUMNS), flush=True)
    try:
        for measures in _measured(options):
            print(
                f"{measures['case']:<28}" + "".join(f"{measures[column]:>12}" for column in _COLUMNS),
                flush=True,
            )
            print(json.dumps(measures), file=sys.stderr, flush=True)
    except (ImportFailed, ImportRefused, DidNotStart, httpx.HTTPError, OSError) as exc:
        sys.stderr.write(f"bench/catalogues.py: {exc}\n")
        return 1
    return 0


def _measured(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    for name in options.case or CASES:
        yield from _play(name, options.library, latency_ms=options.latency_ms)


def _play(name: str, library: Path, *, latency_ms: float) -> Iterator[dict[str, Any]]:
    case = CASES[name]
    simulator = Simulator(
        latency_ms=latency_ms, options=("--errors", case.errors, "--google-errors", case.google_errors or "")
    )
    settings = {"FANFOLIO_BOOKS_PER_MESSAGE": str(case.books_per_message)}
    if case.google_errors is not None:
        settings["FANFOLIO_GOOGLE_BOOKS_KEY"] = SimSettings().google_key
    with (
        tempfile.TemporaryDirectory(prefix="fanfolio-bench-", ignore_cleanup_errors=True) as place,
        local_stack(StackOptions(state_dir=Path(place), simulator=simulator, settings=settings)) as stack,
    ):
        for number in range(case.imports):
            yield _import(f"{name}, again" if number else name, library, stack)


def _import(case: str, library: Path, stack: LocalStack) -> dict[str, Any]:
    httpx.post(f"{stack.simulator_url}/_sim/reset", trust_env=False).raise_for_status()
    with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as http:
        visitor = Visitor(http)
        posted = time.monotonic()
        job = visitor.upload(library)
        *_, last = visitor.follow(job.job_id, every_s=0.1, within_s=_WITHIN_S)
        seconds = time.monotonic() - posted
        require_complete(last)
        document = msgspec.json.decode(visitor.dashboard(job.job_id))
    counts = httpx.get(f"{stack.simulator_url}/_sim/counts", trust_env=False).json()
    return {
        "case": case,
        "seconds": round(seconds, 2),
        **{outcome: last.counts.get(outcome, 0) for outcome in ("matched", "unmatched", "unavailable")},
        # What the export alone can tell must be there whatever the catalogues do.
        "books": len(document["books"]),
        "rated": sum(book.get("my_rating") is not None for book in document["books"]),
        "requests": counts["requests"],
        "429s": counts["too_many"],
        "most_in_a_second": max((count for _, count in counts["per_second"]), default=0),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case", nargs="*", help="default: all of them")
    parser.add_argument("--library", type=Path, default=SAMPLE, help="an export (default: the sample)")
    parser.add_argument("--latency-ms", type=float, default=300.0, help="default: %(default)s")
    parser.add_argument("--list", action="store_true", help="name the cases")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
