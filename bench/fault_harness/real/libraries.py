"""The libraries that the jobs import: of various sizes, some with rows that are no books, some with poison."""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.fault_harness.real.titles import POISONS, poisonous_title
from bench.invented import write_export

# Every so many rows one lacks its title: a complaint.
_COMPLAINT_EVERY = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """An export; ``poison`` is the number of the book that kills workers, and how."""

    path: Path
    rows: int
    poison: tuple[int, str] | None = None


def write_libraries(directory: Path, *, count: int, dice: Random) -> list[Library]:
    """Every fourth one has poison in it, of each kind in turn."""
    libraries = []
    for place in range(count):
        rows = dice.randrange(3, 40)
        kind = POISONS[place // 4 % len(POISONS)] if place % 4 == 3 else None
        number = dice.randrange(1, rows + 1)
        path = write_export(directory / f"library-{place}.csv", rows=rows)
        _spoil(path, poison=(number, kind) if kind else None)
        libraries.append(Library(path=path, rows=rows, poison=(number, kind) if kind else None))
    return libraries


def _spoil(path: Path, *, poison: tuple[int, str] | None) -> None:
    with path.open(newline="", encoding="utf-8") as stream:
        header, *rows = list(csv.reader(stream))
    title, isbns = header.index("Title"), (header.index("ISBN"), header.index("ISBN13"))
    for number, row in enumerate(rows, start=1):
        if number % _COMPLAINT_EVERY == 0:
            row[title] = ""
        if poison and number == poison[0]:
            row[title] = poisonous_title(poison[1])
            for column in isbns:
                row[column] = ""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows([header, *rows])
