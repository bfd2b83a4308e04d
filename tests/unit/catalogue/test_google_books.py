"""Google Books: what is asked, and how much of an answer is believed."""

import logging
from typing import Any

import httpx
import pytest

from catalogue_sim.app import create_app
from catalogue_sim.settings import SimSettings
from fanfolio.adapters.asking import Asker
from fanfolio.adapters.google_books import GoogleBooks, judge_google
from fanfolio.adapters.google_books.volumes import cover_url_in
from fanfolio.adapters.http import open_http
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.domain.enrichment import MatchedBy, Source
from fanfolio.observability import EventLog
from tests.fixtures.catalogues import (
    BASE_URL,
    HTML,
    Handler,
    Script,
    a_book,
    asker,
    books_with_isbn,
    isbn_of,
    json_reply,
    pacer,
)

KEY = "a-secret-key"
LONG_ENOUGH = 25.0
NO_MATCH = json_reply({"kind": "books#volumes", "totalItems": 0})


def google(handler: Handler, *, clock: FakeClock | None = None) -> GoogleBooks:
    clock = clock or FakeClock()
    one = asker(handler, clock=clock, source=Source.GOOGLE_BOOKS, judge=judge_google(clock))
    return GoogleBooks(one, base_url=BASE_URL, key=KEY, clock=clock, log=EventLog("test"))


def volume(number: int = 1, *, isbn: str | None = None, **facts: Any) -> dict[str, Any]:
    book = a_book(number)
    info: dict[str, Any] = {"title": book.title, "authors": [book.author]}
    if isbn:
        info["industryIdentifiers"] = [{"type": "ISBN_13", "identifier": isbn}]
    return {"id": f"vol{number}", "volumeInfo": info | facts}


def volumes(*items: dict[str, Any]) -> httpx.Response:
    return json_reply({"kind": "books#volumes", "totalItems": len(items), "items": list(items)})


def quota(limit: str) -> httpx.Response:
    detail = {"reason": "RATE_LIMIT_EXCEEDED", "metadata": {"quota_limit": limit, "quota_limit_value": "0"}}
    return json_reply({"error": {"code": 429, "message": "Quota exceeded", "details": [detail]}}, status=429)


BAD_KEY = json_reply(
    {"error": {"code": 400, "message": "API key not valid. Please pass a valid API key."}}, status=400
)


async def test_a_volume_with_the_isbn_is_the_book() -> None:
    found = volume(
        5,
        isbn=isbn_of(1),
        title="Another Title Altogether",
        categories=["Fiction"],
        pageCount=320,
        averageRating=4,
        language="en",
        description="Plain.",
        imageLinks={
            "thumbnail": "http://books.google.com/books/content?id=x&zoom=1&edge=curl&source=gbs_api"
        },
    )
    script = Script(volumes(found))

    answers = await google(script).find([a_book(1, isbn13=isbn_of(1))], until=LONG_ENOUGH)

    match = answers.matched[1]
    assert (match.by, match.work.source, match.work.key) == (MatchedBy.ISBN, Source.GOOGLE_BOOKS, "vol5")
    assert (match.work.categories, match.work.pages, match.work.first_year) == (("Fiction",), 320, None)
    assert match.work.cover_url == "https://books.google.com/books/content?id=x&zoom=1&source=gbs_api"
    asked = script.requests[0].url.params
    assert (asked["q"], asked["country"], asked["key"]) == (f"isbn:{isbn_of(1)}", "US", KEY)


async def test_another_book_in_answer_to_an_isbn_is_rejected() -> None:
    script = Script(volumes(volume(7, isbn=isbn_of(7))), NO_MATCH)

    answers = await google(script).find([a_book(1, isbn13=isbn_of(1))], until=LONG_ENOUGH)

    assert answers.absent == {1}


async def test_an_answer_without_the_isbn_is_taken_where_title_and_author_are_beyond_doubt() -> None:
    script = Script(volumes(volume(1)))

    answers = await google(script).find([a_book(1, isbn13=isbn_of(1))], until=LONG_ENOUGH)

    assert answers.matched[1].by is MatchedBy.TITLE_AUTHOR


async def test_a_book_without_an_isbn_is_asked_for_by_title_and_author() -> None:
    script = Script(volumes(volume(1)))

    answers = await google(script).find([a_book(1)], until=LONG_ENOUGH)

    assert sorted(answers.matched) == [1]
    assert script.queries[0] == f'intitle:"{a_book(1).title}" inauthor:"Mira Tolland"'


async def test_no_items_mean_that_the_book_is_absent() -> None:
    answers = await google(Script(NO_MATCH)).find([a_book(1)], until=LONG_ENOUGH)

    assert answers.absent == {1}


