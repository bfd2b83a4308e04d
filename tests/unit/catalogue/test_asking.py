"""Asking a catalogue: every way to fail has its name, its pause and its end."""

import asyncio
import json
import logging
from typing import Any

import httpx
import pytest

from fanfolio.adapters.asking import OUT_OF_TIME, Asked, Unreadable
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.http import MOST_BYTES
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.domain.enrichment import Source
from fanfolio.domain.pacing import FAILURES_THAT_OPEN
from fanfolio.ports import Refusal
from tests.fixtures.catalogues import (
    BASE_URL,
    HTML,
    LIMITED_BODY,
    Handler,
    Reply,
    Script,
    asker,
    json_reply,
    pacer,
)

URL = f"{BASE_URL}/search.json?q=title"
LONG_ENOUGH = 60.0
GOOD = json_reply({"docs": []})


def read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as exc:
        raise Unreadable("broken") from exc


async def ask(handler: Handler, *, clock: FakeClock | None = None, until: float = LONG_ENOUGH) -> Asked[Any]:
    return await asker(handler, clock=clock).ask(URL, read, until=until)


async def test_a_good_answer_is_read() -> None:
    asked = await ask(Script(GOOD))

    assert asked.value == {"docs": []}
    assert asked.requests == 1


async def test_every_request_says_who_asks_and_whom_to_turn_to() -> None:
    script = Script(GOOD)

    await ask(script)

    assert script.requests[0].headers["user-agent"] == "Fanfolio/0.1.0 (reader@example.org)"


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(500, text="Internal Server Error"),
        httpx.Response(502, html=HTML),
        httpx.Response(503, html=HTML),
        httpx.ConnectError("refused"),
        httpx.ReadError("reset by peer"),
        httpx.RemoteProtocolError("incomplete chunked read"),
        httpx.ReadTimeout("too slow"),
        httpx.Response(429, text=LIMITED_BODY),
    ],
    ids=lambda trouble: (
        type(trouble).__name__ if isinstance(trouble, Exception) else str(trouble.status_code)
    ),
)
async def test_what_passes_is_tried_again(trouble: Reply) -> None:
    script = Script(trouble, GOOD)

    asked = await ask(script)

    assert asked.value == {"docs": []}
    assert asked.requests == len(script.requests) == 2


@pytest.mark.parametrize(
    ("trouble", "reason", "requests"),
    [
        (httpx.Response(500, text="Internal Server Error"), "open-library-error", 3),
        (httpx.Response(503, html=HTML), "open-library-error", 3),
        (httpx.Response(302, headers={"location": "http://169.254.169.254/"}), "open-library-error", 3),
        (httpx.ConnectError("refused"), "open-library-error", 3),
        (httpx.ReadTimeout("too slow"), "open-library-timeout", 2),
        (httpx.ConnectTimeout("black hole"), "open-library-timeout", 2),
        (httpx.Response(429, text=LIMITED_BODY), "open-library-limited", 3),
        (httpx.Response(403, html=HTML), "open-library-refused", 1),
        (httpx.Response(422, json={"detail": []}), "open-library-misunderstood", 1),
        (httpx.Response(200, content=b'{"docs": ['), "open-library-unreadable", 1),
        (httpx.Response(200, content=b"x" * (MOST_BYTES + 1)), "open-library-unreadable", 1),
    ],
)
async def test_what_stays_is_given_up_with_its_reason(trouble: Reply, reason: str, requests: int) -> None:
    script = Script(trouble)

    asked = await ask(script)

    assert asked.value is None
    assert asked.why is not None
    assert (asked.why.reason, asked.requests, len(script.requests)) == (reason, requests, requests)


async def test_a_limit_without_a_hint_holds_everybody_back_for_seconds() -> None:
    clock = FakeClock()
    shared = pacer(clock)

    await asker(Script(httpx.Response(429, text=LIMITED_BODY), GOOD), clock=clock, shared=shared).ask(
        URL, read, until=LONG_ENOUGH
    )

    assert clock.monotonic() >= 3.0


async def test_a_body_that_drips_is_cut_off_by_the_time_of_the_whole_request() -> None:
    async def drip() -> Any:
        while True:
            yield b" "
            await asyncio.sleep(0.01)

    handler = Script(lambda _: httpx.Response(200, content=drip()))
    patient = asker(handler, clock=SystemClock(), timeout_s=0.05)

    asked = await patient.ask(URL, read, until=SystemClock().monotonic() + 0.6)

    assert asked.why is not None
    assert asked.why.reason == "open-library-timeout"


