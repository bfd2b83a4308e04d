"""What the many names of a binding mean: paper, screen or ear."""

import re
from enum import StrEnum
from functools import lru_cache


class Format(StrEnum):
    """How a book was held; ``UNKNOWN`` when the export does not say."""

    PAPERBACK = "paperback"
    HARDCOVER = "hardcover"
    EBOOK = "ebook"
    AUDIOBOOK = "audiobook"
    OTHER = "other"
    UNKNOWN = "unknown"


# Tried in this order: "Audible Kindle edition" is heard, "Kindle paperback" was read on a screen.
_WORDS = (
    (Format.UNKNOWN, r"unknown|^n/?a$|^-+$"),
    (Format.AUDIOBOOK, r"audi|mp3|cassette|hörbuch|\bcd\b|playaway"),
    (Format.EBOOK, r"kindle|e-?book|digital|nook|epub|pdf|kobo|libro electr[oó]nico"),
    (
        Format.HARDCOVER,
        r"hard\s*(cover|back|bound)|library binding|gebunden|relié|tapa dura|capa dura|rilegat|leather",
    ),
    (
        Format.PAPERBACK,
        r"paper\s*back|soft\s*(cover|back)|taschenbuch|broch|poche|tapa blanda|capa mole|brossura|bolsillo",
    ),
)
_PATTERNS = tuple((meaning, re.compile(words)) for meaning, words in _WORDS)
_DISTINCT_BINDINGS = 1024


@lru_cache(maxsize=_DISTINCT_BINDINGS)
def format_of(binding: str | None) -> Format:
    """The format a binding's name stands for; a name nobody knows is ``OTHER``."""
    if binding is None or not binding.strip():
        return Format.UNKNOWN
    name = binding.strip().lower()
    return next((meaning for meaning, pattern in _PATTERNS if pattern.search(name)), Format.OTHER)
