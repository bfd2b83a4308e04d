"""What the genre rules make of a book, in the document's words: small enough to travel in a worker's result."""

from msgspec import Struct


class Evidence(Struct, frozen=True, kw_only=True, gc=False):
    """Why a book has a genre: the ``term`` that said so, the ``kind`` of place it stood in, and its weight."""

    genre: str
    term: str
    kind: str
    weight: float


class Classified(Struct, frozen=True, kw_only=True, gc=False):
    """A book's genres by the rules of version ``rules``; those of another version have to be asked anew."""

    rules: int
    genres: tuple[str, ...]
    fiction: bool | None
    audience: str | None
    topics: tuple[str, ...]
    evidence: tuple[Evidence, ...]
