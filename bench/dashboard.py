"""Time and memory from settled results to the stored document: ``python -m bench.dashboard [--json FILE]``.

Each size runs in a fresh process, so that its peak of resident memory is its own. The inputs are books and look-ups
as workers leave them. ``total_s`` is what the aggregator does with them: ``entries_s`` from book and look-up to
entry, ``statistics_s`` counting, ``encode_s`` JSON; ``gzip_s`` packs it as it is stored. ``rules_s`` is what the
genre rules took, all books together, in the workers: every book has subjects of its own, so that none is met twice.
The aggregator asks them again where a reader's shelves speak of genres; with ``--telling-shelves`` every shelf does.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from msgspec import structs

from bench.arguments import at_least_one
from bench.report import Report, deliver
from bench.yardstick import yardstick_ms
from fanfolio.domain.book import Book, Series, Shelf
from fanfolio.domain.classification import Classifier, read_the_rules
from fanfolio.domain.dashboard import EntryWriter, JobFacts, assemble_dashboard, encode_in_parts
from fanfolio.domain.dashboard.assembly import collector_at_rest
from fanfolio.domain.enrichment import Enrichment, Match, MatchedBy, Outcome, Source, Work
from fanfolio.library import compressed

_SIZES = (565, 10_000, 100_000)
_SEED = 20
_UPLOADED = datetime(2026, 1, 15, tzinfo=UTC)
_FIRST_DAY = date(2010, 1, 1)
_DAYS = 5800
_KIB_A_MB = 1024
_COLUMNS = (
    "books", "rules_s", "entries_s", "statistics_s", "encode_s", "total_s", "gzip_s", "document_mb", "peak_mb",
    "above_inputs_mb", "yardsticks",
)  # fmt: skip
_TELLING_SHELVES = ("fantasy", "history", "young-adult")
_BINDINGS = ("Paperback", "Hardcover", "Kindle Edition", "Audible Audio", "Mass Market Paperback", None)
_SUBJECTS = (
    "Fiction", "Fantasy", "Science fiction", "Detective and mystery stories", "History", "Biography",
    "Love stories", "Horror tales", "Philosophy", "Poetry", "Juvenile fiction", "Accessible book",
    "Protected DAISY", "Large type books", "Politics and government", "Cooking", "Travel", "Psychology",
    "New York Times bestseller", "Magic, fiction", "Space and time", "London (england), fiction",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--books", type=at_least_one, action="append", help="a size to measure; may be given again"
    )
    parser.add_argument("--telling-shelves", action="store_true", help="every shelf speaks of genres")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measure(options.one, telling_shelves=options.telling_shelves)))
    else:
        sizes = options.books or _SIZES
        deliver(report(sizes, telling_shelves=options.telling_shelves), options.json)


def report(sizes: Sequence[int], *, telling_shelves: bool = False) -> Report:
    """Every size, each in a fresh process."""
    found = [_measure_in_fresh_process(size, telling_shelves=telling_shelves) for size in sizes]
    return Report(
        name="dashboard",
        command="python -m bench.dashboard",
        about="From settled results to the encoded document; processor seconds",
        columns=_COLUMNS,
        rows=[[one[name] for name in _COLUMNS] for one in found],
        figures={f"{one['books']} books, yardsticks": one["yardsticks"] for one in found},
    )


def measure(size: int, *, telling_shelves: bool = False) -> dict[str, float]:
    """Seconds and megabytes of one library of ``size`` books."""
    rng = random.Random(_SEED)
    read_the_rules()
    books = [_book(number, rng, telling=telling_shelves) for number in range(1, size + 1)]
    looked_up = [_enrichment(book.number, rng) for book in books]
    with _Stopwatch() as rules, collector_at_rest():
        classifier = Classifier()
        settled = [_as_a_worker_leaves_it(enrichment, classifier) for enrichment in looked_up]
    enrichments = {enrichment.number: enrichment for enrichment in settled}
    del classifier, looked_up, settled
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    job = JobFacts(job_id="bench", created_at=_UPLOADED, layout="goodreads-24", rows=len(books))
    with _Stopwatch() as writing, collector_at_rest():
        entries = {entry.number: entry for entry in EntryWriter.at(_UPLOADED).write_all(books, enrichments)}
    with _Stopwatch() as counting:
        dashboard = assemble_dashboard(job=job, books=books, entries=entries, complaints=(), notes={})
    with _Stopwatch() as encoding:
        document_bytes = sum(map(len, encode_in_parts(dashboard)))
    with _Stopwatch() as both, compressed(encode_in_parts(dashboard)):
        pass
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    total_s = writing.seconds + counting.seconds + encoding.seconds
    return {
        "books": size,
        "rules_s": round(rules.seconds, 3),
        "entries_s": round(writing.seconds, 3),
        "statistics_s": round(counting.seconds, 3),
        "encode_s": round(encoding.seconds, 3),
        "total_s": round(total_s, 3),
        "gzip_s": round(both.seconds - encoding.seconds, 3),
        "document_mb": round(document_bytes / 1e6, 1),
        "peak_mb": round(peak_kib / _KIB_A_MB),
        "above_inputs_mb": round((peak_kib - before_kib) / _KIB_A_MB),
        "yardsticks": round(total_s * 1_000 / yardstick_ms(), 3),
    }


class _Stopwatch:
    """Processor seconds of a ``with``."""

    def __enter__(self) -> Self:
        self._started = time.process_time()
        return self

    def __exit__(self, *exc: object) -> None:
        self.seconds = time.process_time() - self._started


def _as_a_worker_leaves_it(enrichment: Enrichment, classifier: Classifier) -> Enrichment:
    if enrichment.match is None:
        return enrichment
    return structs.replace(enrichment, classified=classifier.of_work(enrichment.match.work))


def _measure_in_fresh_process(size: int, *, telling_shelves: bool) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.dashboard", "--one", str(size)]
    command += ["--telling-shelves"] if telling_shelves else []
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(line)
    return found


def _book(number: int, rng: random.Random, *, telling: bool) -> Book:
    shelf = rng.choices((Shelf.READ, Shelf.TO_READ, Shelf.CURRENTLY_READING), (7, 3, 0.1))[0]
    finished = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
    dated = shelf is Shelf.READ and rng.random() < 0.72
    return Book(
        number=number,
        title=f"The Book of Number {number}",
        series=Series(name=f"Cycle {number % 4000}", position=str(number % 9)) if number % 7 == 0 else None,
        authors=(f"Author {rng.randrange(1, 20_000)}",),
        isbn13=f"978{number:010d}",
        goodreads_id=str(10_000_000 + number),
        my_rating=float(rng.randint(1, 5)) if shelf is Shelf.READ and rng.random() < 0.8 else None,
        average_rating=round(rng.uniform(3, 4.6), 2),
        pages=rng.randrange(40, 1200) if rng.random() < 0.9 else None,
        publisher=f"House {number % 300}",
        binding=rng.choice(_BINDINGS),
        year_published=rng.randrange(1950, 2025),
        original_year=rng.randrange(1850, 2025) if rng.random() < 0.9 else None,
        date_started=finished - timedelta(days=rng.randrange(60)) if dated and rng.random() < 0.3 else None,
        date_read=finished if dated else None,
        date_added=finished - timedelta(days=rng.randrange(900)),
        shelf=shelf,
        shelf_name=shelf.value,
        shelves=(rng.choice(_TELLING_SHELVES) if telling else f"shelf-{number % 150}",),
        read_count=1 if shelf is Shelf.READ else 0,
    )


def _enrichment(number: int, rng: random.Random) -> Enrichment:
    if rng.random() < 0.1:
        return Enrichment(number=number, outcome=Outcome.UNMATCHED)
    work = Work(
        source=Source.OPEN_LIBRARY,
        key=f"OL{number}W",
        title=f"The Book of Number {number}",
        subjects=(*rng.sample(_SUBJECTS, 8), f"Place {number}"),
        cover_id=number,
        first_year=rng.randrange(1850, 2025),
        pages=rng.randrange(40, 1200),
        average_rating=round(rng.uniform(3, 4.6), 2),
        ratings_count=rng.randrange(200),
    )
    match = Match(work=work, by=MatchedBy.ISBN)
    return Enrichment(number=number, outcome=Outcome.MATCHED, match=match)


if __name__ == "__main__":
    main()
