"""Learn the numbers in ``fanfolio/domain/genres/genre_weights.toml`` from books whose genres readers have named.

    python bench/learn_genres.py FILE                    cross-validate: learn from nine tenths, measure on the tenth
    python bench/learn_genres.py FILE --write            learn from all of them, rewrite the file

FILE is what ``bench/genres.py`` reads. The figures of cross-validation are those to expect of unseen books: each book
is judged by numbers that were learned without it. Seeds are fixed: the same file gives the same figures.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from anywhere, as a file or as a module

import fanfolio.domain.genres
from bench.genre_books import UnreadableBooks, read_books
from bench.genre_fitting import Example, example_of, fit
from bench.genres import Judged, measure, print_figures
from fanfolio.domain.genres.choice import choose
from fanfolio.domain.genres.evidence import Vote
from fanfolio.domain.genres.side import decide_side
from fanfolio.domain.genres.tree import Side
from fanfolio.domain.genres.weights import Standing, Weights

_WEIGHTS = Path(fanfolio.domain.genres.__file__).with_name("genre_weights.toml")
_FOLDS = 10
_SEEDS = (1, 2, 3)


def cross_validate(examples: Sequence[Example]) -> Iterator[Judged]:
    """Every book once for each seed, judged by weights learned from books of other folds."""
    for seed in _SEEDS:
        shuffled = list(examples)
        random.Random(seed).shuffle(shuffled)
        for fold in range(_FOLDS):
            weights = fit([example for place, example in enumerate(shuffled) if place % _FOLDS != fold])
            yield from (_judge(example, weights) for example in shuffled[fold::_FOLDS])
        print(f"seed {seed} done", file=sys.stderr)


def _judge(example: Example, weights: Weights) -> Judged:
    side = decide_side(example.votes, weights.votes)
    return Judged(
        book=example.book,
        genres=choose(example.clues, side, weights),
        fiction=None if side is None else side is Side.FICTION,
    )


def as_toml(weights: Weights) -> str:
    """The weights as the file keeps them; genres that differ little from the common one are left out."""
    every = {
        "base": weights.common.base,
        "hinted": weights.common.hinted,
        "named": weights.named,
        "repeated": weights.repeated,
        "share": weights.share,
    }
    lines = ["# Written by bench/learn_genres.py; docs/genres.md says what the numbers mean.", ""]
    lines += ["[every_genre]", *(f"{name} = {value:.2f}" for name, value in every.items()), "", "[votes]"]
    lines += [f"{vote.name.lower()} = {weights.votes[vote]:.2f}" for vote in Vote if vote is not Vote.NONE]
    lines += ["", "[genres]  # base, hinted"]
    lines += [
        f'"{genre}" = [{own.base:.2f}, {own.hinted:.2f}]'
        for genre, own in sorted(weights.standings.items())
        if _differs(own, weights.common)
    ]
    return "\n".join(lines) + "\n"


def _differs(own: Standing, common: Standing) -> bool:
    return max(abs(own.base - common.base), abs(own.hinted - common.hinted)) >= 0.005


def main() -> None:
    """Cross-validate, or learn and write."""
    parser = argparse.ArgumentParser(description="Learn the genre rules' numbers from readers' own labels.")
    parser.add_argument(
        "file", type=Path, help="a CSV file with the columns ol_subjects and goodreads_genres"
    )
    parser.add_argument("--write", action="store_true", help=f"learn from all books, rewrite {_WEIGHTS.name}")
    arguments = parser.parse_args()
    try:
        examples = [example_of(book) for book in read_books(arguments.file)]
    except UnreadableBooks as exc:
        sys.exit(str(exc))
    if arguments.write:
        _WEIGHTS.write_text(as_toml(fit(examples)), encoding="utf-8")
        print(f"{_WEIGHTS} is learned from {len(examples)} books.")
    else:
        print_figures(measure(list(cross_validate(examples))))


if __name__ == "__main__":
    main()
