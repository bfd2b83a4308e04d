"""The records of a CSV text, each with the line it begins on; quotation marks left open don't swallow the rest."""

import csv
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, Protocol

from fanfolio.domain.errors import UploadTooLarge
from fanfolio.domain.exports.lines import END_MARK, LONG_LINE_MARK, Lines, RecordTooLong
from fanfolio.domain.exports.signatures import GET_THE_CSV
from fanfolio.domain.exports.upload import Readable

TOO_MANY_BLANK_LINES = (
    "More than 1,000,000 lines of this file are blank. No export looks like that, so it may be another file than "
    "yours. "
)

# The longest cell seen in a real export has 19,492 characters. The limit is csv's, for the whole process.
CELL_CHARACTERS = 1024 * 1024
# Each new start after an open quotation mark reads up to 2 MB again; a file made of such marks must end too.
_READ_AGAIN_CHARACTERS = 100 * CELL_CHARACTERS
# As many as there may be rows: some programs put a blank line after each. Nothing else would end a file of them.
_BLANK_LINES_LIMIT = 1_000_000
# Old programs end a text with Ctrl-Z.
_END_OF_FILE = "\x1a"
# Short records are too easily mistaken for the end of one another.
_TELLING_WIDTH = 5


class Damage(StrEnum):
    """Why a record cannot be read; the values are kinds of complaints."""

    UNCLOSED_QUOTE = "unclosed-quote"
    LINE_TOO_LONG = "line-too-long"


class Record(NamedTuple):
    """A record with at least one cell, or a damaged one with none; ``line`` is the one it begins on."""

    line: int
    cells: list[str]
    damage: Damage | None = None


class CellsReader(Protocol):
    """A ``csv.reader``, whose own type has no name in Python."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def split_cells(text: str, *, delimiter: str) -> list[str]:
    """The cells of one record that stands by itself; none if it cannot be read."""
    try:
        return next(
            csv.reader(text.splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True), []
        )
    except csv.Error:
        return []


class Records:
    """Iterates a text's records. Between two of them, others may take cells from ``reader`` or go back a few lines.

    Set ``width`` once the number of columns is known: a record over several lines with another number of
    cells has swallowed its neighbours through an open quotation mark. It becomes one damaged record, its
    first line, and reading starts again on the line after. Raises UploadTooLarge after 1,000,000 blank lines.
    """

    def __init__(self, source: Readable, *, delimiter: str) -> None:
        csv.field_size_limit(CELL_CHARACTERS)
        self.lines = Lines(source)
        self.delimiter = delimiter
        self.width: int | None = None
        self._read_again_characters = _READ_AGAIN_CHARACTERS
        self._blank_lines = 0
        self.read_on_from(1)

    def read_on_from(self, line: int) -> None:
        """Let the next record be the one that begins on this line: not before the current one, not after the next."""
        self.lines.record_line = line
        self._lines_before = line - 1
        self.reader = self.reader_of(self.lines.since(line))

    def reader_of(self, lines: Iterable[str]) -> CellsReader:
        """What splits these lines of the text into cells."""
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=True)

    @property
    def line_reached(self) -> int:
        """The last line that ``reader`` has looked at."""
        return self._lines_before + self.reader.line_num

    def __iter__(self) -> Iterator[Record]:
        while True:
            start = self.lines.record_line
            damage: Damage | None
            try:
                cells = next(self.reader)
            except StopIteration:
                return
            except (csv.Error, RecordTooLong):
                cells, end = [], self.line_reached
                damage = Damage.UNCLOSED_QUOTE if end > start else Damage.LINE_TOO_LONG
                self.read_on_from(end + 1)
            else:
                end = self.line_reached
                damage = self._damage_of(cells, start, end)
                self.lines.record_line = end + 1
            if damage is Damage.UNCLOSED_QUOTE and self._may_restart(start, end):
                self.read_on_from(start + 1)
            if damage is not None:
                yield Record(start, [], damage)
            elif _is_record(cells):
                yield Record(start, cells)
            else:
                self._pass_over_blank_line()

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

    def _pass_over_blank_line(self) -> None:
        self._blank_lines += 1
        if self._blank_lines > _BLANK_LINES_LIMIT:
            raise UploadTooLarge(TOO_MANY_BLANK_LINES + GET_THE_CSV)

    def _may_restart(self, start: int, end: int) -> bool:
        self._read_again_characters -= sum(map(len, self.lines.between(start + 1, end)))
        return self._read_again_characters >= 0


def _is_record(cells: list[str]) -> bool:
    return bool(cells) and cells not in ([END_MARK], [_END_OF_FILE])
