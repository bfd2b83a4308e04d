"""Learn the genre rules' numbers from books whose genres readers have named.

Two logistic regressions, both held back towards a prior so that few books cannot bend them: one weighs the votes for
fiction and non-fiction, the other the support of a genre. The latter has five numbers for all genres together, and
two for each genre, held towards 0: what is rarely seen stays like the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log1p

from bench.genre_books import LabelledBook
from bench.regression import dot, regress
from fanfolio.domain.genres.classify import distinct_clues, listen
from fanfolio.domain.genres.evidence import Clue, Vote
from fanfolio.domain.genres.side import count_votes, decide_side
from fanfolio.domain.genres.support import features_of, support_of
from fanfolio.domain.genres.tree import Side
from fanfolio.domain.genres.weights import Standing, Weights

_TURNS = 12  # both settle long before
_HELD_TO_COMMON = (3.0, 5.0)  # how strongly a genre's base and hints are held towards those of all genres
_HELD_TO_ZERO = 0.1
_HELD_TO_PRIOR = 3.0
_A_WORD, _A_SUGGESTION = 0.8, 0.3  # what a vote is worth before anything is learned


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A book as the rules hear it, and what readers say of it."""

    votes: Sequence[int]
    clues: Collection[Clue]
    book: LabelledBook


@dataclass(frozen=True, slots=True)
class _Cell:
    """One genre of one book: what speaks for it (first what genres weigh for themselves), whether readers name it."""

    said: tuple[float, ...]
    is_so: bool


def example_of(book: LabelledBook) -> Example:
    """What the rules hear of a book."""
    readings = listen(subjects=book.subjects)
    clues = distinct_clues(readings)
    return Example(votes=count_votes(readings, clues), clues=clues, book=book)


def fit(examples: Sequence[Example]) -> Weights:
    """The weights that explain these examples best, held towards the priors."""
    votes = _fit_votes(examples)
    cells: dict[str, list[_Cell]] = defaultdict(list)
    for example in examples:
        support = support_of(example.clues, decide_side(example.votes, votes))
        for genre, (named, repeated, hinted, share) in features_of(support).items():
            cells[genre].append(_Cell((1.0, hinted, named, repeated, share), genre in example.book.truth))
    return _fit_genres(cells, votes)


def _fit_votes(examples: Sequence[Example]) -> tuple[float, ...]:
    sided = [example for example in examples if example.book.fiction is not None]
    rows = [[log1p(count) for count in example.votes] for example in sided]
    answers = [example.book.fiction is True for example in sided]
    prior = [_worth_before(vote) for vote in Vote]
    return tuple(regress(rows, answers, [0.0] * len(rows), prior=prior, held=[_HELD_TO_PRIOR] * len(Vote)))


def _worth_before(vote: Vote) -> float:
    if vote is Vote.NONE:
        return 0.0
    worth = _A_SUGGESTION if vote.name.endswith(("HINT", "SHELF")) else _A_WORD
    return worth if vote.name.startswith(Side.FICTION.name) else -worth


def _fit_genres(cells: dict[str, list[_Cell]], votes: tuple[float, ...]) -> Weights:
    """Turn about: the numbers of all genres, given each genre's own; each genre's own, given those."""
    common = [0.0] * 5
    own = {genre: [0.0, 0.0] for genre in cells}
    for _ in range(_TURNS):
        common = _fit_common(cells, own, common)
        own = {genre: _fit_own(those, common, own[genre]) for genre, those in cells.items()}
    base, hinted, named, repeated, share = common
    return Weights(
        named=named,
        repeated=repeated,
        share=share,
        standings={genre: Standing(base + more, hinted + by_hint) for genre, (more, by_hint) in own.items()},
        common=Standing(base, hinted),
        votes=votes,
    )


def _fit_common(
    cells: dict[str, list[_Cell]], own: dict[str, list[float]], start: Sequence[float]
) -> list[float]:
    everything = [(genre, cell) for genre, those in cells.items() for cell in those]
    return regress(
        [cell.said for _, cell in everything],
        [cell.is_so for _, cell in everything],
        [dot(own[genre], cell.said) for genre, cell in everything],
        prior=[0.0] * len(start),
        held=[_HELD_TO_ZERO] * len(start),
        start=start,
        rounds=2,
    )


def _fit_own(cells: Sequence[_Cell], common: Sequence[float], start: Sequence[float]) -> list[float]:
    return regress(
        [cell.said[:2] for cell in cells],
        [cell.is_so for cell in cells],
        [dot(common, cell.said) for cell in cells],
        prior=[0.0, 0.0],
        held=_HELD_TO_COMMON,
        start=start,
        rounds=2,
    )
