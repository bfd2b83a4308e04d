"""Whether two spellings name the same author."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from fanfolio.domain.author_names import is_named, spellings
from fanfolio.domain.folding import SIGNS, comparable
from fanfolio.domain.forenames import are_one_forename

_SURNAME_ONLY = 0.8
_INITIAL_OR_VARIANT = 0.9
_SAME_INITIAL_TRANSLITERATED = 0.75
_LEFT_OVER = 0.02
_ENOUGH = 0.78
_NOT_THE_FIRST = 0.88

_SAME_WORD = 0.82
_SAME_SHORT_WORD = 0.88
_SAME_TRANSLITERATED_WORD = 0.72
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a name agrees with the best of those a catalogue gives, 0 to 1, and whether that is the first."""

    score: float
    is_first: bool


def likeness(wanted: str | None, names: Sequence[str]) -> Likeness | None:
    """The wanted author among the names a catalogue gives.

    ``None`` where the names cannot be held against each other: nobody is wanted, or one stands in signs and the
    other in letters. Who is not named first may be the author of what the work was made from, and counts for less.
    """
    if wanted is None or not is_named(wanted):
        return None
    scored = [
        Likeness(_score(words, given) * (_NOT_THE_FIRST if place else 1.0), place == 0)
        for place, name in enumerate(names)
        for given in spellings(name)
        for words in spellings(wanted)
    ]
    best = max(scored, key=lambda likeness: likeness.score, default=Likeness(0.0, False))
    if best.score == 0.0 and any(_are_beyond_compare(wanted, name) for name in names):
        return None
    return best


def _are_beyond_compare(one: str, other: str) -> bool:
    return bool(SIGNS.search(one)) != bool(SIGNS.search(other))


@lru_cache(maxsize=4_096)
def _score(wanted: tuple[str, ...], given: tuple[str, ...]) -> float:
    if wanted == given or sorted(wanted) == sorted(given):
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
    glued = other.replace(" ", "")
    if len(one) - one.count(" ") != len(glued):
        return False
    words = one.split()
    orders = permutations(words) if len(words) <= 3 else [tuple(words)]
    if any("".join(order) == glued for order in orders):
        return True
    others = other.split()
    return len(others) <= 3 and any("".join(order) == "".join(words) for order in permutations(others))


def _aligned(shorter: list[str], longer: list[str], *, loosely: bool) -> float:
    """Every word of the shorter name finds one of the longer; one whole word at least, the surname, agrees.

    ``loosely``: one of the names was transliterated, which few people spell alike.
    """
    if len(shorter) == 1:
        is_surname = len(shorter[0]) > 1 and _same_surname(shorter[0], longer[-1], loosely=loosely)
        return _SURNAME_ONLY if is_surname else 0.0
    if not _surnames_agree(shorter, longer, loosely=loosely):
        return 0.0
    left, quality = list(longer), 0.0
    for word in sorted(shorter, key=len, reverse=True):  # an initial takes what whole words leave
        is_surname = word == shorter[-1]
        agreement, partner = max(
            (_agreement(word, other, is_surname=is_surname, loosely=loosely), other) for other in left
        )
        if agreement == 0.0:
            return 0.0
        left.remove(partner)
        quality += agreement
    score = quality / len(shorter) - _LEFT_OVER * len(left)
    return score if score >= _ENOUGH else 0.0


def _surnames_agree(shorter: list[str], longer: list[str], *, loosely: bool) -> bool:
    if _same_surname(shorter[-1], longer[-1], loosely=loosely):
        return True
    if len(shorter) == len(longer):
        # the other way round, as in "Liu Cixin" and "Cixin Liu"
        return _same_surname(shorter[0], longer[-1], loosely=loosely)
    # a second surname that is often left out, as in "Miguel de Cervantes Saavedra"
    return shorter[0] == longer[0] and _same_surname(shorter[-1], longer[-2], loosely=loosely)


def _agreement(word: str, other: str, *, is_surname: bool, loosely: bool) -> float:
    if word == other:
        return 1.0
    if len(word) == 1 or len(other) == 1:
        return _INITIAL_OR_VARIANT if word[0] == other[0] else 0.0
    if are_one_forename(word, other) or (
        (is_surname or loosely) and _same_surname(word, other, loosely=loosely)
    ):
        return _INITIAL_OR_VARIANT
    return _SAME_INITIAL_TRANSLITERATED if loosely and word[0] == other[0] else 0.0


def _same_surname(word: str, other: str, *, loosely: bool) -> bool:
    if word == other:
        return True
    if len(word) < 3 or len(other) < 3:
        return False
    from rapidfuzz.fuzz import ratio  # lazy: matches by identifier need no scores

    enough = _SAME_SHORT_WORD if min(len(word), len(other)) <= _SHORT else _SAME_WORD
    return ratio(word, other) >= 100 * (_SAME_TRANSLITERATED_WORD if loosely else enough)
