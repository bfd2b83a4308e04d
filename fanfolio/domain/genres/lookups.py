"""Questions to the table about one spelling or a few."""

from collections.abc import Iterable

from fanfolio.domain.genres.evidence import Clue, Kind, Vote, clue_of
from fanfolio.domain.genres.terms import singular
from fanfolio.domain.genres.tree import Audience, Genre, Tree


def alias_of(key: str, tree: Tree) -> str | None:
    """The genre of this spelling, or of what remains without a nation's or an audience's name at either end."""
    if key in tree.aliases:
        return tree.aliases[key]
    if key in tree.hints or key in tree.sides or key in tree.audiences:
        return None
    first, _, rest = key.partition(" ")
    if first in tree.qualifiers and rest in tree.aliases:
        return tree.aliases[rest]
    rest, _, last = key.rpartition(" ")
    return tree.aliases.get(singular(rest)) if last in tree.qualifiers else None


def clues_of_name(key: str, kind: Kind, tree: Tree, *, term: str) -> tuple[Clue, ...]:
    """The genre that this spelling names, as a clue of that kind."""
    genre = alias_of(key, tree)
    if genre is None or tree.genres[genre].is_root:
        return ()
    return (clue_of(tree.genres[genre], kind, key, term=term),)


def hints_of(keys: Iterable[str], tree: Tree, *, term: str) -> tuple[Clue, ...]:
    """The genres that these spellings merely suggest."""
    return tuple(
        _hint(tree.genres[genre], key, tree, term=term)
        for key in dict.fromkeys(keys)
        for genre in tree.hints.get(key, ())
    )


def _hint(genre: Genre, key: str, tree: Tree, *, term: str) -> Clue:
    """One hint; "History" suggests historical novels too, but by itself it says non-fiction."""
    clue = clue_of(genre, Kind.HINT, key, term=term)
    named = tree.labels.get(key)
    side = tree.genres[named].side if named else None
    return clue if side is None or genre.side in (None, side) else clue._replace(vote=Vote.NONE)


def audience_of(keys: Iterable[str], tree: Tree) -> Audience | None:
    """The audience that the first telling spelling names."""
    return next((tree.audiences[key] for key in keys if key in tree.audiences), None)


def is_ignored(key: str, tree: Tree) -> bool:
    """Whether the spelling is about copies, lists, translations or characters."""
    return key in tree.ignored or key.startswith(tree.ignored_starts) or key.endswith(tree.ignored_ends)
