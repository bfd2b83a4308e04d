"""The records of a CSV text, each with the line it begins on; quotation marks left open don't swallow the rest."""

import csv
from collections.abc import Generator, Iterator
from enum import StrEnum

from fanfolio.domain.exports.lines import END_MARK, LONG_LINE_MARK, Lines, RecordTooLong
from fanfolio.domain.exports.upload import Readable

# The longest cell seen in a real export has 19,492 characters. The limit is csv's, for the whole process.
CELL_CHARACTERS = 1024 * 1024
# Each new start after an open quotation mark reads up to 2 MB again; a file made of such marks must end too.
_READ_AGAIN_CHARACTERS = 100 * CELL_CHARACTERS
# Old programs end a text with Ctrl-Z.
_END_OF_FILE = "\x1a"
# Short records are too easily mistaken for the end of one another.
_TELLING_WIDTH = 5


class Damage(StrEnum):
    """Why a record cannot be read; the values are kinds of complaints."""

    UNCLOSED_QUOTE = "unclosed-quote"
    LINE_TOO_LONG = "line-too-long"


Record = tuple[int, list[str], Damage | None]


def split_cells(text: str, *, delimiter: str) -> list[str]:
    """The cells of one record that stands by itself; none if it cannot be read."""
    try:
        return next(
            csv.reader(text.splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True), []
        )
    except csv.Error:
        return []


class Records:
    """Iterates the records that have at least one cell: ``(line, cells, damage)``, cells being empty when damaged.

    Set ``width`` once the number of columns is known: a record over several lines with another number of
    cells has swallowed its neighbours through an open quotation mark. It becomes one damaged record, its
    first line, and reading starts again on the line after.
    """

    def __init__(self, source: Readable, *, delimiter: str) -> None:
        csv.field_size_limit(CELL_CHARACTERS)
        self.lines = Lines(source)
        self.delimiter = delimiter
        self.width: int | None = None
        self._read_again_characters = _READ_AGAIN_CHARACTERS

    def __iter__(self) -> Iterator[Record]:
        line: int | None = 1
        while line is not None:
            line = yield from self._read_from(line)

    def _read_from(self, line: int) -> Generator[Record, None, int | None]:
        """Read until a quotation mark turns out to be open; returns the line to start again from, if any."""
        lines = self.lines
        start, before = line, line - 1
        lines.record_line = start
        reader = csv.reader(lines.since(line), delimiter=self.delimiter, skipinitialspace=True)
        try:
            for cells in reader:
                end = before + reader.line_num
                if end == start and len(cells) > 1:
                    yield start, cells, None
                else:
                    damage = self._damage_of(cells, start, end)
                    if damage is not None:
                        yield start, [], damage
                    elif _is_record(cells):
                        yield start, cells, None
                    if damage is Damage.UNCLOSED_QUOTE and self._may_restart(start, end):
                        return start + 1
                start = end + 1
                lines.record_line = start
        except (csv.Error, RecordTooLong):
            end = before + reader.line_num
            yield start, [], Damage.UNCLOSED_QUOTE if end > start else Damage.LINE_TOO_LONG
            return start + 1 if end > start and self._may_restart(start, end) else end + 1
        return None

    def _damage_of(self, cells: list[str], start: int, end: int) -> Damage | None:
        """What is wrong with a record over several lines, or of one cell."""
        if end == start:
            return Damage.LINE_TOO_LONG if cells == [LONG_LINE_MARK] else None
        if cells[-1].endswith(END_MARK):
            return Damage.UNCLOSED_QUOTE
        if self.lines.long_lines and any(LONG_LINE_MARK in cell for cell in cells):
            return Damage.LINE_TOO_LONG
        return Damage.UNCLOSED_QUOTE if self._has_swallowed(cells, start, end) else None

    def _has_swallowed(self, cells: list[str], start: int, end: int) -> bool:
        """Whether one of the lines inside a record is a whole record itself, and the record not."""
        width = self.width
        if width is None or width < _TELLING_WIDTH or len(cells) == width:
            return False
        inner = self.lines.between(start + 1, end)
        return any(len(split_cells(text, delimiter=self.delimiter)) == width for text in inner)

    def _may_restart(self, start: int, end: int) -> bool:
        self._read_again_characters -= sum(map(len, self.lines.between(start + 1, end)))
        return self._read_again_characters >= 0


def _is_record(cells: list[str]) -> bool:
    return bool(cells) and cells not in ([END_MARK], [_END_OF_FILE])
