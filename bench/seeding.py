"""How fast the catalogue cache is seeded from Open Library's dumps, and how much memory that takes.

    python bench/seeding.py [--works 50000] [--write]

Makes packed dumps in Open Library's format (an author, a work and two editions each), then runs ``fanfolio-admin
seed-cache`` on them in a process of its own and prints one JSON line. Without ``--write`` nothing is written, which
measures reading and joining; with it the entries go to the emulated DynamoDB, which is slower than the real one.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from anywhere, as a file or as a module

from bench.arguments import at_least_one
from catalogue_sim.isbn import with_check
from services.local.clients import connected
from services.local.emulator import PROJECT, start_emulator
from services.local.resources import Resources, create_resources

_EDITIONS = 2
_DESCRIPTION = "In a harbour town a keeper counts ships that nobody else can see. " * 12


def main() -> None:
    """Make the dumps, seed, print."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="fanfolio-seeding-") as place:
        dumps = [
            _packed(Path(place) / f"ol_dump_{name}.txt.gz", name, options.works)
            for name in ("authors", "works", "editions")
        ]
        with _environment(writes=options.write) as environment:
            print(json.dumps(_seed(dumps, environment, works=options.works, writes=options.write)))


def _packed(path: Path, name: str, works: int) -> Path:
    lines: Mapping[str, Any] = {"authors": _authors, "works": _works, "editions": _editions}
    with gzip.open(path, "wb", compresslevel=1) as file:
        for facts in lines[name](works):
            kind = name.removesuffix("s")
            line = f"/type/{kind}\t{facts['key']}\t3\t2026-01-01T00:00:00.000000\t{json.dumps(facts)}\n"
            file.write(line.encode())
    return path


def _authors(works: int) -> Iterator[Mapping[str, Any]]:
    return ({"key": f"/authors/OL{n}A", "name": f"Mira {n} Tolland"} for n in range(1, works + 1))


def _works(works: int) -> Iterator[Mapping[str, Any]]:
    for n in range(1, works + 1):
        yield {
            "key": f"/works/OL{n}W",
            "title": f"The Far Shore of {n}",
            "authors": [{"type": {"key": "/type/author_role"}, "author": {"key": f"/authors/OL{n}A"}}],
            "subjects": ["Fiction", "Lighthouses", "Fiction, general", "Sea stories", f"Harbour {n}"],
            "covers": [n],
            "description": {"type": "/type/text", "value": _DESCRIPTION},
        }


def _editions(works: int) -> Iterator[Mapping[str, Any]]:
    for n in range(1, works * _EDITIONS + 1):
        yield {
            "key": f"/books/OL{n}M",
            "works": [{"key": f"/works/OL{(n - 1) // _EDITIONS + 1}W"}],
            "isbn_13": [with_check(f"979{n:09d}")],
            "identifiers": {"goodreads": [str(n)]},
            "number_of_pages": 200 + n % 300,
            "publish_date": f"May {1 + n % 28}, {1960 + n % 60}",
            "languages": [{"key": "/languages/eng"}],
            "publishers": ["Harbour & Sons"],
        }


@contextmanager
def _environment(*, writes: bool) -> Iterator[dict[str, str]]:
    """The command's environment: an emulated DynamoDB with the tables, where entries are written."""
    if not writes:
        yield dict(os.environ)
        return
    names = Resources()
    with start_emulator() as emulator, connected(emulator.url) as clients:
        create_resources(clients, names)
        yield {**os.environ, **emulator.environment, "FANFOLIO_CACHE_TABLE": names.cache_table}


def _seed(dumps: list[Path], environment: dict[str, str], *, works: int, writes: bool) -> dict[str, Any]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "services.admin", "seed-cache", *map(str, dumps)]
    process = subprocess.Popen([*command, *([] if writes else ["--dry-run"])], cwd=PROJECT, env=environment)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    lines = works * (2 + _EDITIONS)
    entries = works * (1 + 2 * _EDITIONS)
    return {
        "lines": lines,
        "entries": entries,
        "packed_mb": round(sum(path.stat().st_size for path in dumps) / 1e6, 1),
        "written": writes,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "lines_a_second": round(lines / seconds),
        "lines_a_cpu_second": round(lines / (used.ru_utime + used.ru_stime)),
        "peak_mib": round(used.ru_maxrss / 1024, 1),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--works", type=at_least_one, default=50_000, help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="write to the emulated DynamoDB")
    return parser


if __name__ == "__main__":
    main()
