"""Dates: the year first as both sites write them, or day and month in the order of a spreadsheet's country."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from fanfolio.domain.exports.cells import Memo, Unreadable, unwrap

_DATE = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
# As spreadsheets and programs spell dates: 5-Jan-24; January 5, 2024; Fri, 05 Jan 2024 10:00:00; Fri Jan 05 2024.
_WEEKDAY, _TIME = r"(?:[A-Za-z]{3,9},? )?", r"(?:,? [0-9]{1,2}:.*)?"
_DAY, _MONTH = r"(?P<day>[0-9]{1,2})", r"(?P<month>[A-Za-z]{3,9})"
_DAY_AND_MONTH = re.compile(rf"{_WEEKDAY}{_DAY}[ -]{_MONTH}[ -](?P<year>[0-9]{{4}}|[0-9]{{2}}){_TIME}")
_MONTH_AND_DAY = re.compile(rf"{_WEEKDAY}{_MONTH}\.? {_DAY},? (?P<year>[0-9]{{4}}){_TIME}")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# A reader who remembers no more than the month or the year says so on StoryGraph.
_PART_OF_A_DATE = re.compile(r"[0-9]{4}(?:[/-][0-9]{1,2})?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MONTHS = 12
# Two-digit years as spreadsheets read them: 29 is 2029, 30 is 1930.
_CENTURY_PIVOT = 30
_UNREADABLE = "date-unreadable"
_INCOMPLETE = "date-incomplete"


class DateOrder(StrEnum):
    """Which comes first where the year comes last; one order holds for a whole file."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


# Where no date of a file tells: Goodreads is American, and so are most of its spreadsheets.
ASSUMED_ORDER = DateOrder.MONTH_FIRST


def order_shown_by(cell: str) -> DateOrder | None:
    """The order that a date with a part over 12 gives away, or ``None`` when it fits both or has its year first."""
    for first, _, second, third in _DATE.findall(cell):
        if len(first) > 2 or len(third) == 3:
            continue
        if int(first) > _MONTHS >= int(second):
            return DateOrder.DAY_FIRST
        if int(second) > _MONTHS >= int(first):
            return DateOrder.MONTH_FIRST
    return None


class Dates(Memo[date]):
    """Reads a file's dates; asks ``survey`` for the file's order when the first ambiguous date comes up.

    ``survey`` returns ``None`` when no date of the file tells: then the month is assumed to come first, and
    each date that depends on it is counted as ``date-order-assumed``.
    """

    def __init__(self, survey: Callable[[], DateOrder | None], notes: Counter[str]) -> None:
        super().__init__(self._read_cell, notes)
        self._survey = survey
        self._order: DateOrder | None = None
        self._assumed = False

    def __missing__(self, cell: str) -> date | None:
        value = super().__missing__(cell)
        if self._assumed and value is not None and _is_ambiguous(cell):
            self._notes["date-order-assumed"] += 1
            self.pop(cell, None)
        return value

    def _read_cell(self, cell: str) -> date | None:
        if len(cell) == 10 and cell[4] == cell[7] == "/":
            return _date_of(cell[:4], cell[5:7], cell[8:])
        text = unwrap(cell)
        if not text:
            return None
        found = _DATE.match(text)
        if found is None:
            return _date_of(*_spelled_out(text))
        # A time of day may follow (pandas writes 2024-05-01 00:00:00), anything else makes it no date.
        if text[found.end() : found.end() + 1] not in ("", " ", "T"):
            raise Unreadable(_UNREADABLE)
        first, _, second, third = found.groups()
        if len(first) == 4:
            return _date_of(first, second, third)
        if self._order_of_file() is DateOrder.DAY_FIRST:
            return _date_of(_full_year(third), second, first)
        return _date_of(_full_year(third), first, second)

    def _order_of_file(self) -> DateOrder:
        if self._order is None:
            shown = self._survey()
            self._assumed = shown is None
            self._order = shown or ASSUMED_ORDER
        return self._order


def date_cells_in(cell: str) -> list[str]:
    """The dates that a cell strings together, such as ``2026/01/25-2026/02/05``, as cells of their own."""
    return [found.group() for found in _DATE.finditer(cell)]


def _spelled_out(text: str) -> tuple[str, int, str]:
    """Year, month and day of a date that names its month in English."""
    found = _DAY_AND_MONTH.fullmatch(text) or _MONTH_AND_DAY.fullmatch(text)
    if found is None:
        if _PART_OF_A_DATE.fullmatch(text):
            raise Unreadable(_INCOMPLETE)
        raise Unreadable(_UNREADABLE)
    name = found["month"].lower()
    month = next((at for at, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name)), 0)
    return _full_year(found["year"]), month, found["day"]


def _is_ambiguous(cell: str) -> bool:
    found = _DATE.match(unwrap(cell))
    return (
        found is not None and len(found[1]) <= 2 and found[1] != found[3] and order_shown_by(found[0]) is None
    )


def _full_year(year: str) -> str:
    if len(year) != 2:
        return year
    return f"20{year}" if int(year) < _CENTURY_PIVOT else f"19{year}"


def _date_of(year: str, month: str | int, day: str) -> date:
    try:
        day_read = date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(_UNREADABLE) from None
    if not _FIRST_YEAR <= day_read.year <= _LAST_YEAR:
        raise Unreadable(_UNREADABLE)
    return day_read
