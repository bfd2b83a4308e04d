"""Dollars an import: ``python -m bench.cost [--books 565 …] [--choices] [--json FILE]``.

A real import through the whole pipeline, cold and then warm, with every AWS call counted where it is made; times the
dated prices of ``prices.toml`` (arm64, no free tier). Cold means: a cache that knows nothing, and every environment
of every function starts for this job. ``--choices`` bills the same counts as other choices would have it.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.arguments import at_least_one
from bench.bill import Bill, Counted, Work, bill_of, prices
from bench.imported import Imported, import_library
from bench.invented import write_export
from bench.meter import Call, write_units
from bench.report import Report, deliver
from bench.running import Watched, watched_pipeline
from services.local.demo import SAMPLE
from services.local.function_shapes import FUNCTIONS
from services.local.options import Simulator

_SAMPLE_BOOKS = 565
_API_MEMORY_MB = 1_024
_ASK_EVERY_S = 1.0
_MAKE_DIR = Path("build/bench")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costed:
    """An import and what it cost."""

    name: str
    imported: Imported
    counted: Counted
    bill: Bill

    @property
    def dollars(self) -> float:
        """In all."""
        return sum(self.bill.values())


def main() -> None:
    """Run, print, save."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--books", type=at_least_one, nargs="+", default=[_SAMPLE_BOOKS])
    parser.add_argument("--choices", action="store_true", help="also what other choices would cost")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    costed = [one for books in options.books for one in cold_and_warm(books)]
    deliver(report_on(costed), options.json)
    if options.choices:
        print()
        deliver(choices(costed[0]), options.json and options.json.with_name("choices.json"))


def measure() -> Report:
    """565 books, cold and warm."""
    return report_on(list(cold_and_warm(_SAMPLE_BOOKS)))


def cold_and_warm(
    books: int, *, limits: bool = True, settings: Mapping[str, str] | None = None
) -> Iterator[Costed]:
    """The same library twice through one pipeline; 565 books are the sample's, others are invented."""
    library = SAMPLE if books == _SAMPLE_BOOKS else write_export(_MAKE_DIR / f"{books}.csv", rows=books)
    table = prices()
    with watched_pipeline(Simulator(latency_ms=300, limits=limits), settings) as pipeline:
        start_cpu_s = {
            name: spent / max(1, pipeline.processes().get(name, 1))
            for name, spent in pipeline.cpu_seconds().items()
        }
        for kind in ("cold", "warm"):
            before = pipeline.cpu_seconds(), pipeline.log_bytes()
            imported = import_library(pipeline, library, every_s=_ASK_EVERY_S)
            counted = _count(pipeline, imported, *before, start_cpu_s if kind == "cold" else {})
            yield Costed(
                name=f"{books:,} {kind}", imported=imported, counted=counted, bill=bill_of(counted, table)
            )


def report_on(costed: Sequence[Costed]) -> Report:
    """Dollars by service."""
    services = list(dict.fromkeys(service for one in costed for service in one.bill))
    table = prices()
    return Report(
        name="cost",
        command="python -m bench.cost",
        about=f"Dollars an import; prices of {table['region']}, {table['architecture']}, as of {table['as_of']}",
        columns=["service", *(one.name for one in costed)],
        rows=[
            *([service, *(_dollars(one.bill.get(service, 0.0)) for one in costed)] for service in services),
            ["in all", *(_dollars(one.dollars) for one in costed)],
            ["AWS calls", *(len(one.imported.calls) for one in costed)],
            ["DynamoDB write units", *(_write_units(one.imported.calls) for one in costed)],
            ["seconds", *(round(one.imported.seconds, 2) for one in costed)],
        ],
        figures={f"{one.name}, dollars": round(one.dollars, 7) for one in costed}
        | {f"{one.name}, write units": _write_units(one.imported.calls) for one in costed},
    )


def choices(cold: Costed) -> Report:
    """What a cold import of 565 books would cost if one thing were different: billed from the same counts, or run."""
    rows = [["as it is", _dollars(cold.dollars), ""]]
    for name, other in _others(cold):
        rows.append([name, _dollars(other), f"{other / cold.dollars:.2f}"])
    return Report(
        name="choices",
        command="python -m bench.cost --choices",
        about=f"Dollars for {cold.name} books under other choices",
        columns=["choice", "dollars", "times"],
        rows=rows,
    )


