"""From everything that was said about a book to its genres, side, audience and topics."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from fanfolio.domain.genres.choice import Heard, Voices, choose, diminishing
from fanfolio.domain.genres.evidence import NOTHING, Kind, Origin, Reading
from fanfolio.domain.genres.headings import read_heading
from fanfolio.domain.genres.tree import Audience, Side, Tree, the_tree

RULES_VERSION = 1
"""Rises whenever the table or the rules may give a stored book other genres."""

_MOST_TOPICS = 10
_MOST_EVIDENCE = 12
_DECISIVE, _SUGGESTIVE = 0.9, 0.3  # how far a genre's name speaks for its side
_YOUNGEST_FIRST = (Audience.CHILDREN, Audience.YOUNG_ADULT, Audience.ADULT)

_Vote = tuple[Side, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class GenreEvidence:
    """Why a genre was given: ``term`` as the source wrote it, ``kind`` how it was said, ``weight`` 0 to 1."""

    genre: str
    term: str
    kind: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BookGenres:
    """What a book is: at most 5 ``genres``, each before its parents; ``None`` where nothing says.

    ``topics`` are at most 10 headings that name no genre; ``evidence`` is at most 12 clues, the best first.
    """

    genres: tuple[str, ...] = ()
    fiction: bool | None = None
    audience: Audience | None = None
    topics: tuple[str, ...] = ()
    evidence: tuple[GenreEvidence, ...] = ()


_Said = tuple[str, Origin, Reading]
"""A heading as written, who wrote it, what it says: a bare tuple, for there are millions."""


def classify(
    *, subjects: Sequence[str] = (), categories: Sequence[str] = (), shelves: Sequence[str] = ()
) -> BookGenres:
    """Derive a book's genres from raw headings; the same headings in any order give the same answer."""
    tree = the_tree()
    said = _listen(subjects, categories, shelves)
    voices = _voices(said)
    side = _side(said, voices, tree)
    genres = choose(voices, side, tree)
    return BookGenres(
        genres=genres,
        fiction=None if side is None else side is Side.FICTION,
        audience=_audience(said),
        topics=_topics(said),
        evidence=_evidence(genres, voices),
    )


def _listen(subjects: Iterable[str], categories: Iterable[str], shelves: Iterable[str]) -> list[_Said]:
    """Every heading that says something, once, in an order of its own."""
    sources = ((Origin.SUBJECT, subjects), (Origin.CATEGORY, categories), (Origin.SHELF, shelves))
    return [
        (term, origin, reading)
        for origin, terms in sources
        for term in sorted(set(terms))
        if (reading := read_heading(term, origin)) is not NOTHING
    ]


def _voices(said: Iterable[_Said]) -> Voices:
    """For each genre, the strongest way each source said each thing: repetition proves nothing."""
    voices: dict[str, dict[tuple[Origin, str], Heard]] = defaultdict(dict)
    for term, origin, reading in said:
        for clue in reading.clues:
            heard = voices[clue.genre]
            known = heard.get((origin, clue.said))
            if known is None or known[0].weight < clue.weight:
                heard[origin, clue.said] = (clue, origin, term)
    return voices


def _side(said: Sequence[_Said], voices: Voices, tree: Tree) -> Side | None:
    """Fiction or not: what headings say, and the genres they name; mere hints decide only where nothing else does."""
    said_outright = [
        (reading.side, reading.side_weight) for _, _, reading in said if reading.side is not None
    ]
    named, hinted = _votes_of_genres(voices, tree)
    return _winner(said_outright + named) or _winner(hinted)


def _votes_of_genres(voices: Voices, tree: Tree) -> tuple[list[_Vote], list[_Vote]]:
    """What the genres say of the side: those named, or forms that lean to one; and those merely hinted at."""
    named: list[_Vote] = []
    hinted: list[_Vote] = []
    for name, heard in voices.items():
        genre = tree.genres[name]
        side = genre.side or genre.lean
        if side is not None:
            worth = _DECISIVE if genre.decisive else _SUGGESTIVE
            for clue, _, _ in heard.values():
                counted = hinted if clue.kind is Kind.HINT and not genre.lean else named
                counted.append((side, clue.weight * worth))
    return named, hinted


def _winner(votes: Sequence[_Vote]) -> Side | None:
    fiction, nonfiction = (
        diminishing((weight for side, weight in votes if side is candidate), power=1.0) for candidate in Side
    )
    if fiction == nonfiction:
        return None
    return Side.FICTION if fiction > nonfiction else Side.NONFICTION


def _audience(said: Iterable[_Said]) -> Audience | None:
    """The audience most headings name; at a draw the younger, which is named on purpose."""
    votes = Counter(reading.audience for _, _, reading in said if reading.audience is not None)
    return max(_YOUNGEST_FIRST, key=votes.__getitem__) if votes else None


def _topics(said: Iterable[_Said]) -> tuple[str, ...]:
    """What headings are about, by how many say it; the spelling with capitals is kept, others count for it."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for _, _, reading in said:
        if reading.topic is not None:
            spellings[reading.topic.casefold()].append(reading.topic)
    ranked = sorted(spellings, key=lambda topic: (-len(spellings[topic]), not topic.isascii(), topic))
    return tuple(min(spellings[topic]) for topic in ranked[:_MOST_TOPICS])


def _evidence(genres: Sequence[str], voices: Voices) -> tuple[GenreEvidence, ...]:
    """The strongest clues first; among equals those for the earlier genre, then by the heading's spelling."""
    found = [
        (-clue.weight, place, term, clue)
        for place, genre in enumerate(genres)
        for clue, _, term in voices.get(genre, {}).values()
    ]
    found.sort(key=itemgetter(0, 1, 2))
    return tuple(
        GenreEvidence(genre=clue.genre, term=term, kind=clue.kind.value, weight=round(clue.weight, 3))
        for _, _, term, clue in found[:_MOST_EVIDENCE]
    )
