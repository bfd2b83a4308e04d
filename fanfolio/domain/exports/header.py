"""Finding the header of an export, or the reason why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fanfolio.domain.errors import EmptyUpload, NotAnExport
from fanfolio.domain.exports.blocks import Block, in_blocks
from fanfolio.domain.exports.cells import unwrap
from fanfolio.domain.exports.layout import (
    COLUMNS_LIMIT,
    ExportSource,
    Layout,
    columns_of_headerless,
    is_librarything,
    recognise_header,
    split_glued,
)
from fanfolio.domain.exports.signatures import GET_THE_CSV
from fanfolio.domain.exports.table import Record, Records, split_cells
from fanfolio.domain.exports.upload import NOTHING_IN_IT, Upload

LIBRARYTHING = (
    "This looks like an export from LibraryThing, and Fanfolio reads exports from Goodreads and StoryGraph. "
    "Goodreads can import your LibraryThing file; then export your library from there."
)
NO_HEADER = (
    "Fanfolio found no row of column names such as Title, Author and My Rating at the top of this file, so it cannot "
    "tell which column is which. " + GET_THE_CSV
)
OTHER_TABLE = (
    "This is a table, but its column names are not those of a Goodreads or StoryGraph export. " + GET_THE_CSV
)

CONFLICT_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")

# A line or two may come before the header (a conflict marker, a spreadsheet's "sep=,").
_RECORDS_BEFORE_HEADER = 10
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An export whose layout is known: ``blocks`` are its rows."""

    layout: Layout
    blocks: Iterator[Block]
    table: Records


def open_export(upload: Upload) -> Opening:
    """Find the header; raises EmptyUpload or NotAnExport."""
    seen: list[list[str]] = []
    for delimiter in _DELIMITERS:
        table = Records(upload.as_utf8(), delimiter=delimiter)
        above: list[Record] = []
        for record in islice(table, _RECORDS_BEFORE_HEADER):
            found = _header_in(record.cells, delimiter) if record.damage is None else None
            if found is not None:
                return _open(found, record, above, table, upload)
            above.append(_bounded(record))
            seen.append(above[-1].cells)
    if not seen:
        raise EmptyUpload(NOTHING_IN_IT)
    raise NotAnExport(_why_not(seen))


def _bounded(record: Record) -> Record:
    """The record as far as it matters: ten rows of a million cells each would fill the memory.

    What no table has columns for is dropped, but for one filled cell, which still tells of a row too long.
    """
    cells = record.cells
    if len(cells) <= COLUMNS_LIMIT:
        return record
    filled = next(filter(str.strip, islice(cells, COLUMNS_LIMIT, None)), "")
    return record._replace(cells=[*cells[:COLUMNS_LIMIT], filled])


Found = tuple[ExportSource, list[str] | tuple[str, ...], list[str] | None, bool]


def _open(found: Found, header: Record, above: list[Record], table: Records, upload: Upload) -> Opening:
    source, columns, row, is_wrapped = found
    layout = Layout(
        source=source,
        columns=tuple(columns),
        has_header=row is not header.cells,
        delimiter=table.delimiter,
        is_wrapped=is_wrapped,
        encoding=upload.encoding,
    )
    # A row wrapped into one cell is not as wide as its header.
    table.width = None if is_wrapped else layout.width
    rows = [record for record in above if _is_row_above(record, layout)]
    if row is not None:
        rows.append(Record(header.line, row))
    return Opening(layout=layout, blocks=in_blocks(rows, table), table=table)


def _is_row_above(record: Record, layout: Layout) -> bool:
    """Whether a record above the header is one of the table's rows, not somebody's remark or ``sep=,``."""
    cells = record.cells
    if record.damage is not None or not layout.has_header:
        return True
    if cells[0].startswith(CONFLICT_MARKERS):
        return True
    filled = sum(map(bool, map(str.strip, cells)))
    return len(cells) == layout.width and filled > 1


def _header_in(cells: list[str], delimiter: str) -> Found | None:
    """Source, columns, the row that stands on the header's line if any, and whether rows are wrapped."""
    if glued := split_glued(cells):
        columns, row = glued
        source = recognise_header(columns)
        return (source, columns, row, False) if source else None
    if source := recognise_header(cells):
        return source, _without_trailing(cells), None, cells[-1].rstrip().endswith(";")
    inner = unwrap_row(cells, delimiter=delimiter)
    if inner is not None and (source := recognise_header(inner)):
        return source, inner, None, True
    if names := columns_of_headerless(cells):
        return ExportSource.GOODREADS, names, cells, False
    return None


def unwrap_row(cells: list[str], *, delimiter: str) -> list[str] | None:
    """The cells of a row that was quoted as a whole and ended by ``;``, or ``None`` if it was not."""
    text = cells[0].rstrip("; \t\r\n") if len(cells) == 1 else ""
    return split_cells(text, delimiter=delimiter) if delimiter in text else None


def _without_trailing(cells: list[str]) -> list[str]:
    """The header without the nameless columns that a spreadsheet leaves at its end."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return cells[:width]


def _why_not(seen: list[list[str]]) -> str:
    if any(is_librarything(cells) for cells in seen):
        return LIBRARYTHING
    names = next((cells for cells in seen if len(cells) > 1), [])
    looks_like_names = bool(names) and not any(unwrap(cell).isdigit() for cell in names)
    return OTHER_TABLE if looks_like_names else NO_HEADER
