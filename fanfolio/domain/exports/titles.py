"""Titles and the people behind them: the series split off its parentheses, authors without doubles."""

from collections.abc import Mapping

from fanfolio.domain.book import Series
from fanfolio.domain.exports.cells import tidy

TITLE_CHARACTERS = 1_000
_POSITION_CHARACTERS = 20
_AUTHORS_LIMIT = 50


def split_series(title: str) -> tuple[str, Series | None]:
    """A title and the series its closing parenthesis names; a parenthesis without ``#`` stays in the title.

    ``Small Gods (Discworld, #13)`` gives ``Small Gods`` and ``Series("Discworld", "13")``. Of several series
    (``(Discworld, #13; Gods #1)``) the first stands.
    """
    if title[-1:] != ")" or "#" not in title:
        return title, None
    opening = _opening_parenthesis(title)
    rest = title[:opening].rstrip()
    series = _read_series(title[opening + 1 : -1])
    if opening < 0 or not rest or series is None:
        return title, None
    return rest, series


def list_authors(author: str, additional: str, names: Mapping[str, str | None]) -> tuple[str, ...]:
    """The author, then the additional ones (separated by commas), each once; ``names`` tidies a name."""
    if not additional:
        name = names[author]
        return (name,) if name else ()
    return _each_once([author, *additional.split(",")], names)


def split_authors(cell: str, names: Mapping[str, str | None]) -> tuple[str, ...]:
    """The authors of one cell, separated by commas, each once."""
    return _each_once(cell.split(","), names)


def turn_name(cell: str) -> str:
    """``Woolf, Virginia`` the way it is spoken."""
    last, _, first = cell.partition(",")
    return tidy(f"{first} {last}")


def _opening_parenthesis(title: str) -> int:
    """Where the parenthesis that ends the title opens, or -1."""
    last = title.rfind("(")
    if title.find(")", last) == len(title) - 1:
        return last
    depth = 0
    for place in range(len(title) - 1, -1, -1):
        if title[place] == ")":
            depth += 1
        elif title[place] == "(":
            depth -= 1
            if depth == 0:
                return place
    return -1


def _read_series(inside: str) -> Series | None:
    name, mark, position = inside.partition(";")[0].rpartition("#")
    name, position = tidy(name).rstrip(" ,:-،、"), position.strip()
    if not (mark and name and position[:1].isdigit() and len(position) <= _POSITION_CHARACTERS):
        return None
    return Series(name=name, position=position)


def _each_once(cells: list[str], names: Mapping[str, str | None]) -> tuple[str, ...]:
    known: dict[str, str] = {}
    for cell in cells:
        if name := names[cell]:
            known.setdefault(name.casefold(), name)
    return tuple(known.values())[:_AUTHORS_LIMIT]
