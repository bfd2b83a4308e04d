"""Repeatable choices: the same words give the same throws, on every machine and in every order of requests."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_FRESH_BITS = 1 << 64  # below this many possibilities left, later throws would be biased
_FINE = 1 << 24


class Dice:
    """A stream of choices drawn from the SHA-256 of some words."""

    __slots__ = ("_pool",)

    def __init__(self, *words: object) -> None:
        self._pool = _hashed("\x1f".join(map(str, words)).encode())

    def below(self, bound: int) -> int:
        """A number from 0 to ``bound - 1``."""
        if self._pool < _FRESH_BITS:
            self._pool = _hashed(self._pool.to_bytes(8, "big"))
        self._pool, throw = divmod(self._pool, bound)
        return throw

    def between(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``, both possible."""
        return low + self.below(high - low + 1)

    def share(self) -> float:
        """A number from 0 up to, but never, 1."""
        return self.below(_FINE) / _FINE

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases: never at 0, always at 1."""
        return self.share() < share

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def some_of(self, choices: Sequence[T], count: int) -> list[T]:
        """Up to ``count`` different choices, in the order of the throws."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]


def _hashed(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest(), "big")
