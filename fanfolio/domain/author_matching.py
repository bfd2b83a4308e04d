"""Whether two spellings name the same author."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

from fanfolio.domain.folding import comparable, fold

# Names an export or a catalogue gives where nobody is named.
_NOBODY = frozenset(
    {"", "unknown", "unknown author", "anonymous", "various", "various authors", "author", "na"}
)
_DECORATIONS = frozenset(
    {"jr", "sr", "dr", "phd", "md", "prof", "professor", "sir", "dame", "rev", "mr", "mrs", "ms"}
)
# Given names that are one: as signed and in full, and Russian ones as English and librarians write them.
_ONE_NAME = {
    name: place
    for place, names in enumerate(
        (
            "alexander aleksandr alexandr alex",
            "andrew andy",
            "anthony tony",
            "benjamin ben",
            "christopher chris",
            "daniel dan danny",
            "david dave",
            "edward ed eddie",
            "elizabeth liz beth",
            "eugene evgeny yevgeny",
            "fyodor fedor feodor theodore",
            "gregory greg",
            "james jim jimmy",
            "jeffrey jeff",
            "joseph joe",
            "kenneth ken",
            "leo lev",
            "michael mike mikhail",
            "nicholas nick nikolai nikolay",
            "peter pete",
            "robert rob bob",
            "ronald ron",
            "samuel sam",
            "stephen steven steve",
            "susan sue",
            "thomas tom",
            "timothy tim",
            "william will bill",
        )
    )
    for name in names.split()
}
_YEARS = re.compile(r",?\s*\(?\b\d{4}\s*[-–]\s*(?:\d{4})?\)?\.?\s*$")
_RUSSIAN_ENDING = re.compile(r"(?:ii|iy|ij|yi)$")  # "Dmitrii", as librarians write "Dmitry"
_RUN_TOGETHER_INITIALS = re.compile(r"\b[A-Z]{2,3}\b(?=\s)")

_SAME_WORD = 0.82
_SAME_SHORT_WORD = 0.88
_SAME_TRANSLITERATED_WORD = 0.72
_SHORT = 5


def is_named(author: str | None) -> bool:
    """Whether the text names somebody at all."""
    return author is not None and fold(author) not in _NOBODY


def author_score(wanted: str, names: Sequence[str]) -> float:
    """0 to 1: the best agreement of the wanted author with any of the names a catalogue gives."""
    return max((_score(list(_words_of(wanted)), list(_words_of(name))) for name in names), default=0.0)


def surname_first_undone(name: str) -> str:
    """``Last, First`` as ``First Last``; names with more than one comma stay."""
    last, comma, first = name.partition(",")
    if not comma or "," in first or fold(first) in _DECORATIONS or not first.strip():
        return name
    return f"{first.strip()} {last.strip()}"


@lru_cache(maxsize=4_096)
def _words_of(name: str) -> tuple[str, ...]:
    name = surname_first_undone(_YEARS.sub("", name))
    if not name.isupper():
        name = _RUN_TOGETHER_INITIALS.sub(lambda initials: " ".join(initials[0]), name)
    words = [_RUSSIAN_ENDING.sub("y", word) for word in fold(name).split()]
    return tuple([word for word in words if word not in _DECORATIONS] or words)


def _score(wanted: list[str], given: list[str]) -> float:
    if not wanted or not given:
        return 0.0
    if sorted(wanted) == sorted(given):
        return 1.0
    names = " ".join(wanted), " ".join(given)
    one, other = comparable(*names)
    if not one or not other:  # signs that no alphabet has
        return 0.0
    if _same_letters(one, other):
        return 0.97
    shorter, longer = sorted((one.split(), other.split()), key=len)
    return _aligned(shorter, longer, loosely=(one, other) != names)


def _same_letters(one: str, other: str) -> bool:
    """Equal but for where words are parted, and for the order of up to three words."""
    words = one.split()
    orders = permutations(words) if len(words) <= 3 else [tuple(words)]
    glued = other.replace(" ", "")
    if any("".join(order) == glued for order in orders):
        return True
    others = other.split()
    return len(others) <= 3 and any("".join(order) == "".join(words) for order in permutations(others))


def _aligned(shorter: list[str], longer: list[str], *, loosely: bool) -> float:
    """Every word of the shorter name finds one of the longer; one whole word at least, the surname, agrees.

    ``loosely``: one of the names was transliterated, which few people spell alike.
    """
    if len(shorter) == 1:
        return 0.8 if len(shorter[0]) > 1 and _same_word(shorter[0], longer[-1], loosely=loosely) else 0.0
    if not _surnames_agree(shorter, longer, loosely=loosely):
        return 0.0
    left, quality = list(longer), 0.0
    for word in sorted(shorter, key=len, reverse=True):  # an initial takes what whole words leave
        agreement, partner = max((_agreement(word, other, loosely=loosely), other) for other in left)
        if agreement == 0.0:
            return 0.0
        left.remove(partner)
        quality += agreement
    return quality / len(shorter) - 0.02 * len(left)


def _surnames_agree(shorter: list[str], longer: list[str], *, loosely: bool) -> bool:
    if _same_word(shorter[-1], longer[-1], loosely=loosely):
        return True
    if len(shorter) == len(longer):
        # the other way round, as in "Liu Cixin" and "Cixin Liu"
        return _same_word(shorter[0], longer[-1], loosely=loosely)
    # a second surname that is often left out, as in "Miguel de Cervantes Saavedra"
    return shorter[0] == longer[0] and _same_word(shorter[-1], longer[-2], loosely=loosely)


def _agreement(word: str, other: str, *, loosely: bool) -> float:
    if word == other:
        return 1.0
    if len(word) == 1 or len(other) == 1:
        return 0.9 if word[0] == other[0] else 0.0
    if _same_word(word, other, loosely=loosely) or _ONE_NAME.get(word, word) == _ONE_NAME.get(other, other):
        return 0.9
    return 0.75 if loosely and word[0] == other[0] else 0.0


def _same_word(word: str, other: str, *, loosely: bool) -> bool:
    if word == other:
        return True
    if len(word) < 3 or len(other) < 3:
        return False
    from rapidfuzz.fuzz import ratio  # lazy: matches by identifier need no scores

    enough = _SAME_SHORT_WORD if min(len(word), len(other)) <= _SHORT else _SAME_WORD
    return ratio(word, other) >= 100 * (_SAME_TRANSLITERATED_WORD if loosely else enough)
