"""Rows of the wrong shape: too short, too long, wrapped into one cell, or no rows of the table at all."""

from fanfolio.domain.exports.columns import NUMERIC_COLUMNS
from fanfolio.domain.exports.header import CONFLICT_MARKERS, unwrap_row
from fanfolio.domain.exports.layout import Layout, recognise_header


class Misfit(Exception):
    """The row is no book: ``kind`` is the kind of complaint, ``header`` its cells if they name the columns again."""

    def __init__(self, kind: str, *, header: list[str] | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.header = header


def fit(cells: list[str], layout: Layout) -> list[str]:
    """The row with as many cells as the table has columns; raises :class:`Misfit`.

    A short row is filled with blank cells, since a book needs only its title; a long one may lose blank cells
    only.
    """
    width, as_it_stands = layout.width, cells
    cells = _unwrapped(cells, layout)
    if len(cells) == width:
        return cells
    if cells[0].startswith(CONFLICT_MARKERS):
        raise Misfit("conflict-marker")
    if not any(map(str.strip, cells)):
        raise Misfit("empty-row")
    if recognise_header(cells):
        raise Misfit("repeated-header", header=as_it_stands)
    if len(cells) > width:
        return _shortened(cells, width)
    return _lengthened(cells, layout)


def _unwrapped(cells: list[str], layout: Layout) -> list[str]:
    inner = unwrap_row(cells, delimiter=layout.delimiter)
    if inner:
        return inner
    if layout.is_wrapped and cells[-1].endswith(";"):
        return [*cells[:-1], cells[-1].rstrip("; ")]
    return cells


def _lengthened(cells: list[str], layout: Layout) -> list[str]:
    """The row with blank cells at its end, unless words in place of numbers show that others are missing."""
    if len(cells) <= layout.position("title"):
        raise Misfit("row-incomplete")
    numbers = (cells[at] for at in map(layout.position, NUMERIC_COLUMNS) if 0 <= at < len(cells))
    if any(any(map(str.isalpha, cell)) for cell in numbers):
        raise Misfit("too-few-cells")
    return cells + [""] * (layout.width - len(cells))


def _shortened(cells: list[str], width: int) -> list[str]:
    if any(map(str.strip, cells[width:])):
        raise Misfit("too-many-cells")
    return cells[:width]
