"""How strongly each genre is spoken for."""

from collections.abc import Iterable, Mapping
from math import log1p
from typing import NamedTuple

from fanfolio.domain.genres.evidence import Clue, Kind
from fanfolio.domain.genres.tree import Side, the_tree

_A_HINT = 0.4  # what a hint counts beside a naming
_UNHEARD = 1.0  # as if one more voice had named something else: a lone heading is not the whole truth


class Support(NamedTuple):
    """What speaks for one genre or its descendants: namings by weight, and how many hints."""

    named: float
    hints: int


class Features(NamedTuple):
    """The same as the weights look at it: further voices say ever less, a voice among many less than alone."""

    named: float
    """Grows to 1."""
    repeated: float
    """Logarithm of the namings."""
    hinted: float
    """Logarithm of the hints."""
    share: float
    """Of all that was said of the book's genres, 0 to 1."""


_NOTHING = Support(0.0, 0)


def support_of(clues: Iterable[Clue], side: Side | None) -> dict[str, Support]:
    """The support of all genres that a book of this side may be; what speaks for one speaks for its ancestors."""
    named: dict[str, float] = {}
    hints: dict[str, int] = {}
    for _, genre, kind, weight, _, _ in clues:
        if kind is Kind.HINT:
            hints[genre] = hints.get(genre, 0) + 1
        else:
            named[genre] = named.get(genre, 0.0) + weight
    support: dict[str, Support] = {}
    genres = the_tree().genres
    for genre in named.keys() | hints.keys():
        if side is None or genres[genre].side in (None, side):
            for kin in genres[genre].lineage:
                known = support.get(kin, _NOTHING)
                support[kin] = Support(known[0] + named.get(genre, 0.0), known[1] + hints.get(genre, 0))
    return support


def features_of(support: Mapping[str, Support]) -> dict[str, Features]:
    """Each genre's features, seen beside the others."""
    total = _UNHEARD + sum(named + _A_HINT * hints for named, hints in support.values())
    return {
        genre: Features(
            named=min(named, 1.0),
            repeated=log1p(2.0 * named),
            hinted=log1p(hints),
            share=(named + _A_HINT * hints) / total,
        )
        for genre, (named, hints) in support.items()
    }


def strays_of(support: Mapping[str, Support]) -> frozenset[str]:
    """Genres that a single hint suggests where others are named: "Ghosts" makes no horror of a family's story."""
    if not any(named for named, _ in support.values()):
        return frozenset()
    return frozenset(genre for genre, (named, hints) in support.items() if not named and hints == 1)
