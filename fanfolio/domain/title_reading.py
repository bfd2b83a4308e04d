"""A title taken apart: main title, what follows it, volume, series; and what kind of book it betrays."""

import re
from dataclasses import dataclass
from functools import lru_cache

from fanfolio.domain.folding import fold
from fanfolio.domain.spelled_numbers import as_number, in_digits
from fanfolio.domain.title_brackets import (
    VOLUME,
    is_part,
    is_series,
    kinds_in_brackets,
    names_in,
    places_in,
    without_brackets,
)
from fanfolio.domain.title_kinds import kinds_in

ARTICLES = frozenset(
    {"the", "a", "an", "le", "la", "les", "der", "die", "das", "el", "los", "las", "il", "lo", "de"}
)

# A full stop parts only after a long word: "Das Parfum. Die Geschichte", not "Dr. Seuss".
_SUBTITLE = re.compile(
    r"\s*(?::|;|\s[-–—]\s|—|,?\sor,\s|,\s(?:or|oder|ou)\s|(?<=[^\W\d]{4})\.\s(?=[^\W\d]))\s*", re.IGNORECASE
)
_OR = re.compile(r"^(?:or|oder|ou),?\s+(?=\S)", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"[,;:]?\s+(?:or|oder|ou)\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[,.](?=\d{3}\b)")
_UNTELLING = ARTICLES | {"and", "of", "in", "to", "on"}
_ACRONYM = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_POSSESSIVE = re.compile(r"(?<=s)['’]s\b")  # "Jones's" as "Jones'"
# Says nothing of the book that could be held against another's subtitle.
_GENERIC_REST = re.compile(
    r"(?:an?|the|ein|eine|un|une|una|uma)?\s*(?:novel|novella|memoir|roman|romanzo|novela|romance|thriller|mystery|"
    r"biography|autobiography|unabridged|paperback|hardcover)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title's folded parts; volumes are numbers as text."""

    main: str
    rest: str
    """Subtitle, or the title after a series' name; empty for "a novel" and the like."""
    full: str
    """Main title and rest."""
    has_other_title: bool
    """Whether the rest is another title of the same book: "or, The Whale"."""
    volume: str | None
    is_part: bool
    """Whether the volume is a piece of one work, as in "The Way of Kings, Part 1"."""
    has_volume_in_main: bool
    """Whether the volume stands before the rest, which then is that volume's own title."""
    series: str
    """What stands in brackets at the end, without what counts."""
    series_volumes: frozenset[str]
    """The book's numbers in its series; of a book that holds several volumes "1-3"."""
    remark: str
    """What else stands in brackets: an imprint, an edition."""
    kinds: frozenset[str]
    kinds_of_brackets: frozenset[str]
    initials: frozenset[str]
    """How the telling words begin: titles in the same letters that share none are not alike."""
    is_latin: bool

    @property
    def is_set(self) -> bool:
        """Whether the brackets say that several volumes are in it: "(Maus, #1-2)"."""
        return any("-" in number for number in self.series_volumes)

    @property
    def is_named_like_its_series(self) -> bool:
        """Whether the title may be the whole series' name or its first volume's."""
        return not self.series or f" {self.main} " in f" {self.series} "


# Every book of a batch is held against every work of its answer: each title is read once.
@lru_cache(maxsize=4_096)
def read_title(title: str, subtitle: str | None = None) -> Title:
    """Take a title apart; ``subtitle`` is a catalogue's, where it has a field of its own."""
    bare, brackets = without_brackets(_as_spoken(title))
    main, rest = _parted(bare)
    in_series = [text for text in brackets if is_series(text)]
    remarks = [text for text in brackets if text not in in_series]
    kinds_of_brackets = kinds_in_brackets(remarks, in_series)
    kinds = kinds_in(f"{bare} : {subtitle or ''}", main) | kinds_of_brackets
    if subtitle and not rest:
        rest = subtitle
    has_other_title = rest != "" and _ALTERNATIVE.match(bare, len(main)) is not None
    main, volume, is_part = _without_volume(main)
    rest, volume_of_rest, is_rest_a_part = _without_volume(rest)
    folded_main, folded_rest = without_article(in_digits(fold(main))), in_digits(fold(rest))
    if not kinds and _GENERIC_REST.fullmatch(folded_rest):
        folded_rest = ""
    full = f"{folded_main} {folded_rest}".strip()
    return Title(
        main=folded_main,
        rest=folded_rest,
        full=full,
        has_other_title=has_other_title,
        volume=volume or volume_of_rest,
        is_part=is_part if volume else is_rest_a_part,
        has_volume_in_main=volume is not None,
        series=names_in(brackets),
        series_volumes=frozenset(number for text in in_series for number in places_in(text)),
        remark=" ".join(remarks),
        kinds=kinds,
        kinds_of_brackets=kinds_of_brackets,
        initials=_initials_of(full),
        is_latin=full.isascii(),
    )


def main_title(title: str) -> str:
    """The title without series, subtitle and volume: what two editions most likely share."""
    bare, _ = without_brackets(title)
    main = _SUBTITLE.split(bare, maxsplit=1)[0]
    return VOLUME.sub("", main).strip(" ,.;") or main.strip() or bare.strip() or title


def cache_title(title: str) -> str:
    """The folded title, volume and subtitle included: the same for spellings of one title.

    Of what stands in brackets only what makes another book of it: an adaptation, or a later volume of a series or
    several of its volumes, where the title may be the whole series' name.
    """
    read = read_title(title)
    told = sorted(read.kinds_of_brackets)
    if read.series and read.is_named_like_its_series:
        told += sorted(read.series_volumes - {"1"})
    return " ".join(filter(None, (read.full, read.volume, *told))) or fold(title)


@lru_cache(maxsize=4_096)
def without_author(title: str, author: str) -> str:
    """ "Mark Z. Danielewski's House of Leaves" and "The Odyssey of Homer" without their authors' names."""
    for name in (author, author.rpartition(" ")[2]):
        if name and title.startswith((f"{name}'s ", f"{name}’s ", f"{name}: ")):
            return title[len(name) :].partition(" ")[2]
        if name and title.endswith(f" of {name}"):
            return title.removesuffix(f" of {name}")
    return title


def without_article(folded: str) -> str:
    """A folded text without an article at its beginning."""
    first, _, rest = folded.partition(" ")
    return rest if first in ARTICLES and rest else folded


def _as_spoken(title: str) -> str:
    """ "20,000", "Jones's" and "A.B.C." as "20000", "Jones'" and "ABC"."""
    title = _POSSESSIVE.sub("'", _THOUSANDS.sub("", title))
    return _ACRONYM.sub(lambda letters: letters[0].replace(".", ""), title)


def _initials_of(folded: str) -> frozenset[str]:
    words = folded.split()
    return frozenset(word[:2] for word in words if word not in _UNTELLING) or frozenset(
        word[:2] for word in words
    )


def _parted(bare: str) -> tuple[str, str]:
    parts = _SUBTITLE.split(bare, maxsplit=1)
    return (parts[0], _OR.sub("", parts[1], count=1)) if len(parts) == 2 and parts[0].strip() else (bare, "")


def _without_volume(text: str) -> tuple[str, str | None, bool]:
    found = VOLUME.search(text)
    if found is None:
        return text, None, False
    return f"{text[: found.start()]} {text[found.end() :]}", as_number(found["number"]), is_part(found)
