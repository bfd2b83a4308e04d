"""Which columns an export has: mapped by name, never by position, unless there is no header at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from fanfolio.domain.exports.cells import unwrap
from fanfolio.domain.exports.columns import (
    GOODREADS,
    GOODREADS_COLUMNS,
    HEADERLESS,
    KNOWN_COLUMNS,
    LIBRARYTHING,
    STORYGRAPH,
    STORYGRAPH_MARKS,
    canonical,
    heading,
)

# Add-ons append a few dozen columns; a header of thousands is no header.
COLUMNS_LIMIT = 500
# So many known names in a row are a header, even where its last cell is glued to something.
_COLUMNS_IN_COMMON = 4
_LONGEST_FIRST = sorted({name for names in (*GOODREADS, STORYGRAPH) for name in names}, key=len, reverse=True)


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
    if len(cells) > COLUMNS_LIMIT:
        return None
    names = {canonical(cell) for cell in cells}
    if "title" not in names or is_librarything(cells):
        return None
    if names & STORYGRAPH_MARKS and "exclusive shelf" not in names:
        return ExportSource.STORYGRAPH
    # Title among columns of other kinds is what a list of anything has; a column of titles is a list of books.
    is_one_of_ours = len(names & GOODREADS_COLUMNS) > 1 or len(cells) == 1
    return ExportSource.GOODREADS if is_one_of_ours else None


def is_librarything(cells: Sequence[str]) -> bool:
    """Whether this is the header of a LibraryThing export, whose first column is ``Book Id`` as well."""
    return len(LIBRARYTHING & {canonical(cell) for cell in cells[:COLUMNS_LIMIT]}) > 1


def split_glued(cells: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Header and first row, where the line break between them is missing: ``…,Owned Copies1234,Title,…``."""
    at = len(cells) // 2
    if not _COLUMNS_IN_COMMON <= at < COLUMNS_LIMIT or len(cells) != 2 * at + 1:
        return None
    glued, first_row = heading(cells[at]), cells[at + 1 :]
    if not _are_known(cells[:at]) or canonical(glued) in KNOWN_COLUMNS or not any(map(_is_number, first_row)):
        return None
    last = next((name for name in _LONGEST_FIRST if glued.lower().startswith(name.lower())), None)
    if last is None or recognise_header([*cells[:at], last]) is None:
        return None
    return [*cells[:at], last], [glued[len(last) :], *first_row]


def _are_known(names: Sequence[str]) -> bool:
    return all(canonical(name) in KNOWN_COLUMNS for name in names)


def _is_number(cell: str) -> bool:
    """Whether it begins with a digit, as a rating, a date or an ISBN does and a name does not."""
    return unwrap(cell)[:1].isdigit()


def columns_of_headerless(cells: Sequence[str]) -> tuple[str, ...] | None:
    """Goodreads' columns, if this first row has the shape of one of its rows in every telling place."""
    for names in GOODREADS:
        if len(cells) == len(names):
            row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
            if all(shape.fullmatch(row[name]) for name, shape in HEADERLESS.items()):
                return names
    return None
