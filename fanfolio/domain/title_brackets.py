"""What stands in brackets at the end of a title: the book's place in series, an imprint, what kind of book it is."""

import re
from collections.abc import Sequence

from fanfolio.domain.folding import fold
from fanfolio.domain.spelled_numbers import as_number
from fanfolio.domain.title_kinds import kinds_in

_PART = r"part|pt|teil|parte|partie"
VOLUME = re.compile(
    rf"[\s,.:;-]*(?:\b(?P<name>vol(?:ume)?|book|bk|tome|band|bd|tomo|libro|livre|number|no|issue|episode|{_PART})\b\.?"
    r"\s*#?\s*|#\s*)(?P<number>[0-9]+(?:\.[0-9]+)?|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_RANGE = re.compile(r"#?\s*\b(\d{1,3})\s*(?:-|–|&|and|to)\s*#?\s*(\d{1,3})\b")
_PLACE = re.compile(r"#?\s*\b(\d{1,3}(?:\.\d+)?|[IVX]+)\s*$")  # "Discworld 8", "The Dark Tower I"
_EACH_SERIES = re.compile(r"[,;]")
_COUNTING = frozenset({"book", "books", "volume", "volumes", "vol", "vols", "part", "parts"})


def without_brackets(title: str) -> tuple[str, Sequence[str]]:
    """A title, and what its brackets say."""
    brackets = []
    while (found := _BRACKETED.search(title)) and found.start() > 0:
        brackets.append(found[1])
        title = title[: found.start()]
    return title, brackets


def is_series(bracket: str) -> bool:
    """Whether it gives the book a place in a series."""
    return VOLUME.search(" " + bracket) is not None or any(map(_PLACE.search, _EACH_SERIES.split(bracket)))


def places_in(bracket: str) -> Sequence[str]:
    """The book's numbers in one or more series, "Discworld, #29; City Watch, #6"; of several volumes "1-3"."""
    if found := _RANGE.search(bracket):
        return [f"{found[1]}-{found[2]}"]
    if counted := list(VOLUME.finditer(" " + bracket)):
        numbers = [as_number(found["number"]) for found in counted]
        # A number and a part: "A Song of Ice and Fire, #3, Part 1" is a piece of the third.
        return [".".join(numbers)] if len(counted) > 1 and any(map(is_part, counted)) else numbers
    return [as_number(found[1]) for text in _EACH_SERIES.split(bracket) if (found := _PLACE.search(text))]


def names_in(brackets: Sequence[str]) -> str:
    """The folded words of all brackets, without what counts."""
    words = fold(" ".join(brackets)).split()
    return " ".join(word for word in words if not word.isdigit() and word not in _COUNTING)


def kinds_in_brackets(remarks: Sequence[str], series: Sequence[str]) -> frozenset[str]:
    """The kinds of book they betray; but that a book is one of a trilogy does not make it one."""
    kinds = kinds_in(" : ".join(remarks), "") if remarks else frozenset()
    return kinds | (kinds_in(" : ".join(series), "") - {"several"}) if series else kinds


def is_part(volume: re.Match[str]) -> bool:
    """Whether a volume is said to be a piece of one work: "The Way of Kings, Part 1"."""
    return volume["name"] is not None and re.fullmatch(_PART, volume["name"], re.IGNORECASE) is not None
