"""A table's records in blocks: read at ``csv``'s own pace as long as nothing is the matter with any of them."""

import csv
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import NamedTuple

from fanfolio.domain.exports.lines import END_MARK, RecordTooLong
from fanfolio.domain.exports.table import Damage, Record, Records

# Enough for reading by columns to pay; more rows only leave the processor's caches.
_BLOCK_ROWS = 128


class Block(NamedTuple):
    """Records one after another: all but the last are sound, and as wide as the table.

    ``lines`` tells on which lines they begin. Ask before taking the next block.
    """

    rows: list[list[str]]
    lines: Callable[[], Sequence[int]]
    damage: Damage | None = None


def in_blocks(taken: list[Record], records: Records) -> Iterator[Block]:
    """Records that were taken already, each in a block of its own, and those that are still to come."""
    yield from (_block_of([record]) for record in taken)
    is_over = False
    while not is_over:
        first = records.lines.record_line
        rows, last = _take_sound_rows(records)
        if rows:
            yield Block(rows, partial(_lines_of, rows, first, records))
        else:
            is_over = yield from _one_by_one(records, last)


def _take_sound_rows(records: Records) -> tuple[list[list[str]], int]:
    """Rows about which ``Records`` would have nothing to say, and the last line looked at for that.

    None if there is something: then these are still to come.
    """
    first, width = records.lines.record_line, records.width
    rows: list[list[str]] = []
    if width is None or width == 1 or records.lines.long_lines:
        return rows, first
    with suppress(csv.Error, RecordTooLong):
        rows = [*islice(records.reader, _BLOCK_ROWS)]
    last = records.line_reached
    if rows and rows[-1] == [END_MARK]:
        rows.pop()
        last -= 1
    if {*map(len, rows)} == {width} and not (rows[-1][-1].endswith(END_MARK) or records.lines.long_lines):
        records.lines.record_line = last + 1
        return rows, last
    records.read_on_from(first)
    return [], last


def _lines_of(rows: list[list[str]], first: int, records: Records) -> Sequence[int]:
    last = records.lines.record_line - 1
    if last - first + 1 == len(rows):
        return range(first, last + 1)
    reader = records.reader_of(records.lines.between(first, last))
    return [first, *(first + reader.line_num for _ in reader)][:-1]


def _one_by_one(records: Records, last: int) -> Generator[Block, None, bool]:
    """The records up to this line; whether there are no more."""
    taken: list[Record] = []
    for record in records:
        taken.append(record)
        is_done = records.lines.record_line > last
        if is_done or len(record.cells) != records.width:
            yield _block_of(taken)
            taken = []
        if is_done:
            return False
    if taken:
        yield _block_of(taken)
    return True


def _block_of(taken: list[Record]) -> Block:
    return Block([one.cells for one in taken], lambda: [one.line for one in taken], taken[-1].damage)
