"""The scripted catalogue keeps the catalogue port's promise: every asked book is in exactly one of the answers."""

from fanfolio.adapters.memory import MemoryCatalogueCache, ScriptedCatalogue
from fanfolio.domain.enrichment import Match, MatchedBy, Source, Work
from fanfolio.messages import WantedBook
from fanfolio.ports import CachedAnswer, Unanswered

WORK = Work(source=Source.OPEN_LIBRARY, key="/works/W1", title="A title")
MATCH = Match(work=WORK, by=MatchedBy.ISBN)
DOWN = Unanswered(reason="source-down", retry_after_s=5)

BOOKS = [
    WantedBook(number=1, title="By number"),
    WantedBook(number=2, title="By ISBN", isbn13="9780000000002"),
    WantedBook(number=3, title="Unheard of"),
]


async def test_books_are_found_by_number_or_isbn_and_others_are_absent() -> None:
    catalogue = ScriptedCatalogue({1: MATCH, "9780000000002": MATCH})

    answers = await catalogue.find(BOOKS, until=10)

    assert (answers.matched.keys(), answers.absent, answers.unanswered) == ({1, 2}, {3}, {})
    assert (catalogue.asked, answers.requests) == ([(1, 2, 3)], 1)


async def test_an_unavailable_catalogue_answers_for_no_book() -> None:
    catalogue = ScriptedCatalogue({1: MATCH}, source=Source.GOOGLE_BOOKS)
    catalogue.unavailable = DOWN

    answers = await catalogue.find(BOOKS, until=10)

    assert catalogue.source is Source.GOOGLE_BOOKS
    assert (answers.matched, answers.absent, answers.unanswered) == (
        {},
        frozenset(),
        {1: DOWN, 2: DOWN, 3: DOWN},
    )


async def test_single_books_can_be_unavailable() -> None:
    catalogue = ScriptedCatalogue({1: MATCH})
    catalogue.unavailable_numbers[3] = DOWN

    answers = await catalogue.find(BOOKS, until=10)

    assert (answers.matched, answers.absent, answers.unanswered) == ({1: MATCH}, {2}, {3: DOWN})


def test_the_cache_remembers_matches_and_misses() -> None:
    cache = MemoryCatalogueCache()

    cache.put({"isbn:1": CachedAnswer(match=MATCH), "gr:2": CachedAnswer(match=None)})

    assert cache.get({"isbn:1", "gr:2", "gr:3"}) == {
        "isbn:1": CachedAnswer(match=MATCH),
        "gr:2": CachedAnswer(match=None),
    }
