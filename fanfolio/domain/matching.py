"""Recognising a wanted book among the works a catalogue gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fanfolio.domain.author_matching import author_score, is_named
from fanfolio.domain.enrichment import Match, MatchedBy, Work
from fanfolio.domain.sought import Sought
from fanfolio.domain.title_matching import title_score
from fanfolio.domain.title_reading import words_in

TITLE_ENOUGH = 0.88
AUTHOR_ENOUGH = 0.78
# Without an author nothing but the title speaks: it must be long, all but equal, and of one author only.
TITLE_ALONE_ENOUGH = 0.97
TITLE_ALONE_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A work that a catalogue gave, with what it can be recognised by; ISBNs are all as 13 digits."""

    work: Work
    subtitle: str | None = None
    isbns: frozenset[str] = frozenset()
    goodreads_ids: frozenset[str] = frozenset()
    editions: int = 0


def by_identifier(book: Sought, candidates: Iterable[Candidate]) -> Match | None:
    """The work that bears the book's ISBN, else the one that bears its Goodreads id."""
    candidates = list(candidates)
    with_isbn = [c for c in candidates if book.isbn13 is not None and book.isbn13 in c.isbns]
    if with_isbn:
        return Match(work=_most_likely(book, with_isbn).work, by=MatchedBy.ISBN)
    with_id = [
        c for c in candidates if book.goodreads_id is not None and book.goodreads_id in c.goodreads_ids
    ]
    if with_id:
        return Match(work=_most_likely(book, with_id).work, by=MatchedBy.GOODREADS_ID)
    return None


def by_title(book: Sought, candidates: Sequence[Candidate]) -> Match | None:
    """The work whose title and author agree best with the book's, if they agree well enough."""
    if not is_named(book.author):
        return _by_title_alone(book, candidates)
    scored = [(score, c.editions, c) for c in candidates if (score := score_of(book, c)) > 0.0]
    if not scored:
        return None
    best = max(score for score, _, _ in scored)
    # Duplicates of one work differ by a hair: among those the one with the most editions stands for it.
    _, _, chosen = max(
        (item for item in scored if item[0] >= best - 0.02), key=lambda item: (item[1], item[0])
    )
    return Match(work=chosen.work, by=MatchedBy.TITLE_AUTHOR, score=round(score_of(book, chosen), 3))


def score_of(book: Sought, candidate: Candidate) -> float:
    """How sure title and author make us, 0 when either is not enough."""
    title = title_score(book.title, candidate.work.title, candidate.subtitle)
    if title < TITLE_ENOUGH:
        return 0.0
    author = author_score(book.author or "", candidate.work.authors)
    if author < AUTHOR_ENOUGH:
        return 0.0
    return 0.65 * title + 0.35 * author


def _by_title_alone(book: Sought, candidates: Sequence[Candidate]) -> Match | None:
    if words_in(book.title) < TITLE_ALONE_WORDS:
        return None
    scored = [
        (score, candidate)
        for candidate in candidates
        if (score := title_score(book.title, candidate.work.title, candidate.subtitle)) >= TITLE_ALONE_ENOUGH
    ]
    if not scored:
        return None
    score, chosen = max(scored, key=lambda item: (item[1].editions, item[0]))
    if not all(_same_authors(chosen, candidate) for _, candidate in scored):
        return None
    return Match(work=chosen.work, by=MatchedBy.TITLE_AUTHOR, score=round(0.9 * score, 3))


def _same_authors(one: Candidate, other: Candidate) -> bool:
    return one is other or any(
        author_score(name, other.work.authors) >= AUTHOR_ENOUGH for name in one.work.authors
    )


def _most_likely(book: Sought, candidates: Sequence[Candidate]) -> Candidate:
    if len(candidates) == 1:
        return candidates[0]
    return max(
        candidates, key=lambda c: (c.editions, title_score(book.title, c.work.title, c.subtitle), c.work.key)
    )
