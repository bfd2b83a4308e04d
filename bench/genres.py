"""Measure the genre rules against readers' own labels.

    python bench/genres.py FILE [--errors]

FILE is a CSV with the columns isbn13,title,author,language,ol_subjects,goodreads_genres; the last two are
separated by ``|``.

How it counts:

- *Truth*: each reader's label is looked up with ``genre_named``; labels that name no genre (formats, audiences,
  places, centuries) are set aside; the rest is closed under the tree's parents; the roots Fiction and Nonfiction
  never count.
- *First hit*: our first genre is in that set. *Any of three*: at least one of our first three is. Books whose
  labels name no genre are left out of both; a book for which we give no genre is a miss.
- *Coverage*: books for which we give at least one genre; we never give a root.
- *Fiction accuracy*: truth is the reader's label Fiction or Nonfiction, where exactly one of the two is given;
  an undecided answer of ours is wrong.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from anywhere, as a file or as a module

from fanfolio.domain.genres import (
    BookGenres,
    all_genres,
    classify,
    genre_named,
    parents_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One book: what readers say, what we say."""

    title: str
    subjects: tuple[str, ...]
    labels: tuple[str, ...]
    ours: BookGenres

    @property
    def truth(self) -> frozenset[str]:
        """The readers' genres, closed under parents, without the roots."""
        named = {genre for label in self.labels if (genre := genre_named(label)) in _GENRES}
        return frozenset(named.union(*(parents_of(genre) for genre in named)))

    @property
    def true_side(self) -> bool | None:
        """Whether readers call it fiction; ``None`` when they say neither or both."""
        fiction, nonfiction = "Fiction" in self.labels, "Nonfiction" in self.labels
        return None if fiction == nonfiction else fiction

    def hit(self, first: int) -> bool:
        """Whether one of our ``first`` genres is among the readers'."""
        return not self.truth.isdisjoint(self.ours.genres[:first])


_GENRES = frozenset(all_genres())


def read_books(path: Path) -> list[Judged]:
    """Every book of the file, judged."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        return [_judge(row) for row in csv.DictReader(file)]


def _judge(row: dict[str, str]) -> Judged:
    subjects = _split(row["ol_subjects"])
    return Judged(
        title=row["title"],
        subjects=subjects,
        labels=_split(row["goodreads_genres"]),
        ours=classify(subjects=subjects),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def measure(books: list[Judged]) -> dict[str, float | int]:
    """The figures, shares as 0 to 1."""
    named = [book for book in books if book.truth]
    sided = [book for book in books if book.true_side is not None]
    return {
        "books": len(books),
        "coverage": _share(bool(book.ours.genres) for book in books),
        "first_hit": _share(book.hit(1) for book in named),
        "any_of_three_hit": _share(book.hit(3) for book in named),
        "fiction_accuracy": _share(book.ours.fiction is book.true_side for book in sided),
        "books_with_readers_genres": len(named),
        "books_with_a_side": len(sided),
        "mean_genres": round(sum(len(book.ours.genres) for book in books) / max(len(books), 1), 2),
        "distinct_genres": len({genre for book in books for genre in book.ours.genres}),
    }


def _share(outcomes: Iterable[bool]) -> float:
    counted = list(outcomes)
    return round(sum(counted) / len(counted), 4) if counted else 0.0


def print_errors(books: list[Judged]) -> None:
    """Each book whose first genre or side readers do not share, and which first genres miss most."""
    missed: Counter[str] = Counter()
    for book in books:
        wrong_side = book.true_side is not None and book.ours.fiction is not book.true_side
        if wrong_side or (book.truth and not book.hit(1)):
            missed[book.ours.genres[0] if book.ours.genres else "(none)"] += 1
            print(f"{book.title[:60]}\n  ours    {book.ours.genres} fiction={book.ours.fiction}")
            print(f"  readers {book.labels}\n  said    {' | '.join(book.subjects)[:400]}")
    print("first genres that miss:", missed.most_common())


def main() -> None:
    """Print a table, and the same as one line of JSON."""
    parser = argparse.ArgumentParser(description="Measure the genre rules against readers' own labels.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the books where readers disagree")
    arguments = parser.parse_args()
    books = read_books(arguments.file)
    if arguments.errors:
        print_errors(books)
    figures = measure(books)
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):28} {value:>8}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
