"""Logistic regression, held towards a prior; small enough to need no library."""

from collections.abc import Iterable, Sequence
from math import exp

_ROUNDS = 12  # Newton's method settles long before


def regress(
    rows: Sequence[Sequence[float]],
    answers: Sequence[bool],
    offsets: Sequence[float],
    *,
    prior: Sequence[float],
    held: Sequence[float],
    start: Sequence[float] | None = None,
    rounds: int = _ROUNDS,
) -> list[float]:
    """The numbers that best explain the answers, each held towards its prior as strongly as ``held`` says.

    ``offsets`` are what is already known of each row, in log-odds. By Newton's method, from ``start`` or the prior.
    """
    found = list(start or prior)
    size = len(found)
    for _ in range(rounds):
        slope = [held[i] * (found[i] - prior[i]) for i in range(size)]
        curve = [[held[i] if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, answer, offset in zip(rows, answers, offsets, strict=True):
            chance = 1.0 / (1.0 + exp(-dot(found, row) - offset))
            told = [(i, row[i]) for i in range(size) if row[i]]
            for i, value in told:
                slope[i] += (chance - answer) * value
                for j, other in told:
                    curve[i][j] += chance * (1.0 - chance) * value * other
        step = _solve(curve, slope)
        found = [number - change for number, change in zip(found, step, strict=True)]
    return found


def dot(numbers: Iterable[float], row: Iterable[float]) -> float:
    """Sum of products, as far as both reach."""
    return sum(a * b for a, b in zip(numbers, row, strict=False))


def _solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Gauss's elimination; the matrix is positive definite, so that no pivot is 0."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i, pivot in enumerate(rows):
        for other in (row for row in rows if row is not pivot):
            factor = other[i] / pivot[i]
            other[:] = [a - factor * b for a, b in zip(other, pivot, strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(rows)]
