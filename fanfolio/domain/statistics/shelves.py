"""The reader's own order: shelves, tags, and the states they invented."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from msgspec import Struct

from fanfolio.domain.book import Shelf
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import LISTED_NAMES, Running, Tally, group

# Exports list these among the shelves although they are states, which have their own counts.
_STATES = frozenset({Shelf.READ.value, Shelf.CURRENTLY_READING.value, Shelf.TO_READ.value})


class ShelfRow(Tally, frozen=True, kw_only=True, gc=False):
    """A shelf's read books; ``in_library`` counts the unread ones too."""

    shelf: str
    in_library: int


class Shelves(Struct, frozen=True, kw_only=True, gc=False):
    """Books by shelf. A book is on exactly one of ``exclusive`` and on any number of ``own``.

    ``own`` are the hundred fullest of ``distinct`` shelves; ``unshelved`` books are on none of the reader's own.
    """

    exclusive: tuple[ShelfRow, ...]
    own: tuple[ShelfRow, ...]
    distinct: int
    unshelved: int


def count_shelves(library: Library) -> Shelves:
    """Count books by exclusive shelf and by the reader's own shelves, the fullest first."""
    # By a book's whole set of shelves first: there are far fewer sets than books.
    sets = Counter([entry.shelves for entry in library.entries])
    own = {shelves: _own(shelves) for shelves in sets}
    in_library: Counter[str] = Counter()
    for shelves, books in sets.items():
        in_library.update(dict.fromkeys(own[shelves], books))
    read: defaultdict[str, Running] = defaultdict(Running)
    for shelves, running in group((entry.shelves, entry) for entry in library.read).items():
        for shelf in own[shelves]:
            read[shelf].merge(running)
    return Shelves(
        exclusive=_rows(
            Counter([entry.shelf_name for entry in library.entries]),
            read=group((entry.shelf_name, entry) for entry in library.read),
        ),
        own=_rows(in_library, read=read)[:LISTED_NAMES],
        distinct=len(in_library),
        unshelved=sum(books for shelves, books in sets.items() if not own[shelves]),
    )


def _own(shelves: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(shelf for shelf in dict.fromkeys(shelves) if shelf not in _STATES)


def _rows(in_library: Counter[str], *, read: Mapping[str, Running]) -> tuple[ShelfRow, ...]:
    return tuple(
        ShelfRow(shelf=shelf, in_library=books, **read.get(shelf, Running()).fields())
        for shelf, books in in_library.most_common()
    )
