"""Whether two titles name the same book: series, subtitle, case and punctuation aside, volumes kept apart."""

import re
from dataclasses import dataclass
from functools import lru_cache

from fanfolio.domain.folding import comparable, fold
from fanfolio.domain.title_kinds import kinds_in

_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_SUBTITLE = re.compile(r"\s*(?::|;|\s[-–—]\s|—)\s*")
_VOLUME = re.compile(
    r"[\s,.:;-]*(?:\b(?:vol(?:ume)?|book|bk|part|pt|tome|band|bd|teil|tomo|libro|livre|number|no|issue|episode)\b\.?"
    r"\s*#?\s*|#\s*)([0-9]+(?:\.[0-9]+)?|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_GENERIC_REST = re.compile(
    r"(?:an?|the|ein|eine|un|une)?\s*(?:\w+\s)?(?:novel|novella|memoir|roman|novela|romance|thriller|mystery|story|"
    r"stories|poems|play|biography|autobiography|edition|illustrated|annotated|unabridged|paperback|hardcover|classics)"
)
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTED, start=1)}
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_ROMAN = {word: str(number) for number, word in enumerate(_ROMANS, start=1)}
_LONE_LETTERS = frozenset("ivx")
_ARTICLES = frozenset(
    {"the", "a", "an", "le", "la", "les", "der", "die", "das", "el", "los", "las", "il", "lo", "de"}
)
_LITTLE_WORDS = _ARTICLES | {"and", "of", "und", "et", "y", "in", "on", "to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Title:
    main: str
    rest: str
    volume: str | None
    series_volume: str | None
    kinds: frozenset[str]

    @property
    def full(self) -> str:
        return f"{self.main} {self.rest}".strip()


def title_score(wanted: str, given: str, subtitle: str | None = None) -> float:
    """0 to 1: how well a catalogue's title (and subtitle) agrees with the wanted one; another volume or kind is 0."""
    one, other = _read(wanted), _read(given, subtitle)
    if one.kinds != other.kinds or not _same_volume(one, other):
        return 0.0
    best = _similarity(one.full, other.full)
    if best < 1.0 and not (one.rest and other.rest):
        best = max(best, 0.97 * _similarity(one.main, other.main))
        for rest, main in ((one.rest, other.main), (other.rest, one.main)):
            # "Series: Title" against "Title"
            if len(rest.split()) >= 2:
                best = max(best, 0.95 * _similarity(rest, main))
    return best


def main_title(title: str) -> str:
    """The title without series, subtitle and volume: what two editions most likely share."""
    bare, _ = _without_brackets(title)
    main = _SUBTITLE.split(bare, maxsplit=1)[0]
    return _VOLUME.sub("", main).strip(" ,.;") or main.strip() or bare.strip() or title


def cache_title(title: str) -> str:
    """The folded title, volume and subtitle included, series excluded: the same for spellings of one title."""
    read = _read(title)
    return f"{read.full} {read.volume or ''}".strip() or fold(title)


def words_in(title: str) -> int:
    """How many words the main title has."""
    return len(_without_article(fold(main_title(title))).split())


# Every book of a batch is held against every work of its answer: each title is read once.
@lru_cache(maxsize=4_096)
def _read(title: str, subtitle: str | None = None) -> _Title:
    bare, brackets = _without_brackets(title)
    main, rest = _parted(bare)
    kinds = kinds_in(f"{title} {subtitle or ''}", main)
    if subtitle and not rest:
        rest = subtitle
    main, volume = _without_volume(main)
    rest, volume_of_rest = _without_volume(rest)
    folded_rest = _numbers_unified(fold(rest))
    if _GENERIC_REST.fullmatch(folded_rest):
        folded_rest = ""
    return _Title(
        main=_without_article(_numbers_unified(fold(main))),
        rest=folded_rest,
        volume=volume or volume_of_rest,
        series_volume=next((found for text in brackets if (found := _series_volume(text))), None),
        kinds=kinds,
    )


def _parted(bare: str) -> tuple[str, str]:
    parts = _SUBTITLE.split(bare, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and parts[0].strip() else (bare, "")


def _without_brackets(title: str) -> tuple[str, list[str]]:
    brackets = []
    while (found := _BRACKETED.search(title)) and found.start() > 0:
        brackets.append(found[1])
        title = title[: found.start()]
    return title, brackets


def _without_volume(text: str) -> tuple[str, str | None]:
    found = _VOLUME.search(text)
    if found is None:
        return text, None
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return rest, _as_number(found[1])


def _series_volume(bracket: str) -> str | None:
    found = _VOLUME.search(" " + bracket)
    return _as_number(found[1]) if found else None


def _as_number(text: str) -> str:
    text = text.casefold()
    return (_NUMBERS.get(text) or _ROMAN.get(text) or text).lstrip("0") or "0"


def _numbers_unified(folded: str) -> str:
    words = folded.split()
    unified = [_NUMBERS.get(word, word) for word in words]
    for place, word in enumerate(words):
        is_last = place > 0 and place == len(words) - 1
        if word in _ROMAN and (is_last or word not in _LONE_LETTERS) and len(words) > 1:
            unified[place] = _ROMAN[word]
    return " ".join(unified)


def _same_volume(one: _Title, other: _Title) -> bool:
    if one.volume and other.volume:
        return one.volume == other.volume
    for volume, counterpart in ((one.volume, other), (other.volume, one)):
        # "Saga, Vol. 2" is "Saga (Saga, #2)" but neither "Saga" nor "Saga (Saga, #1)"
        if volume and counterpart.series_volume != volume:
            return False
    if one.series_volume and other.series_volume and one.main == other.main and not one.volume:
        return one.series_volume == other.series_volume
    return True


def _without_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if first in _ARTICLES and rest else folded


def _similarity(one: str, other: str) -> float:
    one, other = comparable(_without_article(one), _without_article(other))
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    if _digits_of(one) != _digits_of(other):
        return 0.0
    if one.replace(" ", "") == other.replace(" ", ""):
        return 0.99
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
        if len(word) < 4 or max((ratio(word, candidate) for candidate in others), default=0) < 80:
            return False
    return True
