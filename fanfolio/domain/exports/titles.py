"""Titles: tidied, and the series split off that their parentheses name."""

from collections import Counter
from collections.abc import Sequence

from fanfolio.domain.book import Series
from fanfolio.domain.exports.cells import tidy

TITLE_CHARACTERS = 1_000
_POSITION_CHARACTERS = 20
_NO_TITLES = frozenset({"", "title"})


def are_titles(cells: Sequence[str]) -> bool:
    """Whether all are titles of books: none is blank, or the name of its column once more."""
    if are_tidy(cells) and " title " not in " ".join(["", *cells, ""]).lower():
        return True
    return _NO_TITLES.isdisjoint({cell.strip().lower() for cell in cells})


def read_titles(cells: Sequence[str], notes: Counter[str]) -> tuple[list[str], list[Series | None]]:
    """The titles of a column and their series; titles over 1,000 characters are cut and noted."""
    if not (are_tidy(cells) and max(map(len, cells)) <= TITLE_CHARACTERS):
        read = [read_title(cell, notes) for cell in cells]
        return [title for title, _ in read], [series for _, series in read]
    titles: list[str] = [*cells]
    series_of: list[Series | None] = [None] * len(cells)
    for at in [at for at, title in enumerate(cells) if title[-1] == ")"]:
        titles[at], series_of[at] = split_series(cells[at])
    return titles, series_of


def are_tidy(cells: Sequence[str]) -> bool:
    """Whether no cell is blank or has any white space but single spaces between its words."""
    text = " ".join(["", *cells, ""])
    return "  " not in text and text.isprintable()


def read_title(cell: str, notes: Counter[str]) -> tuple[str, Series | None]:
    """Title and series; a title over 1,000 characters is cut and noted."""
    title = tidy(cell)
    if len(title) > TITLE_CHARACTERS:
        notes["title-cut"] += 1
        return title[:TITLE_CHARACTERS].rstrip(), None
    return split_series(title)


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
