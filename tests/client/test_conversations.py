"""The core by hand: what it wants done next, told what came of it, without a network or a clock."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from fanfolio_client import errors
from fanfolio_client.conversations import Conversations
from fanfolio_client.library_file import LibraryFile
from fanfolio_client.patience import Patience
from fanfolio_client.wire import Answer, Conversation, Lost, Pause, Request, Send, Tell
from services.api import examples

SMALL = LibraryFile("library.csv", 3, io.BytesIO(b"a,b"))
LARGE = LibraryFile("library.csv", 5_000_000, io.BytesIO(b"a,b"))
LOST = Lost("Nothing answers at http://fanfolio.test: connection refused.")


def answer(status: int, document: Any = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, content=json.dumps(document).encode())


def problem(status: int, kind: str, **headers: str) -> Answer:
    document = {"type": f"/problems/{kind}", "title": "T", "status": status, "detail": "D"}
    return answer(status, document, content_type="application/problem+json", **headers)


ACCEPTED = answer(202, examples.ACCEPTED, retry_after="1")
RUNNING = answer(200, examples.RUNNING, retry_after="2", etag='W/"r"')
UNCHANGED = answer(304, retry_after="3", etag='W/"r"')
COMPLETE = answer(200, examples.COMPLETE, etag='W/"c"')
BUSY = problem(503, "unavailable", retry_after="5")


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def patience(clock: Callable[[], float] | None = None, **changes: Any) -> Patience:
    return Patience(now=clock or Clock(), random=lambda: 1.0, **changes)


def held(
    conversation: Conversation[Any], replies: Sequence[Answer | Lost], clock: Clock | None = None
) -> "Held":
    """Hold a conversation with these replies, in which time passes only when it pauses."""
    done, left = Held(), list(replies)
    reply: Answer | Lost | None = None
    while True:
        try:
            step = conversation.send(reply)
        except StopIteration as end:
            done.result = end.value
            return done
        except errors.FanfolioError as exc:
            done.error = exc
            return done
        reply = None
        match step:
            case Send(request):
                done.requests.append(request)
                reply = left.pop(0)
            case Pause(seconds):
                done.pauses.append(seconds)
                if clock:
                    clock.now_s += seconds
            case Tell(progress):
                done.told.append(str(progress.state))


class Held:
    """What came of a conversation."""

    def __init__(self) -> None:
        self.result: Any = None
        self.error: errors.FanfolioError | None = None
        self.requests: list[Request] = []
        self.pauses: list[float] = []
        self.told: list[str] = []


def test_an_upload_whose_answer_was_lost_is_sent_again_under_the_same_key() -> None:
    talk = Conversations(patience()).import_library(SMALL, idempotency_key="k" * 16)

    done = held(talk, [LOST, LOST, ACCEPTED])

    assert done.result.job.job_id == examples.ACCEPTED["job_id"]
    assert [request.headers["idempotency-key"] for request in done.requests] == ["k" * 16] * 3
    assert done.pauses == [0.25, 0.5]


def test_a_large_upload_is_handed_in_under_one_id_however_often_it_takes() -> None:
    talk = Conversations(patience()).import_library(LARGE, idempotency_key="k" * 16)

    done = held(talk, [answer(201, examples.UPLOAD), LOST, answer(204), LOST, ACCEPTED])

    targets = [request.target for request in done.requests]
    store = examples.UPLOAD["url"]
    assert targets == ["/v1/uploads", store, store, "/v1/jobs", "/v1/jobs"]
    assert [request.body for request in done.requests[-2:]] == [
        {"upload_id": examples.UPLOAD["upload_id"], "file_name": "library.csv"}
    ] * 2


def test_the_first_request_with_a_key_may_still_be_under_way() -> None:
    talk = Conversations(patience()).import_library(SMALL, idempotency_key="k" * 16)

    done = held(talk, [LOST, problem(409, "request-in-flight", retry_after="2"), ACCEPTED])

    assert done.pauses == [0.25, 2.0]
    assert done.result is not None


def test_a_store_that_refuses_says_so_and_no_job_begins() -> None:
    talk = Conversations(patience()).import_library(LARGE, idempotency_key="k" * 16)

    done = held(talk, [answer(201, examples.UPLOAD), Answer(status=403, headers={}, content=b"<Error/>")])

    assert isinstance(done.error, errors.StoreRefused)
    assert "403" in str(done.error)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_is_so_for_now_is_asked_again_when_the_service_says(status: int) -> None:
    done = held(Conversations(patience()).read_job("j"), [answer(status, retry_after="7"), COMPLETE])

    assert done.pauses == [7.0]
    assert done.error is None


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 500])
def test_what_will_not_change_is_not_asked_again(status: int) -> None:
    done = held(Conversations(patience()).read_job("j"), [problem(status, "conflict")])

    assert len(done.requests) == 1
    assert isinstance(done.error, errors.Conflict)


def test_attempts_have_an_end_and_pauses_double_up_to_a_bound() -> None:
    many = patience(attempts=8, within_s=60)

    done = held(Conversations(many).read_job("j"), [LOST] * 8)

    assert done.pauses == [0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]
    assert str(done.error) == LOST.reason
    assert isinstance(done.error, errors.Unreachable)


def test_half_of_a_pause_is_by_chance() -> None:
    lucky = Patience(now=Clock(), random=lambda: 0.0)

    assert held(Conversations(lucky).read_job("j"), [LOST, COMPLETE]).pauses == [0.125]


def test_who_is_told_to_wait_longer_than_there_is_patience_gives_up_at_once() -> None:
    done = held(
        Conversations(patience(within_s=30)).read_job("j"),
        [problem(429, "too-many-requests", retry_after="31")],
    )

    assert isinstance(done.error, errors.TooManyRequests)
    assert done.error.retry_after_s == 31
    assert done.pauses == []


def test_a_date_says_when_to_ask_again_too() -> None:
    past = answer(503, retry_after="Sun, 06 Nov 1994 08:49:37 GMT")

    assert held(Conversations(patience()).read_job("j"), [past, COMPLETE]).pauses == [0.25]


@pytest.mark.parametrize("before", [[], [problem(429, "too-many-requests")]])
def test_a_job_that_nobody_can_have_deleted_by_then_was_not_there(before: list[Answer]) -> None:
    talk = Conversations(patience()).delete("0" * 32, owner_token="x" * 43)

    done = held(talk, [*before, problem(404, "job-not-found")])

    assert isinstance(done.error, errors.JobNotFound)


def test_watching_leaves_the_service_alone_as_long_as_each_answer_says() -> None:
    done = held(
        Conversations(patience()).watch("j", ask_after_s=1), [RUNNING, UNCHANGED, UNCHANGED, COMPLETE]
    )

    assert done.pauses == [1, 2.0, 3.0, 3.0]
    assert done.told == ["enriching", "complete"]
    assert [request.params.get("wait") for request in done.requests] == [None, "20", "20", "20"]
    assert [request.headers.get("if-none-match") for request in done.requests] == [None, *['W/"r"'] * 3]


def test_the_time_limit_of_a_request_leaves_room_for_what_is_held_back() -> None:
    done = held(Conversations(patience()).watch("j"), [RUNNING, COMPLETE])

    assert [request.held_s for request in done.requests] == [0, 20]


def test_a_service_may_be_away_for_a_while_during_a_watch() -> None:
    clock = Clock()

    done = held(Conversations(patience(clock)).watch("j"), [RUNNING, *[LOST] * 15, COMPLETE], clock)

    assert done.told == ["enriching", "complete"]


def test_a_service_that_stays_away_ends_a_watch() -> None:
    clock = Clock()

    done = held(Conversations(patience(clock)).watch("j"), [RUNNING, *[LOST] * 100], clock)

    assert isinstance(done.error, errors.Unreachable)
    assert clock.now_s <= 95


def test_a_watch_ends_in_time_and_asks_for_no_more_than_is_left() -> None:
    clock = Clock()

    done = held(
        Conversations(patience(clock)).watch("j", timeout_s=8), [RUNNING, UNCHANGED, UNCHANGED], clock
    )

    assert isinstance(done.error, errors.StillRunning)
    assert [request.params.get("wait") for request in done.requests] == [None, "6", "3"]
    assert done.error.job.settled == 300


def test_a_failed_job_is_raised_with_the_reason() -> None:
    failed = {**examples.RUNNING, "state": "failed", "failure": {"code": "late", "message": "Too late."}}

    done = held(Conversations(patience()).watch("j"), [answer(200, failed)])

    assert isinstance(done.error, errors.JobFailed)
    assert done.error.detail == "Too late."


def test_a_large_document_is_fetched_from_the_store_without_the_owner_token() -> None:
    elsewhere = answer(303, location="https://store.test/books?signature=1")
    talk = Conversations(patience()).read_books_csv("j", private=True, owner_token="secret")

    done = held(talk, [elsewhere, Answer(status=200, headers={}, content=b"Number\r\n")])

    assert done.result == b"Number\r\n"
    assert done.requests[0].headers == {"authorization": "Bearer secret"}
    assert (done.requests[1].target, done.requests[1].headers) == ("https://store.test/books?signature=1", {})


def test_a_store_that_gives_nothing_is_no_document() -> None:
    elsewhere = answer(303, location="https://store.test/dashboard")

    done = held(Conversations(patience()).read_dashboard("j"), [elsewhere, answer(403)])

    assert isinstance(done.error, errors.StoreRefused)


def test_failures_are_read_to_the_last_page() -> None:
    following = {**examples.FAILURES, "next": "/v1/jobs/j/failures?offset=3&limit=5000"}

    done = held(
        Conversations(patience()).read_failures("j"), [answer(200, following), answer(200, examples.FAILURES)]
    )

    assert done.requests[1].target == following["next"]
    assert (len(done.result.complaints), len(done.result.books)) == (2, 4)


def test_a_job_id_cannot_lead_elsewhere() -> None:
    done = held(Conversations(patience()).read_job("../healthz?x=1"), [problem(404, "job-not-found")])

    assert done.requests[0].target == "/v1/jobs/..%2Fhealthz%3Fx%3D1"


@pytest.mark.parametrize(
    "content", [b"<html>", b"[]", b"{}", json.dumps({**examples.COMPLETE, "state": "new"}).encode()]
)
def test_an_answer_that_is_none_of_this_api_is_named(content: bytes) -> None:
    done = held(Conversations(patience()).read_job("j"), [Answer(status=200, headers={}, content=content)])

    assert isinstance(done.error, errors.UnexpectedAnswer)


def test_a_dashboard_of_another_version_is_not_guessed_at() -> None:
    done = held(Conversations(patience()).read_dashboard("j"), [answer(200, {"version": 2})])

    assert isinstance(done.error, errors.UnexpectedAnswer)
    assert "version 2" in str(done.error)
