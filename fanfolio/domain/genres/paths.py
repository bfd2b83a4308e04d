"""Paths: a shop's ``FICTION / Thrillers / Espionage`` and a library's ``Fiction, thrillers, espionage`` are one."""

from collections.abc import Sequence

from fanfolio.domain.genres.evidence import Kind, Reading, Vote, clue_of
from fanfolio.domain.genres.lookups import alias_of, audience_of, hints_of
from fanfolio.domain.genres.terms import singular
from fanfolio.domain.genres.tree import Side, Tree

_LATER_STEP = 0.6  # further steps, and the head by itself, refine rather than decide
_VOTES = {None: Vote.NONE, Side.FICTION: Vote.FICTION_PATH, Side.NONFICTION: Vote.NONFICTION_PATH}


def read_path(steps: Sequence[str], tree: Tree, *, term: str) -> Reading:
    """Read a path whose first step is one of the table's heads."""
    head = tree.heads[steps[0]]
    said = " / ".join(steps)
    genres = {
        genre: share
        for genre, share in _genres(
            [steps[0], *(step for step in steps[1:] if step != "general")], tree
        ).items()
        if head.side is None
        or tree.genres[genre].side in (None, head.side)  # "Fiction / Feminist" is no treatise
    }
    if head.genre is not None and not any(head.genre in tree.genres[genre].lineage for genre in genres):
        genres.setdefault(head.genre, _LATER_STEP if genres else 1.0)
    clues = (
        clue_of(tree.genres[genre], Kind.PATH, said, term=term, share=share)
        for genre, share in genres.items()
    )
    return Reading(
        clues=(*clues, *hints_of((" ".join(steps),), tree, term=term)),
        vote=_VOTES[head.side],
        audience=head.audience or audience_of(steps, tree),
    )


def _genres(steps: Sequence[str], tree: Tree) -> dict[str, float]:
    """Genre → share: the longest fit in the table, or all steps as one alias, then step by step."""
    for end in range(len(steps), 1, -1):
        found = tree.paths.get(tuple(steps[:end])) or tree.aliases.get(singular(" ".join(steps[1:end])))
        if found:
            return {found: 1.0, **_step_genres(steps[end:], tree, first=_LATER_STEP, besides=found)}
    return _step_genres(steps[1:], tree, first=1.0)


def _step_genres(steps: Sequence[str], tree: Tree, *, first: float, besides: str = "") -> dict[str, float]:
    genres: dict[str, float] = {}
    for step in steps:
        found = alias_of(step, tree)
        if found and found != besides:
            genres.setdefault(found, _LATER_STEP if genres else first)
    return genres
