"""Genres from the noisy headings of catalogues and readers' shelves."""

from threading import Lock

from fanfolio.domain.genres.classify import RULES_VERSION, BookGenres, GenreEvidence, classify
from fanfolio.domain.genres.evidence import NOTHING
from fanfolio.domain.genres.headings import genre_named, read_shelf
from fanfolio.domain.genres.tree import Audience, the_tree
from fanfolio.domain.genres.weights import the_weights

__all__ = [
    "RULES_VERSION",
    "Audience",
    "BookGenres",
    "GenreEvidence",
    "all_genres",
    "classify",
    "genre_named",
    "parents_of",
    "read_tables",
    "shelf_speaks",
]

_reading = Lock()


def all_genres() -> tuple[str, ...]:
    """Every genre below Fiction and Nonfiction, in the table's order."""
    return tuple(name for name, genre in the_tree().genres.items() if not genre.is_root)


def parents_of(genre: str) -> tuple[str, ...]:
    """The genres that ``genre`` implies, nearest first, without the roots; ``KeyError`` when there is none such."""
    return the_tree().genres[genre].ancestors


def shelf_speaks(name: str) -> bool:
    """Whether a reader's shelf of this name has a say in a book's genres, side or audience."""
    return read_shelf(name) != NOTHING


def read_tables() -> None:
    """Read genres and weights, once a process: whoever comes while another thread is reading them waits."""
    with _reading:
        the_tree()
        the_weights()