async def test_a_spent_day_stops_asking_until_midnight_pacific() -> None:
    clock, script = FakeClock(), Script(quota("defaultPerDayPerProject"))
    catalogue = google(script, clock=clock)

    first = await catalogue.find(books_with_isbn(20), until=LONG_ENOUGH)
    asked = len(script.requests)
    again = await catalogue.find(books_with_isbn(20), until=LONG_ENOUGH)
    clock.advance(20 * 3_600 + 60)
    await catalogue.find(books_with_isbn(1), until=clock.monotonic() + LONG_ENOUGH)

    assert len(first.unanswered) == len(again.unanswered) == 20
    assert {why.reason for why in again.unanswered.values()} == {"quota-spent"}
    assert asked <= 4
    assert len(script.requests) == asked + 1


async def test_a_spent_minute_is_a_reason_and_holds_back_for_a_minute() -> None:
    clock, script = FakeClock(), Script(quota("defaultPerMinutePerUser"))
    catalogue = google(script, clock=clock)

    answers = await catalogue.find([a_book(1)], until=LONG_ENOUGH)
    again = await catalogue.find([a_book(1)], until=clock.monotonic() + LONG_ENOUGH)

    assert answers.unanswered[1].reason == "google-books-limited"
    assert answers.unanswered[1].retry_after_s == 60.0
    assert again.unanswered[1].reason == "paced"
    assert len(script.requests) == 1


async def test_a_bad_key_is_said_once_and_never_tried_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("fanfolio"), "propagate", True)
    script = Script(BAD_KEY)
    catalogue = google(script)

    with caplog.at_level(logging.DEBUG):
        await catalogue.find(books_with_isbn(20), until=LONG_ENOUGH)
        answers = await catalogue.find(books_with_isbn(20), until=LONG_ENOUGH)

    assert {why.reason for why in answers.unanswered.values()} == {"google-books-misconfigured"}
    assert len(script.requests) <= 4
    assert caplog.text.count("google_books_key_refused") == 1
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (httpx.Response(502, html=HTML), "google-books-error"),
        (
            json_reply({"error": {"code": 503, "errors": [{"reason": "backendFailed"}]}}, status=503),
            "google-books-error",
        ),
        (
            json_reply({"error": {"errors": [{"reason": "unknownLocation"}]}}, status=403),
            "google-books-refused",
        ),
        (
            json_reply({"error": {"errors": [{"reason": "accessNotConfigured"}]}}, status=403),
            "google-books-misconfigured",
        ),
        (json_reply({"error": {"message": "Missing query."}}, status=400), "google-books-misunderstood"),
        (httpx.Response(200, content=b'{"items": ['), "google-books-unreadable"),
        (json_reply({}), "google-books-unreadable"),
        (httpx.ReadTimeout("silence"), "google-books-timeout"),
    ],
)
async def test_every_failure_has_its_reason(reply: httpx.Response | Exception, reason: str) -> None:
    answers = await google(Script(reply)).find([a_book(1)], until=LONG_ENOUGH)

    assert answers.unanswered[1].reason == reason


async def test_filling_gaps_ends_before_it_holds_a_chunk_up() -> None:
    clock = FakeClock()

    answers = await google(Script(NO_MATCH), clock=clock).find(books_with_isbn(100), until=LONG_ENOUGH)

    assert len(answers.absent) + len(answers.unanswered) == 100
    assert answers.unanswered
    assert clock.monotonic() < 12.0


async def test_against_the_simulator_wrong_answers_are_rejected_and_right_ones_matched() -> None:
    clock = FakeClock()
    settings = SimSettings(works=None, limits=False, google_key=KEY, google_wrong_isbn_share=0.5)
    client = open_http("reader@example.org", transport=httpx.ASGITransport(app=create_app(settings)))
    one = Asker(
        Source.GOOGLE_BOOKS,
        client=client,
        pacer=pacer(clock),
        clock=clock,
        log=EventLog("test"),
        judge=judge_google(clock),
    )
    catalogue = GoogleBooks(
        one, base_url=BASE_URL, key=KEY, clock=clock, log=EventLog("test"), longest_s=1_000.0
    )
    books = [a_book(number, isbn13=isbn_of(number), author=None) for number in range(1, 21)]

    answers = await catalogue.find(books, until=1_000.0)

    assert len(answers.matched) + len(answers.absent) == 20
    assert 4 <= len(answers.matched) <= 16
    assert {match.by for match in answers.matched.values()} == {MatchedBy.ISBN}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://books.google.com/c?id=1&edge=curl", "https://books.google.com/c?id=1"),
        ("https://books.googleusercontent.com/c?id=1", "https://books.googleusercontent.com/c?id=1"),
        ("https://books.google.com.evil.test/c", None),
        ("https://books.google.com:8443/c", None),
        ("https://me@books.google.com/c", None),
        ("javascript:alert(1)", None),
        ("//books.google.com/c", None),
        ("http://[broken", None),
        (7, None),
    ],
)
def test_a_cover_is_https_and_from_googles_own_hosts(address: Any, kept: str | None) -> None:
    assert cover_url_in(address) == kept
