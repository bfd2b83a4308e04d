"""Google Books as a catalogue of volumes: one book a request, few requests a day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from fanfolio.adapters.asking import Asker
from fanfolio.adapters.google_books.refusals import MISCONFIGURED
from fanfolio.adapters.google_books.volumes import FIELDS, read_volumes
from fanfolio.adapters.phrases import phrase
from fanfolio.domain.author_names import is_named, surname_first_undone
from fanfolio.domain.enrichment import Match, Source
from fanfolio.domain.matching import Candidate, by_identifier, by_title
from fanfolio.domain.title_reading import main_title
from fanfolio.messages import WantedBook
from fanfolio.observability import EventLog
from fanfolio.ports import Answers, Clock, Unanswered

_AT_ONCE = 4
_RESULTS = 5

# Filling gaps must not hold a whole chunk up: past this, what is known has to do.
LONGEST_S = 6.0

# An ``isbn:`` search may answer another book; without the ISBN in it, title and author must be beyond doubt.
_SURE = 0.87


@dataclass(slots=True)
class _Round:
    """What one look-up has found out so far."""

    until: float
    matched: dict[int, Match] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    unanswered: dict[int, Unanswered] = field(default_factory=dict)
    requests: int = 0
    # Once there is no leave to ask or no answer to be had, the remaining books need not find out again.
    stopped: Unanswered | None = None


class GoogleBooks:
    """Asks Google Books for single volumes; ``key`` is never logged."""

    def __init__(
        self,
        asker: Asker,
        *,
        base_url: str,
        key: str,
        clock: Clock,
        log: EventLog,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._asker = asker
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._clock = clock
        self._log = log
        self._longest_s = longest_s
        self._misconfigured = False

    @property
    def source(self) -> Source:
        """Google Books."""
        return Source.GOOGLE_BOOKS

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        """Look books up; be back by ``until`` (on the clock's monotonic scale), with what is known then."""
        round_ = _Round(until=min(until, self._clock.monotonic() + self._longest_s))
        if self._misconfigured:
            round_.stopped = self._asker.reason_of(MISCONFIGURED)
        slots = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            for book in books:
                tasks.create_task(self._find_one(book, round_, slots))
        return Answers(
            matched=round_.matched,
            absent=frozenset(round_.absent),
            unanswered=round_.unanswered,
            requests=round_.requests,
        )

    async def _find_one(self, book: WantedBook, round_: _Round, slots: asyncio.Semaphore) -> None:
        async with slots:
            for query in _queries(book):
                candidates = await self._candidates(query, round_)
                if candidates is None:
                    round_.unanswered[book.number] = round_.stopped or Unanswered(reason="out-of-time")
                    return
                if match := _recognised(book, candidates):
                    round_.matched[book.number] = match
                    return
            round_.absent.add(book.number)

    async def _candidates(self, query: str, round_: _Round) -> tuple[Candidate, ...] | None:
        if round_.stopped:
            return None
        asked = await self._asker.ask(self._url(query), read_volumes, until=round_.until)
        round_.requests += asked.requests
        if asked.value is None:
            round_.stopped = round_.stopped or asked.why
        if asked.trouble is MISCONFIGURED:
            self._say_once_that_the_key_is_refused()
        return asked.value

    def _url(self, query: str) -> str:
        asked = {
            "q": query,
            # Without a country, callers whose place Google cannot tell are refused.
            "country": "US",
            "printType": "books",
            "maxResults": str(_RESULTS),
            "fields": FIELDS,
            "key": self._key,
        }
        return f"{self._base_url}/books/v1/volumes?{urlencode(asked)}"

    def _say_once_that_the_key_is_refused(self) -> None:
        if not self._misconfigured:
            self._log.error("google_books_key_refused", advice="check FANFOLIO_GOOGLE_BOOKS_KEY")
        self._misconfigured = True


def _queries(book: WantedBook) -> list[str]:
    """The ISBN first; title and author when there is none, or when it leads nowhere."""
    queries = [f"isbn:{book.isbn13}"] if book.isbn13 else []
    title = phrase(main_title(book.title))
    if title and book.author is not None and is_named(book.author):
        queries.append(f'intitle:"{title}" inauthor:"{phrase(surname_first_undone(book.author))}"')
    return queries


def _recognised(book: WantedBook, candidates: Sequence[Candidate]) -> Match | None:
    if match := by_identifier(book, candidates):
        return match
    match = by_title(book, candidates)
    return match if match and match.score >= _SURE else None
