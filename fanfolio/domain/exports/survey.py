"""A look ahead through a file: in which order its dates have day and month."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from fanfolio.domain.exports.dates import DateOrder, order_shown_by
from fanfolio.domain.exports.header import open_export
from fanfolio.domain.exports.shape import Misfit, fit
from fanfolio.domain.exports.upload import Upload

_DATE_COLUMNS = ("date read", "date added", "last date read", "dates read")
_CELL_CHARACTERS = 1_000
# A file is written in one order; a date or two typed by hand in the other must not turn it over.
_CLEAR_LEAD = 10
# The largest library we promise to read. Small rows are many, and an ambiguous date in the first asks for them all.
_ROWS_SURVEYED = 100_000


def survey_dates(upload: Upload) -> DateOrder | None:
    """The order that most telling dates of the first 100,000 rows give away, or ``None`` when none of them tells."""
    shown: Counter[DateOrder] = Counter()
    for order in _orders_shown(upload):
        shown[order] += 1
        if abs(shown[DateOrder.DAY_FIRST] - shown[DateOrder.MONTH_FIRST]) >= _CLEAR_LEAD:
            break
    return shown.most_common(1)[0][0] if shown else None


def _orders_shown(upload: Upload) -> Iterator[DateOrder]:
    opening = open_export(upload)
    layout = opening.layout
    positions = [at for at in map(layout.position, _DATE_COLUMNS) if at >= 0]
    rows = chain.from_iterable(block.rows for block in opening.blocks)
    for cells in islice(rows, _ROWS_SURVEYED):
        if not cells:
            continue
        try:
            row = cells if len(cells) == layout.width else fit(cells, layout)
        except Misfit:
            continue
        for at in positions:
            order = order_shown_by(row[at][:_CELL_CHARACTERS])
            if order is not None:
                yield order
