"""Spelling: what two headings must share to be the same heading."""

import re
import unicodedata
from functools import lru_cache

_QUOTES = re.compile(r"['’‘`´]")
_AUTHORITY = re.compile(r"\bfast\b\s*\(ocolc\)\S*|\(ocolc\)\S*|\[[^\]]*\]", re.IGNORECASE)
_OUTSIDE_WORDS = re.compile(r"[^\w]+")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=65_536)
def spelled(text: str) -> str:
    """The comparable spelling of one heading: no case, accents, apostrophes or punctuation; ``&`` is "and"."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    decomposed = unicodedata.normalize("NFKD", _QUOTES.sub("", folded))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _OUTSIDE_WORDS.sub(" ", plain.replace("_", " ")).strip()
    return words.replace("non fiction", "nonfiction")


def cleaned(raw: str) -> str:
    """The heading as a catalogue would print it: authority numbers, trailing dots and doubled spaces removed."""
    text = _AUTHORITY.sub(" ", unicodedata.normalize("NFKC", raw))
    return _SPACES.sub(" ", text).strip(" \t.;,:|")


def key_of(text: str) -> str:
    """The spelling under which the table knows a text."""
    return singular(spelled(text))


def singular(spelling: str) -> str:
    """The spelling without any word's plural s: how headings and aliases meet halfway."""
    return " ".join(_without_s(word) for word in spelling.split())


def _without_s(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
