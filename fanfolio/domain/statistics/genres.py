"""What kinds of books the reader reads."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import chain

from msgspec import Struct

from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import Running, Tally, group, most_frequent, tally_of

ImpliedGenres = Callable[[tuple[str, ...]], tuple[str, ...]]
"""A book's genres in, the same and all their parents out, each once."""


class GenreRow(Tally, frozen=True, kw_only=True, gc=False):
    """A genre's read books; ``in_library`` counts the unread ones too."""

    genre: str
    in_library: int


class FictionShare(Struct, frozen=True, kw_only=True, gc=False):
    """Read books by what they are; the three sum up to all read books."""

    fiction: int
    nonfiction: int
    unknown: int


class AudienceRow(Struct, frozen=True, kw_only=True, gc=False):
    """Read books for an audience; ``None`` is unknown."""

    audience: str | None
    books: int


class TopicRow(Struct, frozen=True, kw_only=True, gc=False):
    """Read books about a topic."""

    topic: str
    books: int


class Genres(Struct, frozen=True, kw_only=True, gc=False):
    """Read books by genre: a book counts once for each of its genres and once for each parent they imply.

    So rows overlap and sum up to more than the books read. ``without_genre`` books are in no row.
    """

    rows: tuple[GenreRow, ...]
    without_genre: Tally
    fiction: FictionShare
    audiences: tuple[AudienceRow, ...]
    topics: tuple[TopicRow, ...]


def implied_genres(parents_of: Callable[[str], Iterable[str]]) -> ImpliedGenres:
    """The rule that adds to a book's genres the parents that ``parents_of`` names, and theirs."""
    known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def all_genres(genres: tuple[str, ...]) -> tuple[str, ...]:
        if genres not in known:
            known[genres] = _with_ancestors(genres, parents_of)
        return known[genres]

    return all_genres


def _with_ancestors(genres: Iterable[str], parents_of: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = list(genres)
    while waiting:
        genre = waiting.pop()
        if genre not in found:
            found[genre] = None
            waiting.extend(parents_of(genre))
    return tuple(sorted(found))


def count_genres(library: Library, *, all_genres: ImpliedGenres) -> Genres:
    """Count read books by genre, fiction or not, audience and topic; the most read first, then by name."""
    topics = Counter(chain.from_iterable([entry.topics for entry in library.read]))
    audiences = Counter([entry.audience for entry in library.read])
    return Genres(
        rows=_rows(library, all_genres=all_genres),
        without_genre=tally_of([entry for entry in library.read if not entry.genres]),
        fiction=_share_fiction(library),
        audiences=tuple(
            AudienceRow(audience=audience, books=books)
            for audience, books in sorted(audiences.items(), key=lambda pair: (-pair[1], pair[0] or ""))
        ),
        topics=tuple(TopicRow(topic=topic, books=books) for topic, books in most_frequent(topics)),
    )


def _rows(library: Library, *, all_genres: ImpliedGenres) -> tuple[GenreRow, ...]:
    in_library: Counter[str] = Counter()
    for genres, books in Counter([entry.genres for entry in library.entries]).items():
        in_library.update(dict.fromkeys(all_genres(genres), books))
    read: defaultdict[str, Running] = defaultdict(Running)
    for genres, running in group((entry.genres, entry) for entry in library.read).items():
        for genre in all_genres(genres):
            read[genre].merge(running)
    order = sorted(in_library, key=lambda genre: (-read[genre].books, -in_library[genre], genre))
    return tuple(
        GenreRow(genre=genre, in_library=in_library[genre], **read[genre].fields()) for genre in order
    )


def _share_fiction(library: Library) -> FictionShare:
    counts = Counter([entry.fiction for entry in library.read])
    return FictionShare(fiction=counts[True], nonfiction=counts[False], unknown=counts[None])
