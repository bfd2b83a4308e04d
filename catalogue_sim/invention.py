"""Titles, names and descriptions for works that nobody wrote."""

from catalogue_sim.dice import Dice


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST_NAMES = _words(
    "Ada Amara Anselm Beatriz Caleb Chiara Daniel Dorothea Edda Elias Emeka Farida Felix Greta Hana Hugo Ines "
    "Ishaan Jana Jonas Kaito Kamala Leila Leon Lucía Magnus Maeve Miriam Nadia Noor Oskar Paloma Pavel Quentin "
    "Rosa Rufus Sabine Samuel Tariq Teodora Uma Viktor Wanda Xavier Yara Yusuf Zoe Zygmunt"
)
_LAST_NAMES = _words(
    "Abara Albrecht Almeida Andersen Ashworth Bellamy Castellano Cho Corbett Dahl Delacroix Eze Falk Ferreira "
    "Galloway Haddad Hargreave Ivanov Jansen Kapoor Kowalczyk Lindqvist Locke Marchetti Mbeki Moreau Nakagawa "
    "Novak Okafor Osborne Petrov Pryce Quiroga Rahimi Rowntree Sandoval Sørensen Tanaka Thorne Ueda Vance "
    "Varga Vasquez Whitlock Yilmaz Zeller"
)
_QUALITIES = _words(
    "Silent Last Hidden Burning Distant Hollow Golden Broken Winter Crimson Forgotten Paper Glass Wandering "
    "Drowned Second Quiet Northern Bitter Luminous Salt Borrowed Invisible Restless Ninth Unwritten"
)
_THINGS = _words(
    "River House Garden Letters Orchard Kingdom Clock Lantern Harbour Daughter Cartographer Winter Library Bridge "
    "Mirror Island Gardeners Map Shore Season Archive Witness Compass Machine Field Inheritance Song Apprentice"
)
_PLACES = (
    "Ashgrove",
    "Kestrel Bay",
    "Lisbon",
    "Mardale",
    "Odessa",
    "Saltmarsh",
    "Trieste",
    "Valparaíso",
    "Winterholm",
    "the Borderlands",
    "the Delta",
    "the North",
)
_SUBTITLES = ("A Novel", "A Memoir", "A History", "Stories", "Book One", "A Life in Letters")
_PATTERNS = (
    "The {quality} {thing}",
    "{quality} {thing}",
    "The {thing} of {place}",
    "One {thing} in {place}",
    "{first} and the {quality} {thing}",
    "The {thing} and the {other}",
)
_OPENINGS = (
    "In {place}, {first} keeps a secret that three generations have paid for.",
    "When the {quality} {thing} is found, nothing in {place} stays as it was.",
    "{first} comes home to {place} for one summer and stays for a lifetime.",
    "Nobody in {place} remembers who built the {thing}, or why.",
)
_CLOSINGS = (
    "A story about what is owed and what is given.",
    "Told with warmth, wit and an eye for the small things.",
    "It ends where it began, and everything is different.",
    "The first of its author's books to be widely translated.",
)


def name_of(dice: Dice) -> str:
    """A person who does not exist."""
    return f"{dice.one_of(_FIRST_NAMES)} {dice.one_of(_LAST_NAMES)}"


def title_of(dice: Dice) -> str:
    """A title."""
    return _filled(dice.one_of(_PATTERNS), dice)


def subtitle_of(dice: Dice) -> str | None:
    """A subtitle, for one title in five."""
    return dice.one_of(_SUBTITLES) if dice.chance(0.2) else None


def description_of(dice: Dice) -> str:
    """Two sentences."""
    return f"{_filled(dice.one_of(_OPENINGS), dice)} {dice.one_of(_CLOSINGS)}"


def _filled(pattern: str, dice: Dice) -> str:
    return pattern.format(
        quality=dice.one_of(_QUALITIES),
        thing=dice.one_of(_THINGS),
        other=dice.one_of(_THINGS),
        place=dice.one_of(_PLACES),
        first=dice.one_of(_FIRST_NAMES),
    )
