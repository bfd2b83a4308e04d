"""Open Library: books in bulk, what is asked again, and when a book counts as absent."""

import httpx
import pytest

from catalogue_sim.app import create_app
from catalogue_sim.settings import SimSettings
from fanfolio.adapters.asking import Asker
from fanfolio.adapters.http import open_http
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.adapters.open_library import OpenLibrary
from fanfolio.domain.enrichment import MatchedBy, Source
from fanfolio.messages import WantedBook
from fanfolio.observability import EventLog
from fanfolio.ports import Answers
from tests.fixtures.catalogues import (
    BASE_URL,
    HTML,
    LIMITED_BODY,
    Script,
    a_book,
    a_doc,
    books_with_isbn,
    isbn_of,
    json_reply,
    open_library,
    pacer,
    search_reply,
)

LONG_ENOUGH = 25.0
NOTHING = search_reply([])


def simulated(clock: FakeClock | None = None, **settings: object) -> OpenLibrary:
    """Open Library as the simulator plays it, without its limits: time stands still here."""
    clock = clock or FakeClock()
    app = create_app(SimSettings(works=None, limits=False, **settings))  # type: ignore[arg-type]
    client = open_http("reader@example.org", transport=httpx.ASGITransport(app=app))
    asker = Asker(Source.OPEN_LIBRARY, client=client, pacer=pacer(clock), clock=clock, log=EventLog("test"))
    return OpenLibrary(asker, base_url=BASE_URL)


def accounts_for(answers: Answers, books: list[WantedBook]) -> bool:
    numbers = [*answers.matched, *answers.absent, *answers.unanswered]
    return sorted(numbers) == [book.number for book in books]


async def test_a_hundred_books_with_isbns_take_one_request() -> None:
    books = books_with_isbn(100)
    script = Script(search_reply(a_doc(book.number, isbn=[book.isbn13]) for book in books))

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert answers.requests == len(script.requests) == 1
    assert {match.by for match in answers.matched.values()} == {MatchedBy.ISBN}
    assert accounts_for(answers, books)


async def test_two_isbns_of_one_work_are_both_answered_by_its_one_document() -> None:
    books = [a_book(1, isbn13=isbn_of(1)), a_book(2, isbn13=isbn_of(2))]
    script = Script(search_reply([a_doc(9, isbn=[isbn_of(1), isbn_of(2)])]))

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert {match.work.key for match in answers.matched.values()} == {"/works/OL9W"}
    assert len(answers.matched) == 2


async def test_what_has_no_isbn_is_found_by_its_goodreads_id() -> None:
    script = Script(search_reply([a_doc(9, id_goodreads=["4711"])]))

    answers = await open_library(script).find([a_book(1, goodreads_id="4711")], until=LONG_ENOUGH)

    assert answers.matched[1].by is MatchedBy.GOODREADS_ID


async def test_leftovers_are_asked_for_by_title_and_author() -> None:
    books = books_with_isbn(3)
    script = Script(search_reply([a_doc(1, isbn=[isbn_of(1)])]), search_reply([a_doc(2), a_doc(3)]))

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert answers.matched[2].by is MatchedBy.TITLE_AUTHOR
    assert answers.matched[2].score > 0.9
    assert (len(answers.matched), answers.requests) == (3, 2)
    assert isbn_of(1) not in script.queries[1]


async def test_a_book_that_two_healthy_answers_do_not_show_is_absent() -> None:
    script = Script(search_reply([a_doc(1, isbn=[isbn_of(1)])]), NOTHING)

    answers = await open_library(script).find(books_with_isbn(2), until=LONG_ENOUGH)

    assert answers.absent == {2}
    assert answers.requests == 2


async def test_a_book_without_identifiers_is_asked_for_twice_before_it_is_absent() -> None:
    script = Script(search_reply([a_doc(1)]), search_reply([a_doc(2)]))

    answers = await open_library(script).find([a_book(1), a_book(2)], until=LONG_ENOUGH)

    assert sorted(answers.matched) == [1, 2]
    assert answers.requests == 2


async def test_many_absences_at_once_are_not_believed_at_once() -> None:
    books = books_with_isbn(30)
    some = search_reply([a_doc(book.number) for book in books[:8]])
    script = Script(some, some, search_reply([a_doc(book.number) for book in books]))

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert len(answers.matched) == 30


async def test_a_catalogue_that_shows_no_work_at_all_is_asked_once_more() -> None:
    script = Script(NOTHING, NOTHING, search_reply([a_doc(1), a_doc(2)]))

    answers = await open_library(script).find(books_with_isbn(2), until=LONG_ENOUGH)

    assert len(answers.matched) == 2


async def test_three_healthy_answers_without_any_work_are_believed() -> None:
    script = Script(NOTHING)

    answers = await open_library(script).find(books_with_isbn(4), until=LONG_ENOUGH)

    assert answers.absent == {1, 2, 3, 4}
    assert answers.requests == 4


async def test_the_missing_of_a_cut_answer_are_asked_for_in_smaller_batches() -> None:
    books = books_with_isbn(4)
    cut = search_reply([a_doc(1, isbn=[isbn_of(1)])], found=500)
    rest = search_reply([a_doc(n, isbn=[isbn_of(n)]) for n in (2, 3, 4)])
    script = Script(cut, rest)

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert len(answers.matched) == 4
    assert answers.requests == 3
    assert isbn_of(1) not in script.queries[1]


