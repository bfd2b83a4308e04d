"""Which columns an export has: mapped by name, never by position, unless there is no header at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fanfolio.domain.exports.columns import (
    GOODREADS,
    GOODREADS_COLUMNS,
    HEADERLESS,
    LIBRARYTHING,
    STORYGRAPH,
    STORYGRAPH_MARKS,
    canonical,
    heading,
)

# Add-ons append a few dozen columns; a header of thousands is no header.
_COLUMNS_LIMIT = 500


class ExportSource(StrEnum):
    """The sites whose exports Fanfolio reads."""

    GOODREADS = "Goodreads"
    STORYGRAPH = "StoryGraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """An export's shape: ``columns`` are the header's names as the file has them, Goodreads' own if it has none."""

    source: ExportSource
    columns: tuple[str, ...]
    has_header: bool = True
    delimiter: str = ","
    is_wrapped: bool = False
    encoding: str = "utf-8"

    @property
    def name(self) -> str:
        """What to call it, such as ``Goodreads, 24 columns``."""
        plain = f"{self.source}, {self.width} columns"
        return plain if self.has_header else f"{plain}, no header row"

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.columns)

    def position(self, name: str) -> int:
        """Where the column of this canonical name stands, or -1; of two with the same name the first."""
        return next((at for at, column in enumerate(self.columns) if canonical(column) == name), -1)

    def column(self, name: str) -> str | None:
        """The header's own name for the column of this canonical name."""
        at = self.position(name)
        return heading(self.columns[at]) if at >= 0 else None


def recognise_header(cells: Sequence[str]) -> ExportSource | None:
    """Whose header this is; LibraryThing's and other tables' are nobody's."""
    if len(cells) > _COLUMNS_LIMIT:
        return None
    names = {canonical(cell) for cell in cells}
    if "title" not in names or is_librarything(cells):
        return None
    if names & STORYGRAPH_MARKS and "exclusive shelf" not in names:
        return ExportSource.STORYGRAPH
    # Title alone is what a list of anything has.
    return ExportSource.GOODREADS if len(names & GOODREADS_COLUMNS) > 1 else None


def is_librarything(cells: Sequence[str]) -> bool:
    """Whether this is the header of a LibraryThing export, whose first column is ``Book Id`` as well."""
    return len(LIBRARYTHING & {canonical(cell) for cell in cells[:_COLUMNS_LIMIT]}) > 1


def split_glued(cells: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Header and first row, where the line break between them is missing: ``…,Owned Copies1234,Title,…``."""
    for names in (*GOODREADS, STORYGRAPH):
        at, last = len(names) - 1, names[-1]
        if len(cells) == 2 * len(names) - 1 and canonical(last) != canonical(cells[at]):
            head = cells[at].strip()
            if head.lower().startswith(last.lower()) and recognise_header([*cells[:at], last]):
                return [*cells[:at], last], [head[len(last) :], *cells[at + 1 :]]
    return None


def columns_of_headerless(cells: Sequence[str]) -> tuple[str, ...] | None:
    """Goodreads' columns, if this first row has the shape of one of its rows in every telling place."""
    for names in GOODREADS:
        if len(cells) == len(names):
            row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
            if all(shape.fullmatch(row[name]) for name, shape in HEADERLESS.items()):
                return names
    return None
