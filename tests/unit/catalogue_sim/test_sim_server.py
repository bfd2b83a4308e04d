"""The simulator as a process: faults on the wire, and how it stops or refuses to start."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.fixtures.simulator import simulator_served

ROOT = Path(__file__).parents[3]
ASKED = {"q": "isbn:9780441172719"}


@pytest.fixture(scope="module")
def served() -> Iterator[httpx.Client]:
    with simulator_served("--no-limits", "--works", "none") as client:
        yield client


def set_fault(client: httpx.Client, fault: str, **others: float) -> None:
    answer = client.post("/_sim/settings", json={"errors": {fault: 1.0}, **others})
    assert answer.status_code == 200, answer.text


def test_a_reset_connection_gives_no_answer_at_all(served: httpx.Client) -> None:
    set_fault(served, "reset")
    with pytest.raises(httpx.ReadError):
        served.get("/search.json", params=ASKED)


def test_a_cut_body_ends_before_its_length(served: httpx.Client) -> None:
    set_fault(served, "cut")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        served.get("/search.json", params=ASKED)


def test_a_truncated_body_is_complete_on_the_wire_and_broken_as_json(served: httpx.Client) -> None:
    set_fault(served, "truncated")
    answer = served.get("/search.json", params=ASKED)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


def test_a_hanging_request_outlasts_its_client(served: httpx.Client) -> None:
    set_fault(served, "hang", hang_s=30.0)
    with pytest.raises(httpx.ReadTimeout):
        served.get("/search.json", params=ASKED, timeout=0.1)


def test_the_server_goes_on_after_every_fault(served: httpx.Client) -> None:
    served.post("/_sim/settings", json={"errors": {}})
    assert served.get("/search.json", params=ASKED).json()["numFound"] >= 1


def test_a_slow_body_takes_its_time(served: httpx.Client) -> None:
    set_fault(served, "slow", slow_body_s=0.2)
    began = time.monotonic()
    assert served.get("/search.json", params=ASKED).json()["numFound"] >= 1
    assert time.monotonic() - began >= 0.2


def test_sigterm_stops_it_promptly_even_while_a_request_hangs() -> None:
    command = [sys.executable, "-m", "catalogue_sim", "--port", "0", "--errors", "hang=1", "--works", "none"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as hanging:
            hanging.sendall(
                b"GET /search.json?q=isbn:9780441172719 HTTP/1.1\r\nHost: x\r\nUser-Agent: a@b.cd\r\n\r\n"
            )
            hanging.settimeout(0.2)
            with pytest.raises(TimeoutError):
                hanging.recv(1)
            process.terminate()
            process.wait(timeout=5)


def test_a_refused_setting_ends_it_with_a_sentence() -> None:
    command = [sys.executable, "-m", "catalogue_sim", "--errors", "418=1"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("catalogue_sim: ")
    assert "418" in ended.stderr
