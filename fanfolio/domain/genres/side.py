"""Fiction or not: a vote of everything that was said."""

from collections.abc import Iterable, Sequence
from math import log1p

from fanfolio.domain.genres.evidence import Clue, Reading, Vote
from fanfolio.domain.genres.tree import Side

_LOGARITHMS = tuple(log1p(count) for count in range(256))  # further voices say ever less


def count_votes(readings: Iterable[Reading], clues: Iterable[Clue]) -> list[int]:
    """How many headings and how many distinct clues vote each way, by :class:`Vote`."""
    counts = [0] * len(Vote)
    for reading in readings:
        counts[reading[1]] += 1
    for clue in clues:
        counts[clue[4]] += 1
    counts[Vote.NONE] = 0
    return counts


def decide_side(counts: Sequence[int], worths: Sequence[float]) -> Side | None:
    """The side that most speaks for; ``None`` where nothing does. ``worths`` are by :class:`Vote`."""
    balance = 0.0
    for count, worth in zip(counts, worths, strict=True):
        if count:
            balance += worth * (_LOGARITHMS[count] if count < len(_LOGARITHMS) else log1p(count))
    if balance == 0.0:
        return None
    return Side.FICTION if balance > 0.0 else Side.NONFICTION