async def test_failures_in_a_row_stop_asking() -> None:
    script, clock = Script(httpx.ConnectTimeout("black hole")), FakeClock()
    one = asker(script, clock=clock)

    outcomes = [await one.ask(URL, read, until=LONG_ENOUGH) for _ in range(4)]

    assert [asked.why.reason for asked in outcomes if asked.why][-1] == "circuit-open"
    assert len(script.requests) == FAILURES_THAT_OPEN


async def test_an_answer_that_cannot_be_read_says_nothing_against_the_catalogue() -> None:
    script, clock = Script(httpx.Response(200, content=b"{")), FakeClock()
    one = asker(script, clock=clock)

    for _ in range(8):
        await one.ask(URL, read, until=LONG_ENOUGH)

    assert len(script.requests) == 8


async def test_while_another_probes_an_asker_waits_for_its_word() -> None:
    clock = FakeClock()
    shared = pacer(clock)
    for _ in range(FAILURES_THAT_OPEN):
        shared.report(Source.OPEN_LIBRARY, ok=False)
    clock.advance(30.0)
    shared.reserve(Source.OPEN_LIBRARY, patience_s=0.0)
    script = Script(GOOD)

    asked = await asker(script, clock=clock, shared=shared).ask(URL, read, until=LONG_ENOUGH)

    assert asked.value is not None
    assert clock.monotonic() == pytest.approx(38.0)


async def test_a_probe_that_fails_ends_the_waiting() -> None:
    clock = FakeClock()
    shared = pacer(clock)
    for _ in range(FAILURES_THAT_OPEN):
        shared.report(Source.OPEN_LIBRARY, ok=False)
    clock.advance(30.0)
    shared.reserve(Source.OPEN_LIBRARY, patience_s=0.0)
    shared.report(Source.OPEN_LIBRARY, ok=False)
    script = Script(GOOD)

    asked = await asker(script, clock=clock, shared=shared).ask(URL, read, until=LONG_ENOUGH)

    assert asked.why is not None
    assert (asked.why.reason, asked.why.retry_after_s) == ("circuit-open", 60.0)
    assert script.requests == []


async def test_a_probe_that_meets_an_error_is_not_repeated_and_reopens_the_circuit() -> None:
    clock = FakeClock()
    shared = pacer(clock)
    for _ in range(FAILURES_THAT_OPEN):
        shared.report(Source.OPEN_LIBRARY, ok=False)
    clock.advance(30.0)
    script = Script(httpx.ReadError("reset by peer"))

    asked = await asker(script, clock=clock, shared=shared).ask(URL, read, until=LONG_ENOUGH)
    leave = shared.reserve(Source.OPEN_LIBRARY, patience_s=0.0)

    assert asked.why is not None
    assert asked.requests == len(script.requests) == 1
    assert isinstance(leave, Refusal)
    assert leave.retry_after_s == pytest.approx(60.0)
    assert clock.monotonic() < 32.0


async def test_errors_that_pass_do_not_count_against_the_catalogue() -> None:
    clock, reset = FakeClock(), httpx.ReadError("reset by peer")
    script = Script(*[reset, reset, GOOD] * 4)
    one = asker(script, clock=clock)

    outcomes = [await one.ask(URL, read, until=LONG_ENOUGH) for _ in range(4)]

    assert all(asked.value is not None for asked in outcomes)


async def test_without_time_left_nothing_is_asked() -> None:
    script = Script(GOOD)

    asked = await ask(script, until=0.1)

    assert asked.why is not None
    assert asked.why.reason == OUT_OF_TIME
    assert script.requests == []


async def test_a_slot_that_comes_too_late_is_not_waited_for() -> None:
    clock = FakeClock()
    shared = pacer(clock)
    for _ in range(100):
        shared.reserve(Source.OPEN_LIBRARY, patience_s=1_000)
    script = Script(GOOD)

    asked = await asker(script, clock=clock, shared=shared).ask(URL, read, until=LONG_ENOUGH)

    assert asked.why is not None
    assert asked.why.reason == "paced"
    assert asked.why.retry_after_s > 15.0
    assert script.requests == []


async def test_a_quota_that_is_spent_is_a_reason_too() -> None:
    class Spent:
        def reserve(self, source: Source, *, patience_s: float) -> Refusal:
            return Refusal(reason="quota-spent", retry_after_s=3_600.0)

        def report(self, source: Source, *, ok: bool, retry_after_s: float = 0.0) -> None:
            raise AssertionError("nothing was asked")

    asked = await asker(Script(GOOD), shared=Spent()).ask(URL, read, until=LONG_ENOUGH)

    assert asked.why is not None
    assert asked.why.reason == "quota-spent"


async def test_no_address_is_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("fanfolio"), "propagate", True)
    with caplog.at_level(logging.DEBUG):
        await ask(Script(httpx.Response(503, html=HTML)))

    assert "catalogue_trouble" in caplog.text
    assert "q=" not in caplog.text
    assert "title" not in caplog.text
