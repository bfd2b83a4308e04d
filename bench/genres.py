"""Measure the genre rules against readers' own labels.

    python bench/genres.py FILE [--errors]

FILE is a CSV with the columns isbn13,title,author,language,ol_subjects,goodreads_genres; the last two are
separated by ``|`` (see ``bench/genre_books.py``, also for what counts as a reader's genre).

How it counts:

- *Coverage*: books for which we give at least one genre; we never give a root.
- *First hit*: our first genre is among the readers'. *Any of three*: at least one of our first three is. Books whose
  labels name no genre are left out of both; a book for which we give no genre is a miss.
- *Precision*: of all genres that we list for those books, how many are among the readers'.
- *Fiction accuracy*: truth is the reader's label Fiction or Nonfiction, where exactly one of the two is given;
  an undecided answer of ours is wrong.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from anywhere, as a file or as a module

from bench.genre_books import LabelledBook, UnreadableBooks, read_books
from fanfolio.domain.genres import classify


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A book, and what we say of it."""

    book: LabelledBook
    genres: tuple[str, ...]
    fiction: bool | None

    @property
    def right_side(self) -> bool:
        """Whether we say what readers say; only for books of which they say one thing."""
        return self.fiction is self.book.fiction

    def hit(self, first: int) -> bool:
        """Whether one of our ``first`` genres is among the readers'."""
        return not self.book.truth.isdisjoint(self.genres[:first])


def judge(books: Iterable[LabelledBook]) -> list[Judged]:
    """Each book by the rules as they are."""
    found = ((book, classify(subjects=book.subjects)) for book in books)
    return [Judged(book=book, genres=ours.genres, fiction=ours.fiction) for book, ours in found]


def measure(judged: Sequence[Judged]) -> dict[str, float | int]:
    """The figures, shares as 0 to 1."""
    named = [one for one in judged if one.book.truth]
    sided = [one for one in judged if one.book.fiction is not None]
    return {
        "books": len(judged),
        "coverage": _share(bool(one.genres) for one in judged),
        "first_hit": _share(one.hit(1) for one in named),
        "any_of_three_hit": _share(one.hit(3) for one in named),
        "fiction_accuracy": _share(one.right_side for one in sided),
        "precision": _share(genre in one.book.truth for one in named for genre in one.genres),
        "books_with_readers_genres": len(named),
        "books_with_a_side": len(sided),
        "mean_genres": round(sum(len(one.genres) for one in judged) / max(len(judged), 1), 2),
        "distinct_genres": len({genre for one in judged for genre in one.genres}),
    }


def print_figures(figures: dict[str, float | int]) -> None:
    """A table, and the same as one line of JSON."""
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):28} {value:>8}")
    print(json.dumps(figures))


def _share(outcomes: Iterable[bool]) -> float:
    counted = list(outcomes)
    return round(sum(counted) / len(counted), 4) if counted else 0.0


def _print_errors(judged: Iterable[Judged]) -> None:
    """Each book whose first genre or side readers do not share, and which first genres miss most."""
    missed: Counter[str] = Counter()
    for one in judged:
        book = one.book
        wrong_side = book.fiction is not None and not one.right_side
        if wrong_side or (book.truth and not one.hit(1)):
            missed[one.genres[0] if one.genres else "(none)"] += 1
            print(f"{book.title[:60]}\n  ours    {one.genres} fiction={one.fiction}")
            print(f"  readers {book.labels}\n  said    {' | '.join(book.subjects)[:400]}")
    print("first genres that miss:", missed.most_common())


def main() -> None:
    """Measure the rules on a file."""
    parser = argparse.ArgumentParser(description="Measure the genre rules against readers' own labels.")
    parser.add_argument(
        "file", type=Path, help="a CSV file with the columns ol_subjects and goodreads_genres"
    )
    parser.add_argument("--errors", action="store_true", help="list the books where readers disagree")
    arguments = parser.parse_args()
    try:
        judged = judge(read_books(arguments.file))
    except UnreadableBooks as exc:
        sys.exit(str(exc))
    if arguments.errors:
        _print_errors(judged)
    print_figures(measure(judged))


if __name__ == "__main__":
    main()
