"""Single cells: text, ratings, counts, years; remembered, because an export repeats itself."""

from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")

_TEXT_CHARACTERS = 300
# The longest book on Goodreads has some 15,000 pages.
_PAGES_LIMIT = 50_000
_READ_COUNT_LIMIT = 10_000
_FIRST_YEAR, _LAST_YEAR = -4000, 2100
_BEST_RATING = 5.0


class Unreadable(ValueError):
    """A cell that says something we cannot use; ``note`` is the kind under which it is counted."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


class Memo(dict[str, V | None], Generic[V]):
    """What each cell means, worked out once per distinct cell; bounded.

    ``memo[cell]`` is ``None`` for a blank cell and for an unreadable one. Unreadable cells are not
    remembered, so that every one of them is counted in ``notes``.
    """

    _CELLS_LIMIT = 16_384
    _CELL_CHARACTERS = 256

    def __init__(self, read: Callable[[str], V | None], notes: Counter[str]) -> None:
        super().__init__()
        self._read = read
        self._notes = notes

    def __missing__(self, cell: str) -> V | None:
        try:
            value = self._read(cell)
        except Unreadable as exc:
            self._notes[exc.note] += 1
            return None
        if len(self) >= self._CELLS_LIMIT:
            self.clear()
        if len(cell) <= self._CELL_CHARACTERS:
            self[cell] = value
        return value


def read_text(cell: str) -> str | None:
    """A short text with single spaces; anything past 300 characters is cut."""
    return tidy(cell)[:_TEXT_CHARACTERS].rstrip() or None


def tidy(cell: str) -> str:
    """The text with runs of white space (no-break spaces too) made single."""
    # The usual case, at half the price: every white space but the plain space is unprintable.
    if "  " not in cell and cell.isprintable():
        return cell.strip(" ")
    return " ".join(cell.split())


def unwrap(cell: str) -> str:
    """The cell without the ``="…"`` or ``'`` that keeps spreadsheets from taking it for a number."""
    return cell.strip(" \t\xa0=\"'")


def read_my_rating(cell: str) -> float | None:
    """Stars from 0.25 to 5; 0 and blank mean unrated."""
    return _read_rating(cell, "my-rating-unreadable")


def read_average_rating(cell: str) -> float | None:
    """Stars up to 5; 0.0 and blank mean unknown."""
    return _read_rating(cell, "average-rating-unreadable")


def read_pages(cell: str) -> int | None:
    """A number of pages; 0 and blank mean unknown."""
    return _read_whole(cell, 0, _PAGES_LIMIT, "pages-unreadable") or None


def read_year(cell: str) -> int | None:
    """A year, negative before the common era; 0 and blank mean unknown."""
    return _read_whole(cell, _FIRST_YEAR, _LAST_YEAR, "year-unreadable") or None


def read_count(cell: str) -> int | None:
    """How often a book was read; blank means unknown, 0 is a number."""
    return _read_whole(cell, 0, _READ_COUNT_LIMIT, "read-count-unreadable")


def _read_rating(cell: str, note: str) -> float | None:
    text = unwrap(cell).replace(",", ".")
    if not text:
        return None
    if not _is_decimal(text):
        raise Unreadable(note)
    rating = float(text)
    if rating > _BEST_RATING:
        raise Unreadable(note)
    return rating or None


def _read_whole(cell: str, lowest: int, highest: int, note: str) -> int | None:
    text = unwrap(cell)
    if not text:
        return None
    # pandas writes a column that has gaps as 2024.0
    digits = text.removeprefix("-").removesuffix(".0")
    if not (_is_decimal(digits) and "." not in digits):
        raise Unreadable(note)
    value = -int(digits) if text[0] == "-" else int(digits)
    if not lowest <= value <= highest:
        raise Unreadable(note)
    return value


def _is_decimal(text: str) -> bool:
    """Whether it is plain digits with at most one point, short enough to be a number somebody meant."""
    return len(text) <= 12 and text.isascii() and text.replace(".", "", 1).isdigit()
