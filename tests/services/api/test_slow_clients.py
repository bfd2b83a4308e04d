"""Clients that dribble, or say nothing, are hung up on in time; meanwhile everybody else is served."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from services.api import slow_clients
from services.api.app import create_app
from tests.fixtures.live import served
from tests.fixtures.pipeline import Pipeline

# Half a second, and what a busy machine adds to it.
LIMIT_S, PATIENCE_S = 1.5, 30.0

SILENT = b""
HALF_A_HEAD = b"POST /v1/jobs HTTP/1.1\r\nHost: here\r\nContent-Ty"
_HEAD = b"POST /v1/jobs HTTP/1.1\r\nHost: here\r\nContent-Type: text/csv\r\nContent-Length: 3000000\r\n\r\n"
HALF_A_BODY = _HEAD + b"Book Id,"


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(slow_clients.ImpatientProtocol, "request_within_s", LIMIT_S)
    with served(create_app(Pipeline().front), http=slow_clients.ImpatientProtocol) as url:
        yield url


def connect(address: str) -> socket.socket:
    url = httpx.URL(address)
    return socket.create_connection((url.host, url.port or 80), timeout=PATIENCE_S)


def is_hung_up_on(client: socket.socket) -> bool:
    try:
        return client.recv(65_536) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [SILENT, HALF_A_HEAD, HALF_A_BODY])
def test_who_never_gets_a_request_done_is_hung_up_on_and_others_are_served_meanwhile(
    address: str, said: bytes
) -> None:
    with ExitStack() as ends:
        slow = [ends.enter_context(connect(address)) for _ in range(100)]
        for client in slow:
            client.sendall(said)

        assert httpx.get(f"{address}/healthz", trust_env=False).status_code == 200
        assert all(is_hung_up_on(client) for client in slow)


def test_a_byte_now_and_then_does_not_prolong_it(address: str) -> None:
    with connect(address) as client:
        client.settimeout(LIMIT_S / 5)
        for byte in HALF_A_BODY + b"x" * 1_000:
            client.sendall(bytes([byte]))
            try:
                assert client.recv(1) == b""
                return
            except TimeoutError:
                continue
            except ConnectionError:
                return
    raise AssertionError("nobody hung up")


def test_one_connection_may_be_used_for_longer_than_one_request_may_take(address: str) -> None:
    with httpx.Client(base_url=address, trust_env=False) as http:
        for _ in range(3):
            assert http.get("/healthz").status_code == 200
