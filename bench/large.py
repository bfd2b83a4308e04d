"""Large libraries: ``python -m bench.large pace|warm [--rows N …] [--json FILE]``.

``pace``: a library that nobody has looked up, with Open Library's limits enforced: the time is the pace's, at most
1.1 × requests ÷ rate. ``warm``: libraries whose books the cache knows: where the time goes, that it grows with the
rows and no faster, and that memory stays bounded. The cache learns them by an import first, for which neither side
keeps to a pace.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.arguments import at_least_one
from bench.imported import Imported, import_library
from bench.invented import write_export
from bench.meter import Call
from bench.report import Report, deliver
from bench.running import watched_pipeline
from services.local.options import Simulator

_MAKE_DIR = Path("build/bench")
_RATE_PER_S = 3.0
_BURST = 10
_ASK_EVERY_S = 0.5
_WITHIN_S = 1_800.0
_STAGES = ("upload", "read, send", "look up", "publish")
_PROCESSES = ("api", "orchestrator", "worker", "aggregator")
_UNPACED = {"FANFOLIO_OPEN_LIBRARY_RATE_PER_S": "1000", "FANFOLIO_OPEN_LIBRARY_BURST": "1000"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("pace", "warm"))
    parser.add_argument("--rows", type=at_least_one, nargs="+", help="default: 10000, or 10000 30000 100000")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.what == "pace":
        deliver(at_the_pace(options.rows or [10_000]), options.json)
    else:
        deliver(with_a_warm_cache(options.rows or [10_000, 30_000, 100_000]), options.json)


def at_the_pace(sizes: Sequence[int]) -> Report:
    """Cold imports under the enforced limits."""
    rows: list[list[object]] = []
    figures = {}
    for size in sizes:
        library = write_export(_MAKE_DIR / f"{size}.csv", rows=size)
        with watched_pipeline(Simulator(latency_ms=300, limits=True)) as pipeline:
            one = import_library(pipeline, library, every_s=_ASK_EVERY_S, within_s=_WITHIN_S)
        paced_s = one.upstream_requests / _RATE_PER_S
        ratio = one.seconds / paced_s
        rows.append(
            [
                size,
                one.upstream_requests,
                one.upstream_429s,
                round(one.seconds, 1),
                round(paced_s, 1),
                round(ratio, 3),
            ]
        )
        figures[f"{size} books, of requests ÷ rate"] = round(ratio, 3)
    return Report(
        name="pace",
        command="python -m bench.large pace",
        about=f"Nobody has looked these up; {_RATE_PER_S:g} requests a second after {_BURST} at once, enforced",
        columns=["books", "requests", "429s", "seconds", "requests ÷ rate", "times"],
        rows=rows,
        figures=figures,
    )


def with_a_warm_cache(sizes: Sequence[int]) -> Report:
    """Warm imports, smallest first, and the memory of the processes afterwards."""
    rows: list[list[object]] = []
    per_thousand: list[float] = []
    with watched_pipeline(Simulator(latency_ms=0, limits=False), _UNPACED) as pipeline:
        for size in sorted(sizes):
            library = write_export(_MAKE_DIR / f"{size}.csv", rows=size)
            import_library(pipeline, library, every_s=_ASK_EVERY_S, within_s=_WITHIN_S)
            one = import_library(pipeline, library, every_s=_ASK_EVERY_S, within_s=_WITHIN_S)
            rows.append(_row(size, one, pipeline.peak_mib()))
            per_thousand.append(one.seconds / size * 1_000)
    return Report(
        name="warm",
        command="python -m bench.large warm",
        about="The cache knows all books; stages in seconds; peaks are MiB of the largest process so far",
        columns=["rows", "seconds", "s per 1,000", *_STAGES, "requests", *_PROCESSES],
        rows=rows,
        figures={"s per 1,000 rows, most ÷ least": round(max(per_thousand) / min(per_thousand), 2)},
    )


def _row(size: int, one: Imported, peaks: Mapping[str, float]) -> list[object]:
    return [
        size,
        round(one.seconds, 1),
        round(one.seconds / size * 1_000, 2),
        *(round(seconds, 1) for seconds in _stages(one)),
        one.upstream_requests,
        *(round(peaks.get(f"fanfolio-{name}", 0.0)) for name in _PROCESSES),
    ]


def _stages(one: Imported) -> tuple[float, float, float, float]:
    """Seconds of each of ``_STAGES``; reading and looking up go on at the same time."""
    sends = [call for call in one.calls if call.operation == "SendMessageBatch"]
    reads = [call for call in one.calls if call.function == "fanfolio-orchestrator"]
    looked_up = [call for call in one.calls if call.function == "fanfolio-worker"]
    settled = max(_end(call) for call in looked_up if "SETTLED" in call.key)
    return (
        one.answered - one.posted,
        _end(sends[-1]) - reads[0].at,
        settled - looked_up[0].at,
        one.completed - settled,
    )


def _end(call: Call) -> float:
    return call.at + call.ms / 1_000


if __name__ == "__main__":
    main()