def _others(cold: Costed) -> Iterator[tuple[str, float]]:
    table, counted = prices(), cold.counted

    def billed(other: Counted) -> float:
        return sum(bill_of(other, table).values())

    yield "one book a message, a request to the catalogue each", _one_book_a_message().dollars
    more_puts = (cold.imported.books - counted.messages) * table["s3"]["put"]
    yield "one result object a book", cold.dollars + more_puts
    polls = [
        call for call in counted.calls if (call.function, call.operation) == ("fanfolio-aggregator", "Query")
    ]
    often = replace(counted, calls=[*counted.calls, *polls * 4])
    yield "polling the job every 20 ms instead of 100", billed(often)
    half = replace(counted, calls=_without_title_keys(counted.calls))
    yield "remembering each book under one key instead of two", billed(half)
    worker = next(work for work in counted.work if work.function == "fanfolio-worker")
    others = [work for work in counted.work if work is not worker]
    for memory_mb in (256, 1_024, 1_769):
        resized = replace(counted, work=[*others, replace(worker, memory_mb=memory_mb)])
        yield f"worker of {memory_mb:,} MB instead of {worker.memory_mb}", billed(resized)


def _one_book_a_message() -> Costed:
    """A run of its own, for which neither the catalogue nor we keep to a pace: it would take three minutes."""
    settings = {
        "FANFOLIO_BOOKS_PER_MESSAGE": "1",
        "FANFOLIO_OPEN_LIBRARY_RATE_PER_S": "1000",
        "FANFOLIO_OPEN_LIBRARY_BURST": "1000",
    }
    return next(cold_and_warm(_SAMPLE_BOOKS, limits=False, settings=settings))


def _without_title_keys(calls: Sequence[Call]) -> list[Call]:
    """Half of what is written to the cache."""
    return [
        replace(call, item_bytes=call.item_bytes[::2]) if call.operation == "BatchWriteItem" else call
        for call in calls
    ]


def _count(
    pipeline: Watched,
    imported: Imported,
    cpu_before: dict[str, float],
    log_before: int,
    start_cpu_s: dict[str, float],
) -> Counted:
    spent = {name: cpu - cpu_before.get(name, 0.0) for name, cpu in pipeline.cpu_seconds().items()}
    work = [
        Work(
            function=shape.name,
            memory_mb=shape.memory_mb,
            invocations=len(invocations),
            seconds=sum(one.seconds for one in invocations),
            cpu_s=spent[shape.name],
            starts=min(len(invocations), pipeline.processes()[shape.name]) if start_cpu_s else 0,
            start_cpu_s=start_cpu_s.get(shape.name, 0.0),
        )
        for shape in FUNCTIONS
        if (invocations := [one for one in pipeline.invocations if one.function == shape.name])
        and shape.name != "fanfolio-sweep"
    ]
    # The web server stands for the front door's function: its processor time, and as long again for its waiting.
    api = Work(
        function="fanfolio-api",
        memory_mb=_API_MEMORY_MB,
        invocations=imported.requests_of_visitor,
        seconds=2 * spent["fanfolio-api"],
        cpu_s=spent["fanfolio-api"],
        starts=1 if start_cpu_s else 0,
        start_cpu_s=start_cpu_s.get("fanfolio-api", 0.0),
    )
    return Counted(
        calls=imported.calls,
        work=[api, *work],
        messages=sum(one.invocations for one in work if one.function == "fanfolio-worker"),
        visitor_requests=imported.requests_of_visitor,
        log_bytes=pipeline.log_bytes() - log_before,
        answer_bytes=imported.dashboard_bytes,
    )


def _write_units(calls: Sequence[Call]) -> int:
    return write_units([call for call in calls if call.service == "dynamodb"])


def _dollars(amount: float) -> str:
    return f"{amount:.7f}"


if __name__ == "__main__":
    main()
