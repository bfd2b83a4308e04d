"""What follows a main title: words that describe the book, or perhaps another book's title."""

from collections.abc import Sequence
from itertools import takewhile

from fanfolio.domain import subtitle_words as known

# Words that carry meaning: so many after the title are no title, as a rule; and such a title is no series' name.
_MANY = 4
_QUITE_SOME = 3

_OVERLAP = 0.6
_OVERLAP_OF_DESCRIPTIONS = 0.5


def is_description(rest: str) -> bool:
    """Whether a folded subtitle plainly describes: "a space odyssey", "the story of success"."""
    words = rest.split()
    if words[0] in known.LEADS or (words[0] in known.PLURAL_LEADS and words[1:2] and words[1] in known.LINKS):
        return True
    if words[0].endswith("ing") and len(words) > 2:
        return True  # "making a new science"; but "Catching Fire" is a title
    phrase = list(takewhile(lambda word: word not in known.ENDS_A_PHRASE, words))
    while phrase and phrase[-1].isdigit():
        phrase.pop()  # "poems, 1974-1977"
    if _names_a_form(phrase, goes_on=len(words) > len(phrase)):
        return True
    if not known.FORMS_BEFORE_ADJECTIVES.isdisjoint(phrase):
        return True
    return any(pattern.search(rest) for pattern in (known.OF_A, known.EDITION, known.GUIDE))


def may_describe(rest: str, main: str) -> bool:
    """Whether "a pure woman" may describe: volumes of such names seldom follow a series' name of one word."""
    return rest.split()[0] in known.INDEFINITE and len(content_words(main)) == 1


def is_long(rest: str, main: str) -> bool:
    """Whether a folded subtitle says more than the title of a volume after a series' name does, as a rule."""
    if f" {main} " in f" {rest} ":
        return False  # a list of volumes
    words = len(content_words(rest))
    return words >= _MANY or (words >= _QUITE_SOME and len(content_words(main)) >= _QUITE_SOME)


def is_generic(main: str) -> bool:
    """Whether a folded main title, such as "collected poems", is that of many books of one author."""
    return content_words(main) <= known.GENERIC


def names_series(rest: str, series: str) -> bool:
    """Whether a folded subtitle only says of which series the book is."""
    return set(rest.split()) <= set(series.split()) | known.SAY_OF_A_SERIES


def say_the_same(rest: str, other: str, main: str) -> bool:
    """Whether two subtitles are versions of one: "a history of tomorrow", "a brief history of tomorrow"."""
    shorter, longer = sorted((rest, other), key=len)
    if longer.endswith(f" {shorter}") and len(content_words(shorter)) > 1:
        return True  # "a survivor's tale: my father bleeds history"
    if not all(is_description(each) or is_long(each, main) for each in (rest, other)):
        return False
    words, others = content_words(rest), content_words(other)
    if _digits_differ(words, others):
        return False
    is_told = is_description(rest) or is_description(other)
    share = _OVERLAP_OF_DESCRIPTIONS if is_told else _OVERLAP
    return words == others or len(words & others) >= max(2, share * min(len(words), len(others)))


def content_words(folded: str) -> set[str]:
    """The words that carry meaning."""
    words = folded.split()
    return {word for word in words if word not in known.LITTLE} or set(words)


def _names_a_form(phrase: Sequence[str], *, goes_on: bool) -> bool:
    """Whether the words end in what a book may be called: "a true story", "the story of", "poems".

    "The Lost Story" and "Claudia's Story" are other books.
    """
    if not phrase or phrase[-1] not in known.FORMS:
        return False
    return goes_on or len(phrase) == 1 or phrase[0] in known.INDEFINITE or phrase[-1].endswith("s")


def _digits_differ(words: set[str], others: set[str]) -> bool:
    digits, other_digits = (
        {word for word in words if word.isdigit()},
        {word for word in others if word.isdigit()},
    )
    return bool(digits and other_digits) and digits != other_digits
