"""Whether two titles name the same book: series, subtitle, case and punctuation aside, volumes kept apart."""

from collections.abc import Sequence

from fanfolio.domain.folding import comparable
from fanfolio.domain.title_reading import ARTICLES, Title, read_title, without_article

# Shorter ones that do not open like a description may be titles.
_WORDS_OF_A_SUBTITLE = 4
_OPENS_A_SUBTITLE = frozenset(
    {"a", "an", "how", "why", "from", "my", "ein", "eine", "un", "une", "una", "um", "uma"}
)
_LITTLE_WORDS = ARTICLES | {"and", "of", "und", "et", "y", "in", "on", "to"}


def title_score(wanted: str, given: str, subtitle: str | None = None) -> float:
    """0 to 1: how well a catalogue's title (and subtitle) agrees with the wanted one; another volume or kind is 0."""
    one, other = read_title(wanted), read_title(given, subtitle)
    if one.kinds != other.kinds:
        return 0.0
    by_rest = max(_score_of_rest(one, other), _score_of_rest(other, one))
    if not _same_volume(one, other):
        return by_rest if one.volume is None or other.volume is None else 0.0
    return max(_similarity(one.full, other.full), 0.97 * _score_of_mains(one, other), by_rest)


def _score_of_rest(one: Title, other: Title) -> float:
    """ "Series, Vol. 3: Title" against "Title" or "Series: Title"; "Series, Vol. 3" against "Series 3"."""
    if one.volume and not other.volume and not other.rest and f"{one.main} {one.volume}" == other.main:
        return 0.97
    if len(one.rest.split()) < 2 or (other.rest and (other.main, other.rest) != (one.main, one.rest)):
        return 0.0
    return 0.95 * _similarity(one.rest, other.rest or other.main)


def _score_of_mains(one: Title, other: Title) -> float:
    """How well the main titles agree, where what follows them speaks for no other book."""
    if one.rest and other.rest:
        longer, shorter = sorted((one.rest, other.rest), key=len, reverse=True)
        if len(shorter.split()) < 2 or not f" {longer} ".endswith(f" {shorter} "):
            return 0.0
    elif _may_be_a_sequel(one, other) or _may_be_a_sequel(other, one):
        return 0.0
    return _similarity(one.main, other.main)


def _may_be_a_sequel(with_rest: Title, without: Title) -> bool:
    """Whether what follows a colon may be a title: "Artemis Fowl: The Arctic Incident" is not "Artemis Fowl".

    A subtitle tells more: "a space odyssey", "the story of success". After the name of a series most is a title.
    """
    words = with_rest.rest.split()
    is_of_the_same_volume = with_rest.volume is not None and with_rest.volume == without.volume
    if with_rest.has_other_title or is_of_the_same_volume or set(words) <= set(without.series.split()):
        return False
    if f" {with_rest.main} " in f" {without.series} ":
        return True
    return len(words) < _WORDS_OF_A_SUBTITLE and words[0] not in _OPENS_A_SUBTITLE


def _same_volume(one: Title, other: Title) -> bool:
    if one.volume and other.volume:
        return one.volume == other.volume
    for volume, counterpart in ((one.volume, other), (other.volume, one)):
        # "Saga, Vol. 2" is "Saga (Saga, #2)" but neither "Saga" nor "Saga (Saga, #1)"
        if volume and counterpart.series_volume != volume:
            return False
    if one.series_volume and other.series_volume and one.main == other.main and not one.volume:
        return one.series_volume == other.series_volume
    return True


def _similarity(one: str, other: str) -> float:
    one, other = comparable(without_article(one), without_article(other))
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if _digits_of(one) != _digits_of(other):
        return 0.0
    if one.replace(" ", "") == other.replace(" ", ""):
        return 0.99
    if sorted(one.split()) == sorted(other.split()):
        return 0.92  # "The Brothers Karamazov", "The Karamazov Brothers"
    if not (_words_found(one, other) and _words_found(other, one)):
        return 0.0
    from rapidfuzz.fuzz import ratio  # lazy: matches by identifier need no scores

    return min(0.98, ratio(one, other) / 100)


def _digits_of(folded: str) -> list[str]:
    return sorted(word for word in folded.split() if word.isdigit())


def _words_found(one: str, other: str) -> bool:
    """Whether each word that carries meaning has a counterpart that differs by a spelling at most."""
    from rapidfuzz.fuzz import ratio

    others = other.split()
    for word in one.split():
        if word in _LITTLE_WORDS or word in others:
            continue
        if len(word) < 4 or _is_plural(word, others) or any(_is_plural(other, [word]) for other in others):
            return False
        if max((ratio(word, candidate) for candidate in others), default=0) < 80:
            return False
    return True


def _is_plural(word: str, others: Sequence[str]) -> bool:
    """Whether one of the others is its singular: "The Givers" is not "The Giver", "Jones's" and "Jones'" are one."""
    return word.endswith("s") and not word.endswith("ss") and word[:-1] in others
