"""How well two folded texts agree, word by word: a spelling may differ, a word may not."""

import re

from fanfolio.domain.folding import SIGNS, comparable
from fanfolio.domain.title_reading import ARTICLES, without_article

_LITTLE_WORDS = ARTICLES | {"and", "und", "et", "y", "e"}
_AS_IN_AMERICA = re.compile(r"re$")  # "centre"
_VOWELS = frozenset("aeiouy")

# A word this long may differ by one letter, by a swap of neighbours or a consonant, by two letters.
_SHORTEST = 4
_LONG_FOR_ONE = 5
_LONG_FOR_A_CONSONANT = 7
_LONG_FOR_TWO = 9


def agreement(one: str, other: str) -> float:
    """0 to 1: 1 for the same words, 0 as soon as one word means something else."""
    is_transliterated = one.isascii() != other.isascii()
    if is_transliterated:
        one, other = comparable(one, other)
    one, other = without_article(one), without_article(other)
    if one == other:
        return 1.0 if one else 0.0
    words, others = _telling(one), _telling(other)
    if words == others or "".join(words) == "".join(others):
        return 0.98  # "Super Freakonomics"
    if len(words) != len(others):
        return 0.0
    if sorted(words) == sorted(others):
        return 0.95  # "The Brothers Karamazov", "The Karamazov Brothers"
    different = [(word, match) for word, match in zip(words, others, strict=True) if word != match]
    few = len(words) if is_transliterated else (len(words) + 2) // 3
    is_spelling = len(different) <= few and all(
        _is_one_word(*pair, loosely=is_transliterated) for pair in different
    )
    return 0.96 if is_spelling else 0.0


def _telling(folded: str) -> list[str]:
    words = folded.split()
    return [word for word in words if word not in _LITTLE_WORDS] or words


def _is_one_word(one: str, other: str, *, loosely: bool) -> bool:
    """Whether two words are spellings of one; endings tell words apart: "brief", "briefer", "woman", "women".

    ``loosely``: one was transliterated, which few people spell alike.
    """
    shorter, longer = sorted((one, other), key=len)
    if shorter[0] != longer[0] or not (one.isalpha() and other.isalpha()) or SIGNS.search(one + other):
        return False
    if longer.startswith(shorter) or _in_the_singular(one) == _in_the_singular(other):
        return False
    if _AS_IN_AMERICA.sub("er", shorter) == _AS_IN_AMERICA.sub("er", longer):
        return True
    return _differs_by_little(shorter, longer, loosely=loosely)


def _in_the_singular(word: str) -> str:
    return f"{word.removesuffix('men')}man" if word.endswith("men") else word


def _differs_by_little(shorter: str, longer: str, *, loosely: bool) -> bool:
    from rapidfuzz.distance import OSA  # lazy: matches by identifier need no scores

    distance = OSA.distance(shorter, longer, score_cutoff=2)
    if distance == 2:
        return len(shorter) >= (_LONG_FOR_A_CONSONANT if loosely else _LONG_FOR_TWO)
    if distance > 2 or len(shorter) < _SHORTEST:
        return False
    if len(longer) == len(shorter):
        is_long = len(shorter) >= (_LONG_FOR_ONE if loosely else _LONG_FOR_A_CONSONANT)
        return is_long or _differing_letters(shorter, longer) <= _VOWELS  # "gray", "grey"
    return len(shorter) >= _LONG_FOR_ONE


def _differing_letters(one: str, other: str) -> set[str]:
    return {letter for pair in zip(one, other, strict=True) if pair[0] != pair[1] for letter in pair}
