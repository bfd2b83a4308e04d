"""Arrows 5 and 6: look a chunk of books up, keep the result, then count its books as settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from fanfolio.domain.cache_keys import keys_of
from fanfolio.domain.classification import Classifier
from fanfolio.domain.enrichment import Enrichment, Match, Outcome
from fanfolio.domain.pacing import PACED
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.postpone import Postponement, postpone
from fanfolio.flow.settling import settle
from fanfolio.messages import MAX_ATTEMPTS, ChunkMessage, WantedBook
from fanfolio.observability import EventLog
from fanfolio.ports import (
    Answers,
    BookQueue,
    CachedAnswer,
    Catalogue,
    CatalogueCache,
    JobStore,
    Objects,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkReport:
    """What became of one message: counts for the log and the metrics."""

    matched: int = 0
    unmatched: int = 0
    unavailable: int = 0
    postponed: int = 0
    from_cache: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichChunk:
    """Settles the books of one message; processing it twice leaves the same outcome.

    The first catalogue decides whether a book exists; further ones fill gaps: books the first does not know, and
    matches without anything to tell a genre by. Books that it cannot answer for now will be asked for again: only
    when it has failed for the last time do the others stand in, whose few requests a day one outage would use up.
    """

    jobs: JobStore
    objects: Objects
    queue: BookQueue
    cache: CatalogueCache
    catalogues: Sequence[Catalogue]
    deletion: Deletion
    log: EventLog

    async def __call__(self, message: ChunkMessage, *, until: float) -> ChunkReport:
        """Look up, store, settle, send back what could not be asked; be done by ``until`` (monotonic)."""
        log = self.log.bind(job_id=message.job_id, chunk=message.chunk, attempt=message.attempt)
        if not self.deletion.is_still_wanted(message.job_id):
            log.info("chunk_dropped")
            return ChunkReport()
        found = self._from_cache(message.books)
        from_cache = len(found.matched) + len(found.absent)
        unknown = [book for book in message.books if book.number not in found.matched.keys() | found.absent]
        learned: Mapping[str, CachedAnswer] = {}
        if unknown:
            last = message.attempt >= MAX_ATTEMPTS
            found, learned = await self._from_catalogues(unknown, found, until=until, last=last)
        postponed = postpone(message, found.unanswered)
        try:
            # Last of all: what fails before brings the message back, and books that were sent by then would multiply.
            report = self._settle(message, found, _numbers(postponed))
            self._send_back(postponed)
        finally:
            # The reader waits for the results, nobody for the cache; but what was asked once is not asked again.
            if learned:
                self.cache.put(learned)
        if self.deletion.finish_if_deleted(message.job_id):
            log.info("chunk_cleaned_up")
        return replace(report, from_cache=from_cache, requests=found.requests)

    def _from_cache(self, books: Sequence[WantedBook]) -> Answers:
        keys = {book.number: keys_of(book) for book in books}
        known = self._known(keys.values())
        matched: dict[int, Match] = {}
        absent: set[int] = set()
        for number, of_book in keys.items():
            answers = [known[key] for key in of_book if key in known]
            if match := next((answer.match for answer in answers if answer.match), None):
                matched[number] = match
            elif answers and len(answers) == len(of_book):
                absent.add(number)
        return Answers(matched=matched, absent=frozenset(absent), unanswered={})

    def _known(self, keys: Iterable[tuple[str, ...]]) -> Mapping[str, CachedAnswer]:
        """The cache's answers: books that their surest key finds need no other, which halves what is read."""
        asked = [of_book for of_book in keys if of_book]
        known = self.cache.get({of_book[0] for of_book in asked})
        others = {key for of_book in asked if not _finds(known, of_book[0]) for key in of_book[1:]}
        return {**known, **self.cache.get(others)} if others else known

    async def _from_catalogues(
        self, books: Sequence[WantedBook], found: Answers, *, until: float, last: bool
    ) -> tuple[Answers, Mapping[str, CachedAnswer]]:
        """Answers to all books, those found before included, and what of them the cache should know."""
        first, *others = self.catalogues
        answers = await first.find(books, until=until)
        inconclusive: set[int] = set()
        for gap_filler in others:
            gaps = [book for book in books if _is_gap(book, answers, last=last)]
            if gaps:
                filling = await gap_filler.find(gaps, until=until)
                inconclusive |= filling.unanswered.keys()
                answers = _fill(answers, filling)
        learned = _conclusive([book for book in books if book.number not in inconclusive], answers)
        whole = Answers(
            matched={**found.matched, **answers.matched},
            absent=found.absent | answers.absent,
            unanswered=answers.unanswered,
            requests=answers.requests,
        )
        return whole, learned

    def _settle(self, message: ChunkMessage, found: Answers, postponed: frozenset[int]) -> ChunkReport:
        classifier = Classifier()
        enrichments = [
            _enrichment(book.number, found, classifier)
            for book in message.books
            if book.number not in postponed
        ]
        report = ChunkReport(postponed=len(postponed))
        if not enrichments:
            return report
        outcomes = settle(message, enrichments, objects=self.objects, jobs=self.jobs)
        return replace(report, **{outcome.value: len(numbers) for outcome, numbers in outcomes.items()})

    def _send_back(self, postponed: Sequence[Postponement]) -> None:
        for one in postponed:
            self.queue.send([one.message], delay_s=one.delay_s)


def _numbers(postponed: Sequence[Postponement]) -> frozenset[int]:
    return frozenset(book.number for one in postponed for book in one.message.books)


def _conclusive(books: Sequence[WantedBook], answers: Answers) -> Mapping[str, CachedAnswer]:
    """What is known for good by now, under every key of its books."""
    conclusive: dict[str, CachedAnswer] = {}
    for book in books:
        match = answers.matched.get(book.number)
        if match or book.number in answers.absent:
            conclusive |= dict.fromkeys(keys_of(book), CachedAnswer(match=match))
    return conclusive


def _enrichment(number: int, found: Answers, classifier: Classifier) -> Enrichment:
    if match := found.matched.get(number):
        classified = classifier.of_work(match.work)
        return Enrichment(number=number, outcome=Outcome.MATCHED, match=match, classified=classified)
    if number in found.absent:
        return Enrichment(number=number, outcome=Outcome.UNMATCHED)
    return Enrichment(number=number, outcome=Outcome.UNAVAILABLE, reason=found.unanswered[number].reason)


def _finds(known: Mapping[str, CachedAnswer], key: str) -> bool:
    return key in known and known[key].match is not None


def _is_gap(book: WantedBook, answers: Answers, *, last: bool) -> bool:
    if why := answers.unanswered.get(book.number):
        return last and why.reason != PACED
    match = answers.matched.get(book.number)
    return match is None or not (match.work.subjects or match.work.categories)


def _fill(first: Answers, second: Answers) -> Answers:
    """The first catalogue's answers with gaps filled; what the second could not answer stays as it was."""
    filled = dict(first.matched)
    for number, match in second.matched.items():
        known = filled.get(number)
        filled[number] = _with_evidence(known, match) if known else match
    return Answers(
        matched=filled,
        absent=first.absent - filled.keys(),
        unanswered={number: why for number, why in first.unanswered.items() if number not in filled},
        requests=first.requests + second.requests,
    )


def _with_evidence(known: Match, other: Match) -> Match:
    work = structs.replace(
        known.work,
        categories=other.work.categories,
        subjects=known.work.subjects or other.work.subjects,
        description=known.work.description or other.work.description,
        cover_url=known.work.cover_url or other.work.cover_url,
        pages=known.work.pages or other.work.pages,
    )
    return structs.replace(known, work=work)
