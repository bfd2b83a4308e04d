"""Text reduced to what two spellings of the same words have in common."""

import re
import unicodedata

# Latin letters that Unicode does not decompose into a base letter and a mark.
_LATIN = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)
# Signs of which each says a word or a syllable: kana, Han, Hangul.
SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower-case words with single spaces: no marks, accents or apostrophes; other scripts stay as they are."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    text = _APOSTROPHES.sub("", text.casefold().translate(_LATIN))
    return _NOT_WORDS.sub(" ", text).strip()


def comparable(one: str, other: str) -> tuple[str, str]:
    """Two folded texts in one script: transliterated only where just one of them is in Latin letters."""
    if one.isascii() == other.isascii():
        return one, other
    return _romanise(one), _romanise(other)


def _romanise(text: str) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii  # lazy: few chunks need it, and its tables cost start-up time

    return _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", anyascii(text).casefold())).strip()
