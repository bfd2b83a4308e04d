"""Words as a search engine compares them: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

_SEPARATORS = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(filter(None, _SEPARATORS.split(plain)))


def holds_phrase(text: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand in ``text``, next to each other; an empty phrase always does."""
    return not phrase or f" {' '.join(words_of(phrase))} " in f" {' '.join(words_of(text))} "


def squeezed(text: str) -> str:
    """All the words in one, to compare texts that differ in spaces and marks only."""
    return "".join(words_of(text))
