"""ISBNs as exports hold them: wrapped, shortened, rounded; out comes a valid ISBN-13 or nothing."""

import re
from collections import Counter

from fanfolio.domain.exports.cells import unwrap
from fanfolio.domain.isbn import is_isbn10, is_isbn13, isbn13_of_isbn10

_ISBN10_LENGTH = 10
# A spreadsheet drops leading zeros; an ISBN-10 has at most three (0-00-0…).
_SHORTEST_ISBN10 = 7
WRAPPER = "=\"' \t\xa0"
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_ASIN = re.compile(r"B[0-9A-Z]{9}")


def choose_isbn(isbn13_cell: str, isbn10_cell: str, notes: Counter[str]) -> str | None:
    """The ISBN-13 that two cells give, the ISBN-13's own first; what they cannot give is counted in ``notes``."""
    isbn13, isbn10 = isbn13_cell.strip(WRAPPER), isbn10_cell.strip(WRAPPER)
    if not is_isbn13(isbn13):
        return _choose_carefully(isbn13, isbn10, notes) if isbn13 or isbn10 else None
    if isbn10 and isbn10[:9] != isbn13[3:12] and read_isbn(isbn10) not in (None, isbn13):
        notes["isbns-disagree"] += 1
    return isbn13


def read_isbn(cell: str) -> str | None:
    """The ISBN-13 that one cell means, or ``None``: never rebuilt from a rounded number or a bad check digit."""
    text = _plain(cell)
    if is_isbn13(text):
        return text
    if _SHORTEST_ISBN10 <= len(text) <= _ISBN10_LENGTH:
        isbn10 = text.rjust(_ISBN10_LENGTH, "0")
        if is_isbn10(isbn10):
            return isbn13_of_isbn10(isbn10)
    return None


def trouble_with(cell: str) -> str:
    """The kind of note for a cell that holds no readable ISBN."""
    text = unwrap(cell).upper()
    if _ROUNDED.fullmatch(text):
        return "isbn-rounded-by-a-spreadsheet"
    if _ASIN.fullmatch(text):
        return "asin-instead-of-isbn"
    return "isbn-unreadable"


def _choose_carefully(isbn13: str, isbn10: str, notes: Counter[str]) -> str | None:
    isbn = read_isbn(isbn13) or read_isbn(isbn10)
    if isbn is None:
        notes[trouble_with(isbn13 or isbn10)] += 1
    return isbn


def _plain(cell: str) -> str:
    return unwrap(cell).replace("-", "").replace(" ", "").removesuffix(".0").upper()
