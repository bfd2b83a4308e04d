"""A catalogue that says what it is told to say, and a cache that forgets nothing."""

from collections.abc import Collection, Mapping, Sequence

from fanfolio.domain.enrichment import Match, Source
from fanfolio.messages import WantedBook
from fanfolio.ports import Answers, CachedAnswer, Unanswered


class ScriptedCatalogue:
    """Answers from a table by book number or ISBN-13; what is not in it does not exist.

    ``unavailable`` (or an entry of ``unavailable_numbers``) makes it answer nothing for now. ``asked`` remembers
    every request's book numbers.
    """

    def __init__(
        self, matches: Mapping[int | str, Match] | None = None, *, source: Source = Source.OPEN_LIBRARY
    ) -> None:
        self.matches = dict(matches or {})
        self.unavailable: Unanswered | None = None
        self.unavailable_numbers: dict[int, Unanswered] = {}
        self.asked: list[tuple[int, ...]] = []
        self._source = source

    @property
    def source(self) -> Source:
        """Which catalogue this plays."""
        return self._source

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        """Look books up in the table."""
        self.asked.append(tuple(book.number for book in books))
        matched: dict[int, Match] = {}
        absent: set[int] = set()
        unanswered: dict[int, Unanswered] = {}
        for book in books:
            if why := self.unavailable or self.unavailable_numbers.get(book.number):
                unanswered[book.number] = why
            elif match := self._match(book):
                matched[book.number] = match
            else:
                absent.add(book.number)
        return Answers(matched=matched, absent=frozenset(absent), unanswered=unanswered, requests=1)

    def _match(self, book: WantedBook) -> Match | None:
        by_number = self.matches.get(book.number)
        return by_number or (self.matches.get(book.isbn13) if book.isbn13 else None)


class MemoryCatalogueCache:
    """Remembers every answer for as long as it lives."""

    def __init__(self) -> None:
        self.known: dict[str, CachedAnswer] = {}

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        """The answers that are known."""
        return {key: self.known[key] for key in keys if key in self.known}

    def put(self, answers: Mapping[str, CachedAnswer]) -> None:
        """Remember answers."""
        self.known.update(answers)
