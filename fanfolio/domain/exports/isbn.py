"""ISBNs as exports hold them: wrapped, shortened, rounded; out comes a valid ISBN-13 or nothing."""

import re
from collections import Counter

from fanfolio.domain.exports.cells import unwrap

_ISBN10_LENGTH = 10
_ISBN13_LENGTH = 13
# A spreadsheet drops leading zeros; an ISBN-10 has at most three (0-00-0…).
_SHORTEST_ISBN10 = 7
# Digits of an ISBN-13 weigh 1 and 3 in turn. Looking pairs up is three times as fast as adding digits.
_PREFIX_SUMS = {"978": 9 + 3 * 7 + 8, "979": 9 + 3 * 7 + 9}
_PAIR_SUMS = {f"{tens}{ones}": 3 * tens + ones for tens in range(10) for ones in range(10)}
_WRAPPER = '=" \t\xa0'
_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+")
_ASIN = re.compile(r"B[0-9A-Z]{9}")


def is_isbn13(text: str) -> bool:
    """Whether these are 13 digits that start with 978 or 979 and carry the right check digit."""
    if len(text) != _ISBN13_LENGTH:
        return False
    pairs = _PAIR_SUMS
    try:
        total = _PREFIX_SUMS[text[:3]] + pairs[text[3:5]] + pairs[text[5:7]]
        total += pairs[text[7:9]] + pairs[text[9:11]] + pairs[text[11:]]
    except KeyError:
        return False
    return total % 10 == 0


def is_isbn10(text: str) -> bool:
    """Whether these are nine digits and the right check character (``X`` stands for ten)."""
    if len(text) != _ISBN10_LENGTH or not _is_digits(text[:9]):
        return False
    last = text[9]
    if last == "X":
        check = 10
    elif "0" <= last <= "9":
        check = int(last)
    else:
        return False
    return (sum((10 - place) * int(digit) for place, digit in enumerate(text[:9])) + check) % 11 == 0


def isbn13_of_isbn10(isbn10: str) -> str:
    """The ISBN-13 of the same edition: 978, the first nine digits, a check digit of its own."""
    twelve = "978" + isbn10[:9]
    total = sum(map(int, twelve[::2])) + 3 * sum(map(int, twelve[1::2]))
    return twelve + str(-total % 10)


def choose_isbn(isbn13_cell: str, isbn10_cell: str, notes: Counter[str]) -> str | None:
    """The ISBN-13 that two cells give, the ISBN-13's own first; what they cannot give is counted in ``notes``."""
    isbn13, isbn10 = isbn13_cell.strip(_WRAPPER), isbn10_cell.strip(_WRAPPER)
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


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
