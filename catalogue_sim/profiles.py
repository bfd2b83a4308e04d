"""How noisy catalogues describe a book of some genre: subjects and categories drawn from ``genres.toml``."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from catalogue_sim.dice import Dice


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is said about books of one genre; see the head of ``genres.toml``."""

    categories: tuple[str, ...]
    core: tuple[str, ...]
    topics: tuple[str, ...]
    abroad: tuple[str, ...]


PROFILES: dict[str, Profile] = msgspec.convert(
    tomllib.loads(Path(__file__).with_name("genres.toml").read_text(encoding="utf-8")), dict[str, Profile]
)

_NOISE = (
    "Accessible book",
    "Protected DAISY",
    "In library",
    "Large type books",
    "New York Times bestseller",
    "New York Times reviewed",
    "nyt:hardcover-fiction=2011-07-31",
    "nyt:trade-fiction-paperback=2014-02-16",
    "Open Library Staff Picks",
    "OverDrive",
    "Reading Level-Grade 7",
    "Reading Level-Grade 11",
    "award:nebula_award=novel",
    "collection:summer-reading",
    "series:Modern_Library_List",
    "Long Now Manual for Civilization",
    "Internet Archive Wishlist",
    "open_syllabus_project",
    "Literature",
    "Roman",
    "Pr6063.o6 a6 1998",
    "813/.54",
    "Translations into English",
    "Specimens",
)


def subjects_of(codes: Sequence[str], *, dice: Dice, extras: Sequence[str] = ()) -> tuple[str, ...]:
    """Subjects of a book whose genres are ``codes``, main one first, in no helpful order and with the usual noise."""
    main, *others = [PROFILES[code] for code in codes]
    said = [*main.core, *dice.some_of(main.topics, dice.between(1, 3)), *extras]
    said += dice.some_of(main.abroad, dice.below(3))
    for other in others:
        said += [*dice.some_of(other.core, 2), *dice.some_of(other.topics, dice.below(3))]
    said += dice.some_of(_NOISE, dice.below(4))
    shuffled = dice.some_of(said, len(said))
    return tuple(dict.fromkeys(shuffled))


def categories_of(codes: Sequence[str]) -> tuple[str, ...]:
    """Category paths of a book whose genres are ``codes``, the best one first."""
    paths = [path for code in codes for path in PROFILES[code].categories]
    return tuple(dict.fromkeys(paths))
