"""Reading JSON from elsewhere: a value of another type, out of range or too long is left out, never an error."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from fanfolio.domain.isbn import is_isbn10, is_isbn13, isbn13_of_isbn10

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")

_LONGEST_TEXT = 500


def decoded(body: bytes) -> Any:
    """The JSON value of a body; raises ValueError when it is none."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise ValueError("not JSON") from exc


def record_in(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one in the place of anything else."""
    return value if isinstance(value, dict) else {}


def list_in(value: Any) -> list[Any]:
    """A JSON array, or an empty one in the place of anything else."""
    return value if isinstance(value, list) else []


def text_in(value: Any, *, most: int = _LONGEST_TEXT) -> str | None:
    """A text of one line, cut at ``most`` characters; ``None`` when nothing is left."""
    if not isinstance(value, str):
        return None
    text = value[:most]
    if not text.isprintable():  # most texts are, and that is told at once
        text = _CONTROL.sub(" ", text)
    return text.strip() or None


def texts_in(value: Any, *, count: int, most: int = _LONGEST_TEXT) -> tuple[str, ...]:
    """The first ``count`` different texts of an array, in its order."""
    texts = (text_in(item, most=most) for item in list_in(value)[: 4 * count])
    return tuple(dict.fromkeys(text for text in texts if text))[:count]


def whole_in(value: Any, *, least: int, most: int) -> int | None:
    """A whole number within bounds; ``7.0`` is one, ``true`` and ``"7"`` are not."""
    number = number_in(value, least=least, most=most)
    return int(number) if number is not None and float(number).is_integer() else None


def number_in(value: Any, *, least: float, most: float) -> float | None:
    """A number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # a whole number may have more digits than a float can take: compare before converting
    return float(value) if least <= value <= most and math.isfinite(value) else None


def isbns_in(values: Iterable[Any]) -> frozenset[str]:
    """All ISBNs as 13 digits: an answer mixes both forms of all editions."""
    return frozenset(isbn for value in values if isinstance(value, str) and (isbn := _isbn13(value)))


def _isbn13(text: str) -> str | None:
    if is_isbn13(text):
        return text
    return isbn13_of_isbn10(text) if is_isbn10(text) else None
