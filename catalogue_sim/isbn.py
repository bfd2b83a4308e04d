"""ISBNs as a catalogue handles them: checked, and converted between their two forms."""

_ISBN_13_DIGITS = 13
_ISBN_10_DIGITS = 10


def to_13(text: str) -> str | None:
    """The ISBN-13 of bare digits in either form, or ``None`` where the check digit or the prefix is wrong."""
    if len(text) == _ISBN_13_DIGITS and _is_number(text) and text[:3] in ("978", "979"):
        return text if text[12] == check_digit_13(text[:12]) else None
    if len(text) == _ISBN_10_DIGITS and _is_number(text[:9]):
        return with_check("978" + text[:9]) if text[9].upper() == check_digit_10(text[:9]) else None
    return None


def to_10(isbn13: str) -> str | None:
    """The ISBN-10 of a valid ISBN-13; only those that start with 978 have one."""
    return isbn13[3:12] + check_digit_10(isbn13[3:12]) if isbn13.startswith("978") else None


def with_check(first12: str) -> str:
    """Twelve digits made an ISBN-13."""
    return first12 + check_digit_13(first12)


def check_digit_13(first12: str) -> str:
    """The last digit of an ISBN-13."""
    odd, even = first12[::2], first12[1::2]
    return str(-(sum(map(int, odd)) + 3 * sum(map(int, even))) % 10)


def check_digit_10(first9: str) -> str:
    """The last character of an ISBN-10, ``X`` for ten."""
    rest = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), first9, strict=True)) % 11
    return "X" if rest == _ISBN_10_DIGITS else str(rest)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
