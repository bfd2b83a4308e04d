"""From everything that was said about a book to its genres, side, audience and topics."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from fanfolio.domain.genres.choice import choose
from fanfolio.domain.genres.evidence import Clue, Reading
from fanfolio.domain.genres.headings import read_category, read_shelf, read_subject
from fanfolio.domain.genres.side import count_votes, decide_side
from fanfolio.domain.genres.tree import Audience, Side
from fanfolio.domain.genres.weights import the_weights

RULES_VERSION = 2
"""Rises whenever the table or the rules may give a stored book other genres."""

_MOST_TOPICS = 10
_MOST_EVIDENCE = 12
_YOUNGEST_FIRST = (Audience.CHILDREN, Audience.YOUNG_ADULT, Audience.ADULT)


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


def classify(
    *, subjects: Sequence[str] = (), categories: Sequence[str] = (), shelves: Sequence[str] = ()
) -> BookGenres:
    """Derive a book's genres from raw headings; the same headings in any order give the same answer."""
    readings = listen(subjects=subjects, categories=categories, shelves=shelves)
    clues = distinct_clues(readings)
    weights = the_weights()
    side = decide_side(count_votes(readings, clues), weights.votes)
    genres = choose(clues, side, weights)
    return BookGenres(
        genres=genres,
        fiction=None if side is None else side is Side.FICTION,
        audience=_audience(readings),
        topics=_topics(readings),
        evidence=_evidence(genres, clues),
    )


def listen(
    *, subjects: Iterable[str] = (), categories: Iterable[str] = (), shelves: Iterable[str] = ()
) -> list[Reading]:
    """What each distinct heading says."""
    return [
        *map(read_subject, set(subjects)),
        *map(read_category, set(categories)),
        *map(read_shelf, set(shelves)),
    ]


def distinct_clues(readings: Iterable[Reading]) -> Collection[Clue]:
    """Each voice once, for repetition proves nothing; of equal ones the heading that sorts first."""
    voices: dict[str, Clue] = {}
    for reading in readings:
        for clue in reading[0]:
            known = voices.setdefault(clue[0], clue)
            if known is not clue and clue.term < known.term:
                voices[clue[0]] = clue
    return voices.values()


def _audience(readings: Iterable[Reading]) -> Audience | None:
    """The audience most headings name; at a draw the younger, which is named on purpose."""
    votes = Counter(reading.audience for reading in readings if reading.audience is not None)
    return max(_YOUNGEST_FIRST, key=votes.__getitem__) if votes else None


def _topics(readings: Iterable[Reading]) -> tuple[str, ...]:
    """What headings are about, by how many say it; the spelling with capitals is kept, others count for it."""
    counts: dict[str, int] = {}
    spellings: dict[str, str] = {}
    for _, _, _, topic, key in readings:
        if topic is not None:
            counts[key] = counts.get(key, 0) + 1
            if topic < spellings.setdefault(key, topic):
                spellings[key] = topic
    ranked = sorted(counts)
    ranked.sort(key=counts.__getitem__, reverse=True)
    return tuple([spellings[key] for key in ranked[:_MOST_TOPICS]])


def _evidence(genres: Sequence[str], clues: Iterable[Clue]) -> tuple[GenreEvidence, ...]:
    """The strongest clues first; among equals those for the earlier genre, then by the heading's spelling."""
    found = sorted(
        [
            (-weight, genres.index(genre), term, kind)
            for _, genre, kind, weight, _, term in clues
            if genre in genres
        ]
    )
    return tuple(
        [
            GenreEvidence(genre=genres[place], term=term, kind=kind.value, weight=round(-weight, 3))
            for weight, place, term, kind in found[:_MOST_EVIDENCE]
        ]
    )
