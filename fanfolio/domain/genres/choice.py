"""Choosing a book's genres: those that readers would probably name."""

from collections.abc import Iterable, Mapping

from fanfolio.domain.genres.evidence import Clue
from fanfolio.domain.genres.support import Support, features_of, strays_of, support_of
from fanfolio.domain.genres.tree import Side, the_tree
from fanfolio.domain.genres.weights import Weights

MOST_GENRES = 5
# Log-odds that a reader would name it:
_LIKELY = -0.5  # a further genre is listed when three readers in eight would,
_STRAY_LIKELY = 0.4  # and when a single hint is all that speaks for it, if three in five would;
_FAR = 4.0  # but not beside one that is so much likelier
_CLOSE = 0.6  # a child no less likely than its parent by more than this stands before it

Scores = Mapping[str, float]
"""Genre → log-odds that readers would name it."""


def choose(clues: Iterable[Clue], side: Side | None, weights: Weights) -> tuple[str, ...]:
    """At most :data:`MOST_GENRES` genres that fit the side: likeliest first, but each before its parents.

    Where anything speaks for a genre at all, the likeliest is listed. Ties break by name, so that the order of the
    headings never matters.
    """
    support = support_of(clues, side)
    scores = _scores(support, weights)
    chosen: list[str] = []
    for genre in _likely(scores, strays_of(support)):
        if genre not in chosen:
            _add_family(chosen, _speaker(genre, scores, support))
    return tuple(chosen)


def _scores(support: Mapping[str, Support], weights: Weights) -> dict[str, float]:
    scores: dict[str, float] = {}
    for genre, (named, repeated, hinted, share) in features_of(support).items():
        base, by_hint = weights.standings.get(genre, weights.common)
        score = (
            base
            + by_hint * hinted
            + weights.named * named
            + weights.repeated * repeated
            + weights.share * share
        )
        scores[genre] = round(score, 9)  # whatever order the sums were made in
    return scores


def _likely(scores: Scores, strays: frozenset[str]) -> list[str]:
    """The genres to list, likeliest first."""
    best = max(scores.values(), default=0.0)
    ranked = sorted((-score, genre) for genre, score in scores.items())
    return [genre for against, genre in ranked if -against >= _bar(best, is_stray=genre in strays)]


def _bar(best: float, *, is_stray: bool) -> float:
    """What a genre must reach; the best always does."""
    return min(best, max(_STRAY_LIKELY if is_stray else _LIKELY, best - _FAR))


def _speaker(genre: str, scores: Scores, support: Mapping[str, Support]) -> str | None:
    """The most specific genre that may stand for this one; ``None`` for a child too weak beside its parents."""
    genres = the_tree().genres
    parents = genres[genre].parents
    if parents and not any(_may_speak(genre, parent, scores, support) for parent in parents):
        return None
    while children := [
        child
        for child in genres[genre].children
        if child in scores and _may_speak(child, genre, scores, support)
    ]:
        genre = min(children, key=lambda child: (-scores[child], child))
    return genre


def _may_speak(child: str, parent: str, scores: Scores, support: Mapping[str, Support]) -> bool:
    """A child stands before its parent when about as likely, or when it is all that speaks for the parent."""
    return scores[child] >= scores[parent] - _CLOSE or support[child] == support[parent]


def _add_family(chosen: list[str], genre: str | None) -> None:
    """List a genre and its ancestors, unless they do not all fit: no genre without its parents."""
    if genre is None or genre in chosen:
        return
    ancestors = the_tree().genres[genre].ancestors
    missing = [ancestor for ancestor in ancestors if ancestor not in chosen]
    if len(chosen) + 1 + len(missing) > MOST_GENRES:
        return
    place = min((chosen.index(ancestor) for ancestor in ancestors if ancestor in chosen), default=len(chosen))
    chosen.insert(place, genre)
    chosen.extend(missing)
