"""Recognising a wanted book among the works a catalogue gave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fanfolio.domain.author_matching import likeness
from fanfolio.domain.enrichment import Match, MatchedBy, Work
from fanfolio.domain.folding import SIGNS
from fanfolio.domain.sought import Sought
from fanfolio.domain.subtitles import is_generic
from fanfolio.domain.title_matching import Refusal, Verdict, judge_titles
from fanfolio.domain.title_reading import read_title, without_author

# Title and author multiplied: one loose agreement passes, two seldom do.
ENOUGH = 0.75
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
    scored = [(score, candidate) for candidate in candidates if (score := judge(book, candidate).score) > 0.0]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    # Duplicates of one work differ by a hair: among those the one with the most editions stands for it.
    score, chosen = max(
        (item for item in scored if item[0] >= best - 0.02), key=lambda item: (item[1].editions, item[0])
    )
    is_by_title_alone = likeness(book.author, chosen.work.authors) is None
    if is_by_title_alone and not all(_same_authors(chosen, candidate) for _, candidate in scored):
        return None
    return Match(work=chosen.work, by=MatchedBy.TITLE_AUTHOR, score=round(score, 3))


def judge(book: Sought, candidate: Candidate) -> Verdict:
    """How sure title and author make us, and if they do not, why."""
    title = _judge_titles(book, candidate)
    if title.score == 0.0:
        return title
    author = likeness(book.author, candidate.work.authors)
    if author is None:
        return Verdict(0.9 * title.score) if _speaks_for_itself(book, title) else Verdict(0.0, Refusal.UNSURE)
    if author.score == 0.0:
        return Verdict(0.0, Refusal.AUTHOR)
    score = title.score * author.score
    # What others made of a book bears its author's name too, after theirs, and says so in its title.
    is_made_from_it = title.leaves_over and not author.is_first
    return Verdict(score) if score >= ENOUGH and not is_made_from_it else Verdict(0.0, Refusal.UNSURE)


def _judge_titles(book: Sought, candidate: Candidate) -> Verdict:
    wanted, given = book.title, candidate.work.title
    verdict = judge_titles(wanted, given, candidate.subtitle)
    if verdict.refusal is not Refusal.TITLE:
        return verdict
    # Of the given authors the first alone: "Neil Gaiman's Neverwhere" by others is made from the book.
    bare = (
        without_author(wanted, book.author or ""),
        without_author(given, next(iter(candidate.work.authors), "")),
    )
    return judge_titles(*bare, candidate.subtitle) if bare != (wanted, given) else verdict


def _speaks_for_itself(book: Sought, title: Verdict) -> bool:
    return title.score >= TITLE_ALONE_ENOUGH and _words_of_its_own(book.title) >= TITLE_ALONE_WORDS


def _words_of_its_own(title: str) -> int:
    """How many words a title has by which it may be known without its author; none if it only names a kind of text.

    Where words are not parted, two signs pass for one.
    """
    full = read_title(title).full
    return 0 if is_generic(full) else max(len(full.split()), len(SIGNS.findall(full)) // 2)


def _same_authors(one: Candidate, other: Candidate) -> bool:
    if one is other:
        return True
    likenesses = [likeness(name, other.work.authors) for name in one.work.authors]
    return any(found is not None and found.score > 0.0 for found in likenesses)


def _most_likely(book: Sought, candidates: Sequence[Candidate]) -> Candidate:
    if len(candidates) == 1:
        return candidates[0]
    return max(
        candidates,
        key=lambda c: (c.editions, judge_titles(book.title, c.work.title, c.subtitle).score, c.work.key),
    )
