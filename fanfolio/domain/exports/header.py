"""Finding the header of an export, or the reason why there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from fanfolio.domain.errors import EmptyUpload, NotAnExport
from fanfolio.domain.exports.cells import unwrap
from fanfolio.domain.exports.layout import (
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
    """An export whose layout is known: ``records`` are its rows."""

    layout: Layout
    records: Iterator[Record]
    table: Records


def open_export(upload: Upload) -> Opening:
    """Find the header; raises EmptyUpload or NotAnExport."""
    seen: list[list[str]] = []
    for delimiter in _DELIMITERS:
        table = Records(upload.as_utf8(), delimiter=delimiter)
        records = iter(table)
        above: list[Record] = []
        for line, cells, damage in islice(records, _RECORDS_BEFORE_HEADER):
            opening = _open(cells, line, records, table, upload) if damage is None else None
            if opening is not None:
                rows = [record for record in above if _is_row_above(record, opening.layout)]
                return replace(opening, records=chain(rows, opening.records))
            above.append((line, cells, damage))
            seen.append(cells)
    if not seen:
        raise EmptyUpload(NOTHING_IN_IT)
    raise NotAnExport(_why_not(seen))


def _is_row_above(record: Record, layout: Layout) -> bool:
    """Whether a record above the header is one of the table's rows, not somebody's remark or ``sep=,``."""
    _, cells, damage = record
    if damage is not None or not layout.has_header:
        return True
    if cells[0].startswith(CONFLICT_MARKERS):
        return True
    filled = sum(map(bool, map(str.strip, cells)))
    return len(cells) == layout.width and filled > 1


def _open(
    cells: list[str], line: int, records: Iterator[Record], table: Records, upload: Upload
) -> Opening | None:
    found = _header_in(cells, table.delimiter)
    if found is None:
        return None
    source, columns, row, is_wrapped = found
    layout = Layout(
        source=source,
        columns=tuple(columns),
        has_header=row is not cells,
        delimiter=table.delimiter,
        is_wrapped=is_wrapped,
        encoding=upload.encoding,
    )
    # A row wrapped into one cell is not as wide as its header.
    table.width = None if is_wrapped else layout.width
    rows_on_this_line: list[Record] = [] if row is None else [(line, row, None)]
    return Opening(layout=layout, records=chain(rows_on_this_line, records), table=table)


Found = tuple[ExportSource, list[str] | tuple[str, ...], list[str] | None, bool]


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
