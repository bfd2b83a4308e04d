"""Weighing what was said and choosing a book's genres."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import mul

from fanfolio.domain.genres.evidence import Clue, Kind, Origin
from fanfolio.domain.genres.tree import Side, Tree

MOST_GENRES = 5
_ENOUGH = 0.05  # a genre needs this much, whatever the others have
_NEAR_THE_BEST = 0.35  # and this share of the best one: a stray heading does not make a genre
_SPEAKS_FOR_PARENT = (
    0.55  # a child is listed, before its parent, when it carries this share of the parent's support
)
_NAMINGS = 2  # and is named this often; named once it must be all there is
_FEW = 3  # genres suggested by a single hint are listed only to complete so few
_SEVERAL_ORIGINS = 1.25  # sources that agree are believed more

Heard = tuple[Clue, Origin, str]
"""A clue, who gave it, and the heading as written."""

Voices = Mapping[str, Mapping[tuple[Origin, str], Heard]]
"""Genre → who said what → the strongest clue that did."""


def diminishing(weights: Iterable[float], *, power: float = 0.5) -> float:
    """Sum weights so that the n-th strongest voice counts 1/n**power."""
    ordered = sorted(weights, reverse=True)
    return math.fsum(map(mul, ordered, _discounts(power, len(ordered))))


@lru_cache(maxsize=1_024)
def _discounts(power: float, count: int) -> tuple[float, ...]:
    return tuple(place**-power for place in range(1, count + 1))


def choose(voices: Voices, side: Side | None, tree: Tree) -> tuple[str, ...]:
    """At most :data:`MOST_GENRES` genres that fit the side: best first, each before its parents.

    Ties break by the higher standing, then by name, so that the order of the headings never matters.
    """
    support = _support({genre: heard for genre, heard in voices.items() if fits(genre, side, tree)}, tree)
    score = {genre: support[genre] * tree.genres[genre].standing for genre in support}
    strays = _strays(support, voices, tree)
    ranked = sorted(
        score, key=lambda genre: (genre in strays, -score[genre], -tree.genres[genre].standing, genre)
    )
    floor = max(_ENOUGH, _NEAR_THE_BEST * max(score.values(), default=0.0))
    chosen: list[str] = []
    for genre in ranked:
        if score[genre] >= floor and (genre not in strays or len(chosen) < _FEW):
            _add_family(chosen, _speaker(genre, support, voices, tree), tree)
    return tuple(chosen)


def fits(genre: str, side: Side | None, tree: Tree) -> bool:
    """Whether a book of this side may be of this genre."""
    return side is None or tree.genres[genre].side in (None, side)


def _support(voices: Voices, tree: Tree) -> dict[str, float]:
    """How strongly each genre is supported; what speaks for a genre speaks for its ancestors too."""
    heard: dict[str, dict[tuple[Origin, str], Heard]] = defaultdict(dict)
    for genre, said in voices.items():
        for name in (genre, *tree.genres[genre].ancestors):
            for key, voice in said.items():
                known = heard[name].get(key)
                if known is None or known[0].weight < voice[0].weight:
                    heard[name][key] = voice
    return {genre: _weigh(said.values()) for genre, said in heard.items()}


def _strays(support: Mapping[str, float], voices: Voices, tree: Tree) -> frozenset[str]:
    """Genres that a single hint suggests, where others are named: "Ghosts" makes no horror of a family's story."""
    named = {
        name
        for genre, heard in voices.items()
        if genre in support and any(clue.kind is not Kind.HINT for clue, _, _ in heard.values())
        for name in (genre, *tree.genres[genre].ancestors)
    }
    if not named:
        return frozenset()
    return frozenset(genre for genre in support if genre not in named and len(voices.get(genre, ())) == 1)


def _weigh(heard: Iterable[Heard]) -> float:
    voices = list(heard)
    agreement = _SEVERAL_ORIGINS if len({origin for _, origin, _ in voices}) > 1 else 1.0
    return agreement * diminishing(clue.weight for clue, _, _ in voices)


def _speaker(genre: str, support: Mapping[str, float], voices: Voices, tree: Tree) -> str | None:
    """The most specific genre that may stand for this one; ``None`` for a child too weak beside its parents."""
    parents = tree.genres[genre].parents
    if parents and not any(_may_speak(genre, parent, support, voices, tree) for parent in parents):
        return None
    while children := [
        child
        for child in support
        if genre in tree.genres[child].parents and _may_speak(child, genre, support, voices, tree)
    ]:
        genre = min(children, key=lambda child: (-support[child] * tree.genres[child].standing, child))
    return genre


def _may_speak(child: str, parent: str, support: Mapping[str, float], voices: Voices, tree: Tree) -> bool:
    namings = sum(clue.kind is not Kind.HINT for clue, _, _ in voices.get(child, {}).values())
    if namings < _NAMINGS:
        return support[child] >= support[parent]
    return support[child] * tree.genres[child].standing >= _SPEAKS_FOR_PARENT * support[parent]


def _add_family(chosen: list[str], genre: str | None, tree: Tree) -> None:
    """List a genre and its ancestors, unless they do not all fit: no genre without its parents."""
    if genre is None or genre in chosen:
        return
    ancestors = tree.genres[genre].ancestors
    missing = [ancestor for ancestor in ancestors if ancestor not in chosen]
    if len(chosen) + 1 + len(missing) > MOST_GENRES:
        return
    place = min((chosen.index(ancestor) for ancestor in ancestors if ancestor in chosen), default=len(chosen))
    chosen.insert(place, genre)
    chosen.extend(missing)
