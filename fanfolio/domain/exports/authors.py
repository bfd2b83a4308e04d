"""The people behind a book: each once, first name first."""

from collections.abc import Mapping

from fanfolio.domain.exports.cells import tidy

_AUTHORS_LIMIT = 50


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


def _each_once(cells: list[str], names: Mapping[str, str | None]) -> tuple[str, ...]:
    found = [name for cell in cells if (name := names[cell])]
    folded = [*map(str.casefold, found)]
    if len({*folded}) < len(found):
        known: dict[str, str] = {}
        for key, name in zip(folded, found, strict=True):
            known.setdefault(key, name)
        found = [*known.values()]
    return tuple(found[:_AUTHORS_LIMIT])
