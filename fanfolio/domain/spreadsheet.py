"""CSV that spreadsheets open without running anything of it: no text cell can be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

Cell = str | int | float | date | None

# What spreadsheets begin a formula with, in the wide forms of East Asian keyboards too.
_FORMULA_STARTS = tuple("=+-@＝＋－＠")
_CONTROL_STARTS = ("\t", "\r", "\n")

# Spreadsheets take a file without this mark for text in the encoding of their country.
_BYTE_ORDER_MARK = "\ufeff"

_ROWS_A_PIECE = 500


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file in pieces: UTF-8 with byte order mark, lines ended by CRLF."""
    text = io.StringIO()
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe_cell(cell) for cell in row])
        if number % _ROWS_A_PIECE == 0:
            yield _take(text)
    yield _take(text)


def safe_cell(cell: Cell) -> str | int | float:
    """A number stays a number, also a negative one; text that would be a formula is marked as text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        is_formula = cell.startswith(_CONTROL_STARTS) or cell.lstrip().startswith(_FORMULA_STARTS)
        return f"'{cell}" if is_formula else cell
    return cell.isoformat() if isinstance(cell, date) else cell


def _take(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece
