"""Exports of any size, with books that the simulator knows: ``python -m bench.invented ROWS FILE``.

The same number of rows always gives the same bytes.
"""

import argparse
import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from catalogue_sim import isbn as isbns
from catalogue_sim.seeded import works_of_isbn

_COLUMNS = (
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Average Rating,Publisher,Binding,"
    "Number of Pages,Year Published,Original Publication Year,Date Read,Date Added,Bookshelves,"
    "Bookshelves with positions,Exclusive Shelf,My Review,Spoiler,Private Notes,Read Count,Owned Copies"
)
_BINDINGS = ("Paperback", "Hardcover", "Kindle Edition", "Audiobook", "ebook")
_SHELVES = ("favourites", "book-club", "holiday", "owned", "borrowed")
_FIRST_DAY = date(2008, 1, 1)
_DAYS = 6500
_SEED = 8
# One row in eight has a review, of about the length that people write.
_REVIEW = "A book that stayed with me for longer than I had expected, and for other reasons. " * 8
_FIRST_ISBN = 978_300_000_000
_ISBN_STEP = 7


def main() -> None:
    """Write one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    write_export(options.file, rows=options.rows)


def write_export(path: Path, *, rows: int) -> Path:
    """Write a Goodreads export of so many rows, unless the file is there already."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_COLUMNS.split(","))
            writer.writerows(_rows(rows))
    return path


def _rows(count: int) -> Iterator[list[object]]:
    rng = random.Random(_SEED)
    for number in range(1, count + 1):
        isbn13 = isbns.with_check(str(_FIRST_ISBN + _ISBN_STEP * number))
        work = works_of_isbn(isbn13)[0]
        shelf = rng.choices(("read", "to-read", "currently-reading"), (70, 28, 2))[0]
        day = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
        own = rng.choice(_SHELVES)
        author = work.author_name[0]
        yield [
            10_000_000 + number,
            f"{work.title} (Cycle {number % 400}, #{number % 9 + 1})" if number % 6 == 0 else work.title,
            author,
            ", ".join(reversed(author.rsplit(" ", 1))),
            ", ".join(work.author_name[1:]),
            f'="{isbns.to_10(isbn13)}"',
            f'="{isbn13}"',
            rng.randint(1, 5) if shelf == "read" else 0,
            f"{rng.uniform(3, 4.6):.2f}",
            f"House {rng.randrange(300)}",
            rng.choice(_BINDINGS),
            rng.randrange(80, 900),
            rng.randrange(1980, 2025),
            work.first_publish_year or "",
            day.strftime("%Y/%m/%d") if shelf == "read" and rng.random() < 0.8 else "",
            (day - timedelta(days=rng.randrange(400))).strftime("%Y/%m/%d"),
            own if shelf == "read" else f"{own}, {shelf}",
            f"{own} (#{number})",
            shelf,
            _REVIEW if number % 8 == 0 else "",
            "",
            "",
            int(shelf == "read"),
            0,
        ]


if __name__ == "__main__":
    main()
