"""Where a service is, and what is said when it does not answer."""

import socket

import httpx
import pytest

from fanfolio_client import Client, Patience, Timeouts, errors
from fanfolio_client.http import Service

ONCE = Patience(attempts=1)


def failing(error: Exception) -> httpx.MockTransport:
    def handle(request: httpx.Request) -> httpx.Response:
        raise error

    return httpx.MockTransport(handle)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (httpx.ConnectTimeout("late"), "http://fanfolio.test cannot be reached within 5 seconds."),
        (httpx.ReadTimeout("late"), "http://fanfolio.test did not answer within 30 seconds."),
        (httpx.ConnectError("no route"), "Nothing answers at http://fanfolio.test: no route."),
        (httpx.ReadError("reset"), "http://fanfolio.test did not answer as it should: reset."),
        (
            httpx.RemoteProtocolError(""),
            "http://fanfolio.test did not answer as it should: RemoteProtocolError.",
        ),
    ],
)
def test_what_is_said_names_the_service_and_the_reason(error: Exception, message: str) -> None:
    client = Client("http://fanfolio.test", transport=failing(error), patience=ONCE)

    with client, pytest.raises(errors.Unreachable) as caught:
        client.health()

    assert str(caught.value) == message


def test_the_systems_own_word_is_found_below_the_wrapping() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    with Client(url, patience=ONCE) as client, pytest.raises(errors.Unreachable) as caught:
        client.health()

    assert str(caught.value) == f"Nothing answers at {url}: connection refused."


def test_a_service_may_live_under_a_path() -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"status": "ok", "version": "1", "stage": "prod", "checks": None})

    with Client("https://fanfolio.test/prod/", transport=httpx.MockTransport(handle)) as client:
        client.health(deep=True)
        page = client.library("j").page_url

    assert asked == ["https://fanfolio.test/prod/healthz?deep=true"]
    assert page == "https://fanfolio.test/prod/jobs/j"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("https://fanfolio.example", False),
        ("http://192.168.0.4", False),
    ],
)
def test_no_proxy_stands_between_a_machine_and_itself(url: str, expected: bool) -> None:
    assert Service.at(url).is_on_this_machine is expected


def test_every_request_has_time_limits_and_says_who_asks() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"status": "ok", "version": "1", "stage": "s", "checks": None})

    timeouts = Timeouts(connect_s=1, read_s=2, write_s=3)
    with Client("http://fanfolio.test", transport=httpx.MockTransport(handle), timeouts=timeouts) as client:
        client.health()

    assert seen[0].extensions["timeout"] == {"connect": 1, "read": 2, "write": 3, "pool": 1}
    assert seen[0].headers["user-agent"].startswith("fanfolio-client/")