@pytest.mark.parametrize(
    "unreadable",
    [
        json_reply({}),
        json_reply([]),
        httpx.Response(200, content=b'{"numFound": 4, "docs": [{"key'),
        httpx.Response(200, html=HTML),
    ],
    ids=["empty object", "list", "truncated", "html"],
)
async def test_an_unreadable_answer_is_halved_and_the_books_are_found(unreadable: httpx.Response) -> None:
    books = books_with_isbn(4)
    script = Script(unreadable, search_reply([a_doc(n, isbn=[isbn_of(n)]) for n in (1, 2, 3, 4)]))

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert len(answers.matched) == 4
    assert answers.requests == 3


async def test_what_stays_unreadable_is_never_absent_and_costs_few_requests() -> None:
    books = books_with_isbn(64)
    script = Script(json_reply({}))

    answers = await open_library(script).find(books, until=LONG_ENOUGH)

    assert {why.reason for why in answers.unanswered.values()} == {"open-library-unreadable"}
    assert len(answers.unanswered) == 64
    assert answers.requests == 7


async def test_a_catalogue_that_answers_only_rubbish_opens_the_circuit_for_the_chunks_that_follow() -> None:
    clock, script = FakeClock(), Script(json_reply({}))
    catalogue = open_library(script, clock=clock, shared=pacer(clock))

    for _ in range(6):
        answers = await catalogue.find(books_with_isbn(100), until=clock.monotonic() + LONG_ENOUGH)
        assert len(answers.unanswered) == 100

    assert len(script.requests) == 4 * 7
    assert {why.reason for why in answers.unanswered.values()} == {"circuit-open"}


@pytest.mark.parametrize(
    ("trouble", "reasons"),
    [
        (httpx.Response(429, text=LIMITED_BODY), {"open-library-limited", "circuit-open"}),
        (httpx.Response(403, html=HTML), {"open-library-refused"}),
        (httpx.Response(500, text="Internal Server Error"), {"open-library-error"}),
        (httpx.Response(503, html=HTML), {"open-library-error"}),
        (httpx.ReadError("reset by peer"), {"open-library-error"}),
        (httpx.ReadTimeout("silence"), {"open-library-timeout"}),
    ],
    ids=["429", "403", "500", "503", "reset", "timeout"],
)
async def test_no_book_is_lost_or_absent_when_the_catalogue_fails(
    trouble: httpx.Response | Exception, reasons: set[str]
) -> None:
    books = books_with_isbn(100)

    answers = await open_library(Script(trouble)).find(books, until=LONG_ENOUGH)

    assert accounts_for(answers, books)
    assert not answers.matched
    assert not answers.absent
    assert {why.reason for why in answers.unanswered.values()} <= reasons


async def test_books_whose_second_question_fails_are_unanswered_and_the_others_stay_matched() -> None:
    script = Script(search_reply([a_doc(1, isbn=[isbn_of(1)])]), httpx.Response(503, html=HTML))

    answers = await open_library(script).find(books_with_isbn(3), until=LONG_ENOUGH)

    assert sorted(answers.matched) == [1]
    assert sorted(answers.unanswered) == [2, 3]


async def test_a_refused_batch_is_looked_into_once() -> None:
    script = Script(
        search_reply([a_doc(9)]),
        httpx.Response(403, html=HTML),
        search_reply([a_doc(1), a_doc(2), a_doc(3), a_doc(4)]),
    )

    answers = await open_library(script).find(books_with_isbn(4), until=LONG_ENOUGH)

    assert len(answers.matched) == 4


async def test_a_black_hole_opens_the_circuit_for_the_chunks_that_follow() -> None:
    clock, script = FakeClock(), Script(httpx.ReadTimeout("silence"))
    shared = pacer(clock)
    catalogue = open_library(script, clock=clock, shared=shared)

    for _ in range(6):
        answers = await catalogue.find(books_with_isbn(100), until=clock.monotonic() + LONG_ENOUGH)
        assert len(answers.unanswered) == 100

    assert len(script.requests) == 4
    assert {why.reason for why in answers.unanswered.values()} == {"circuit-open"}


async def test_nothing_to_ask_for_is_absent_without_a_request() -> None:
    script = Script(NOTHING)

    answers = await open_library(script).find([a_book(1, title="?", author=None)], until=LONG_ENOUGH)

    assert answers.absent == {1}
    assert script.requests == []


async def test_no_books_take_no_request() -> None:
    answers = await open_library(Script(NOTHING)).find([], until=LONG_ENOUGH)

    assert (answers.matched, answers.absent, answers.requests) == ({}, frozenset(), 0)


async def test_against_the_simulator_a_chunk_takes_two_requests() -> None:
    answers = await simulated(miss_share=0.05).find(books_with_isbn(100), until=LONG_ENOUGH)

    assert answers.requests <= 2
    assert len(answers.matched) >= 98


@pytest.mark.parametrize(("fault", "share"), [("empty", 0.3), ("truncated", 0.3), ("partial", 0.1)])
async def test_answers_spoiled_now_and_then_make_no_book_absent(fault: str, share: float) -> None:
    catalogue, books = simulated(errors={fault: share}, seed=5), books_with_isbn(100)
    absent = 0

    for _ in range(8):
        answers = await catalogue.find(books, until=LONG_ENOUGH)
        absent += len(answers.absent)
        assert accounts_for(answers, books)

    assert absent == 0


async def test_under_a_mix_of_faults_every_book_is_accounted_for() -> None:
    clock, books = FakeClock(), books_with_isbn(100)
    faults = dict.fromkeys(("429", "403", "500", "502", "503", "empty", "truncated", "partial"), 0.06)
    catalogue = simulated(clock, errors=faults, seed=3)
    matched = 0

    for _ in range(10):
        answers = await catalogue.find(books, until=clock.monotonic() + LONG_ENOUGH)
        assert accounts_for(answers, books)
        matched += len(answers.matched)
        clock.advance(60.0)

    assert matched > 800
