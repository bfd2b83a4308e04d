"""A title taken apart: main title, what follows it, volume, series; and what kind of book it betrays."""

import re
from dataclasses import dataclass
from functools import lru_cache

from fanfolio.domain.folding import fold
from fanfolio.domain.title_kinds import kinds_in

_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_SUBTITLE = re.compile(r"\s*(?::|;|\s[-–—]\s|—|,?\sor,\s|,\sor\s)\s*", re.IGNORECASE)
_OR = re.compile(r"or,?\s+(?=\S)", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"[,;:]?\s+or\b", re.IGNORECASE)
_VOLUME = re.compile(
    r"[\s,.:;-]*(?:\b(?:vol(?:ume)?|book|bk|part|pt|tome|band|bd|teil|tomo|libro|livre|number|no|issue|episode)\b\.?"
    r"\s*#?\s*|#\s*)([0-9]+(?:\.[0-9]+)?|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_ONE_OF_SERIES = re.compile(r"\([^()]*#\s*\d+(?:\.\d+)?\)")
_GENERIC_REST = re.compile(
    r"(?:an?|the|ein|eine|un|une)?\s*(?:\w+\s)?(?:novel|novella|memoir|roman|novela|romance|thriller|mystery|story|"
    r"stories|poems|play|biography|autobiography|edition|illustrated|annotated|unabridged|paperback|hardcover|classics)"
)
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTED, start=1)}
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_ROMAN = {word: str(number) for number, word in enumerate(_ROMANS, start=1)}
_LONE_LETTERS = frozenset("ivx")
ARTICLES = frozenset(
    {"the", "a", "an", "le", "la", "les", "der", "die", "das", "el", "los", "las", "il", "lo", "de"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title's folded parts; ``volume`` and ``series_volume`` are numbers as text."""

    main: str
    rest: str
    """Subtitle, or the title after a series' name; empty for "a novel" and the like."""
    has_other_title: bool
    """Whether the rest is another title of the same book: "or, The Whale"."""
    volume: str | None
    series: str
    """What stands in brackets at the end."""
    series_volume: str | None
    kinds: frozenset[str]

    @property
    def full(self) -> str:
        """Main title and rest."""
        return f"{self.main} {self.rest}".strip()


# Every book of a batch is held against every work of its answer: each title is read once.
@lru_cache(maxsize=4_096)
def read_title(title: str, subtitle: str | None = None) -> Title:
    """Take a title apart; ``subtitle`` is a catalogue's, where it has a field of its own."""
    bare, brackets = _without_brackets(title)
    main, rest = _parted(bare)
    kinds = kinds_in(f"{_without_series(title)} {subtitle or ''}", main)
    if subtitle and not rest:
        rest = subtitle
    main_as_written = main
    main, volume = _without_volume(main)
    rest, volume_of_rest = _without_volume(rest)
    folded_rest = _numbers_unified(fold(rest))
    if _GENERIC_REST.fullmatch(folded_rest):
        folded_rest = ""
    return Title(
        main=without_article(_numbers_unified(fold(main))),
        rest=folded_rest,
        has_other_title=rest != "" and _ALTERNATIVE.match(bare, len(main_as_written)) is not None,
        volume=volume or volume_of_rest,
        series=fold(" ".join(brackets)),
        series_volume=next((found for text in brackets if (found := _series_volume(text))), None),
        kinds=kinds,
    )


def main_title(title: str) -> str:
    """The title without series, subtitle and volume: what two editions most likely share."""
    bare, _ = _without_brackets(title)
    main = _SUBTITLE.split(bare, maxsplit=1)[0]
    return _VOLUME.sub("", main).strip(" ,.;") or main.strip() or bare.strip() or title


def cache_title(title: str) -> str:
    """The folded title, volume and subtitle included, series excluded: the same for spellings of one title."""
    read = read_title(title)
    return f"{read.full} {read.volume or ''}".strip() or fold(title)


def words_in(title: str) -> int:
    """How many words the main title has."""
    return len(without_article(fold(main_title(title))).split())


def _parted(bare: str) -> tuple[str, str]:
    parts = _SUBTITLE.split(bare, maxsplit=1)
    return (parts[0], _OR.sub("", parts[1], count=1)) if len(parts) == 2 and parts[0].strip() else (bare, "")


def _without_series(title: str) -> str:
    """Without "(The Night Trilogy, #1)": that the book is of a trilogy does not make it one."""
    return _ONE_OF_SERIES.sub("", title)


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


def without_article(folded: str) -> str:
    """A folded text without an article at its beginning."""
    first, _, rest = folded.partition(" ")
    return rest if first in ARTICLES and rest else folded
