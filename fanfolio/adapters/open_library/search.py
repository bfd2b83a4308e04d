"""One search for many books: what has been recognised, what failed, and what is still open."""

import asyncio
from collections.abc import Callable, Sequence

from fanfolio.adapters.asking import REFUSED, UNREADABLE, Asked, Asker
from fanfolio.adapters.open_library.answers import SearchAnswer, read_search
from fanfolio.adapters.open_library.queries import (
    Batch,
    Clauses,
    identifier_clauses,
    packed,
    title_clauses,
)
from fanfolio.domain.enrichment import Match, Source
from fanfolio.domain.matching import by_identifier, by_title
from fanfolio.messages import WantedBook
from fanfolio.ports import Answers, Unanswered

# Requests of one search that are under way at once; the pacer decides when each may start.
_AT_ONCE = 4

# How often a batch is halved: an unreadable or cut answer of 100 books is narrowed down to about a dozen.
_HALVINGS = 3
# But while not a single answer could be read, the catalogue is more likely at fault than some of the books.
_HALVINGS_UNANSWERED = 2
# A refusal may be the fault of one title, or of us: it is looked into once, and not with eight requests.
_HALVINGS_WHEN_REFUSED = 1

# More absent books than a tenth of a chunk are asked for once more before that is believed.
_FEW = 2
_A_TENTH = 10

# Most ISBNs are known: an answer that shows fewer than this share of ten or more may have lost some.
_USUALLY_KNOWN = 0.6
_ENOUGH_TO_TELL = 10

ClausesOf = Callable[[WantedBook], Clauses]


class Search:
    """The state of one look-up; used by the tasks of one event loop."""

    def __init__(self, asker: Asker, *, base_url: str, until: float) -> None:
        self._asker = asker
        self._base_url = base_url
        self._until = until
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._matched: dict[int, Match] = {}
        self._failed: dict[int, Unanswered] = {}
        self._denied: dict[int, int] = {}
        self._requests = 0
        self._has_seen_works = False
        self._has_read_any = False

    async def by_identifiers(self, books: Sequence[WantedBook]) -> None:
        """The first pass: everything that has an ISBN or a Goodreads id."""
        await self._ask_all(books, identifier_clauses)

    async def by_titles(self, books: Sequence[WantedBook]) -> None:
        """The second pass: title and author, and the identifiers once more."""
        await self._ask_all(books, title_clauses)

    async def by_titles_again(self, books: Sequence[WantedBook]) -> None:
        """The second pass once more, in smaller requests."""
        middle = (len(books) + 1) // 2
        async with asyncio.TaskGroup() as tasks:
            for part in (books[:middle], books[middle:]):
                tasks.create_task(self._ask_all(part, title_clauses))

    def open_among(self, books: Sequence[WantedBook]) -> list[WantedBook]:
        """The books that are neither recognised nor failed."""
        return [
            book for book in books if book.number not in self._matched and book.number not in self._failed
        ]

    def doubtful_among(self, books: Sequence[WantedBook]) -> list[WantedBook]:
        """The open books whose absence is not believed yet.

        An answer can leave works out without a word. So a book is absent only after two healthy answers without
        it; and many absences at once, or a catalogue that showed no work at all, take a third.
        """
        absent = self.open_among(books)
        if len(absent) > max(_FEW, len(books) // _A_TENTH) or not self._has_seen_works:
            return absent
        return [book for book in absent if self._denied.get(book.number, 0) < 2]

    @property
    def understood_nothing(self) -> bool:
        """Whether answers came, but not a single one that could be read."""
        unreadable = {f"{Source.OPEN_LIBRARY}-{UNREADABLE.name}"}
        return not self._has_read_any and unreadable <= {why.reason for why in self._failed.values()}

    def answers(self, books: Sequence[WantedBook]) -> Answers:
        """What is known now."""
        return Answers(
            matched=dict(self._matched),
            absent=frozenset(book.number for book in self.open_among(books)),
            unanswered=dict(self._failed),
            requests=self._requests,
        )

    async def _ask_all(
        self, books: Sequence[WantedBook], clauses_of: ClausesOf, *, halvings: int = 0
    ) -> None:
        async with asyncio.TaskGroup() as tasks:
            for batch in packed(books, clauses_of, base_url=self._base_url):
                tasks.create_task(self._ask(batch, clauses_of, halvings=halvings))

    async def _ask(self, batch: Batch, clauses_of: ClausesOf, *, halvings: int) -> None:
        async with self._slots:
            asked = await self._asker.ask(batch.url, read_search, until=self._until)
        self._requests += asked.requests
        self._has_read_any |= asked.value is not None
        if asked.value is not None:
            await self._take(batch, asked.value, clauses_of, halvings=halvings)
        elif len(batch.books) > 1 and halvings < self._halvings_worth(asked):
            await self._ask_halves(batch.books, clauses_of, halvings=halvings)
        elif asked.why is not None:
            self._failed |= dict.fromkeys((book.number for book in batch.books), asked.why)

    async def _take(
        self, batch: Batch, answer: SearchAnswer, clauses_of: ClausesOf, *, halvings: int
    ) -> None:
        for book in batch.books:
            match = by_identifier(book, answer.candidates) or by_title(book, answer.candidates)
            if match:
                self._matched[book.number] = match
        self._has_seen_works |= bool(answer.candidates)
        missing = self.open_among(batch.books)
        if answer.is_cut and missing and len(batch.books) > 1 and halvings < _HALVINGS:
            await self._ask_halves(missing, clauses_of, halvings=halvings)
            return
        if clauses_of is identifier_clauses and _may_have_lost_some(len(batch.books), len(missing)):
            return
        for book in missing:
            self._denied[book.number] = self._denied.get(book.number, 0) + 1

    def _halvings_worth(self, asked: Asked[SearchAnswer]) -> int:
        if asked.trouble is UNREADABLE:
            return _HALVINGS if self._has_read_any else _HALVINGS_UNANSWERED
        return _HALVINGS_WHEN_REFUSED if asked.trouble is REFUSED else 0

    async def _ask_halves(self, books: Sequence[WantedBook], clauses_of: ClausesOf, *, halvings: int) -> None:
        middle = (len(books) + 1) // 2
        async with asyncio.TaskGroup() as tasks:
            for part in (books[:middle], books[middle:]):
                tasks.create_task(self._ask_all(part, clauses_of, halvings=halvings + 1))


def _may_have_lost_some(asked: int, missing: int) -> bool:
    return asked >= _ENOUGH_TO_TELL and asked - missing < _USUALLY_KNOWN * asked
