"""Genres from the noisy headings of catalogues and readers' shelves."""

from fanfolio.domain.genres.classify import RULES_VERSION, BookGenres, GenreEvidence, classify
from fanfolio.domain.genres.headings import genre_named
from fanfolio.domain.genres.tree import Audience, the_tree

__all__ = [
    "RULES_VERSION",
    "Audience",
    "BookGenres",
    "GenreEvidence",
    "all_genres",
    "classify",
    "genre_named",
    "parents_of",
]


def all_genres() -> tuple[str, ...]:
    """Every genre below Fiction and Nonfiction, in the table's order."""
    return tuple(name for name, genre in the_tree().genres.items() if not genre.is_root)


def parents_of(genre: str) -> tuple[str, ...]:
    """The genres that ``genre`` implies, nearest first, without the roots; ``KeyError`` when there is none such."""
    return the_tree().genres[genre].ancestors
