"""Time and memory from books and look-ups to the encoded dashboard: ``python -m bench.dashboard [--json FILE]``.

Each size runs in a fresh process, so that its peak of resident memory is its own. Every book has subjects of
its own: the genre rules never meet the same ones twice, which is the worst case. ``assemble_s`` is everything from
books to document, of it ``rules_s`` in the genre rules; ``statistics_s`` is the counting alone, done once more.
In the pipeline the rules have been asked before, while other books were being looked up (``flow/gather.py``).
"""

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.arguments import at_least_one
from bench.report import Report, deliver
from bench.yardstick import yardstick_ms
from fanfolio.domain.book import Book, Series, Shelf
from fanfolio.domain.dashboard import Classifier, Dashboard, JobFacts, assemble_dashboard, encode_dashboard
from fanfolio.domain.enrichment import Enrichment, Match, MatchedBy, Outcome, Source, Work
from fanfolio.domain.genres import BookGenres, classify, parents_of
from fanfolio.domain.statistics import compute_statistics

_SIZES = (565, 10_000, 100_000)
_SEED = 20
_UPLOADED = datetime(2026, 1, 15, tzinfo=UTC)
_FIRST_DAY = date(2010, 1, 1)
_DAYS = 5800
_KIB_A_MB = 1024
_COLUMNS = (
    "books", "assemble_s", "rules_s", "statistics_s", "encode_s", "document_mb", "peak_mb", "above_inputs_mb",
    "yardsticks",
)  # fmt: skip
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
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measure(options.one)))
    else:
        deliver(report(options.books or _SIZES), options.json)


def report(sizes: Sequence[int]) -> Report:
    """Every size, each in a fresh process."""
    found = [_measure_in_fresh_process(size) for size in sizes]
    return Report(
        name="dashboard",
        command="python -m bench.dashboard",
        about="From books and look-ups to the encoded document; processor seconds",
        columns=_COLUMNS,
        rows=[[one[name] for name in _COLUMNS] for one in found],
        figures={f"{one['books']} books, yardsticks": one["yardsticks"] for one in found},
    )


def measure(size: int) -> dict[str, float]:
    """Seconds and megabytes of one library of ``size`` books."""
    rng = random.Random(_SEED)
    books = [_book(number, rng) for number in range(1, size + 1)]
    enrichments = {book.number: _enrichment(book.number, rng) for book in books}
    rules = _TimedRules()
    _assemble(books[:10], enrichments, rules)
    rules.seconds = 0.0
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    dashboard = _assemble(books, enrichments, rules)
    assembled = time.process_time()
    body = encode_dashboard(dashboard)
    encoded = time.process_time()
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    gc.disable()  # as assembly does while it counts
    counting = time.process_time()
    compute_statistics(dashboard.books, parents_of=parents_of)
    counted = time.process_time()
    return {
        "books": size,
        "assemble_s": round(assembled - started, 3),
        "rules_s": round(rules.seconds, 3),
        "statistics_s": round(counted - counting, 3),
        "encode_s": round(encoded - assembled, 3),
        "document_mb": round(len(body) / 1e6, 1),
        "peak_mb": round(peak_kib / _KIB_A_MB),
        "above_inputs_mb": round((peak_kib - before_kib) / _KIB_A_MB),
        "yardsticks": round((encoded - started) * 1_000 / yardstick_ms(), 3),
    }


def _measure_in_fresh_process(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.dashboard", "--one", str(size)]
    line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(line)
    return found


class _TimedRules:
    """The genre rules with a stopwatch: they are no part of the counting."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(
        self, *, subjects: tuple[str, ...], categories: tuple[str, ...], shelves: tuple[str, ...]
    ) -> BookGenres:
        started = time.process_time()
        found = classify(subjects=subjects, categories=categories, shelves=shelves)
        self.seconds += time.process_time() - started
        return found


def _assemble(books: list[Book], enrichments: dict[int, Enrichment], rules: _TimedRules) -> Dashboard:
    job = JobFacts(job_id="bench", created_at=_UPLOADED, layout="goodreads-24", rows=len(books))
    return assemble_dashboard(
        job=job, books=books, enrichments=enrichments, complaints=(), notes={}, classifier=Classifier(rules)
    )


def _book(number: int, rng: random.Random) -> Book:
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
        shelves=(f"shelf-{number % 150}",),
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
