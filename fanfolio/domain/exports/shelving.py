"""Where a book stands: the exclusive shelf is its state, the others are the reader's own labels."""

from collections.abc import Mapping

from fanfolio.domain.book import Shelf
from fanfolio.domain.exports.cells import read_text

Standing = tuple[Shelf, str]

_SHELVES_LIMIT = 500
_STATES = {
    shelf.value: (shelf, shelf.value) for shelf in (Shelf.READ, Shelf.CURRENTLY_READING, Shelf.TO_READ)
}


def read_standing(cell: str) -> Standing | None:
    """The shelf that an exclusive shelf's name means, with that name; ``None`` for a blank cell."""
    name = read_text(cell)
    if name is None:
        return None
    state = name.lower().replace(" ", "-").replace("_", "-")
    return _STATES.get(state, (Shelf.OTHER, name))


def split_shelves(cell: str, names: Mapping[str, str | None]) -> tuple[str, ...]:
    """The shelves or tags of one cell, separated by commas, each once; ``names`` tidies a name."""
    found = dict.fromkeys(map(names.__getitem__, cell.split(",")))
    return tuple(name for name in found if name)[:_SHELVES_LIMIT]


def guess_standing(shelves: tuple[str, ...], *, listed: bool, finished: bool, rated: bool) -> Standing:
    """Where a book stands when no exclusive shelf says it.

    Goodreads lists ``to-read`` and ``currently-reading`` among the shelves, but never ``read``: where the
    export has shelves at all (``listed``), their silence means read.
    """
    for state in (Shelf.CURRENTLY_READING, Shelf.TO_READ):
        if state.value in shelves:
            return _STATES[state.value]
    if listed or finished or rated:
        return _STATES[Shelf.READ.value]
    return _STATES[Shelf.TO_READ.value]
