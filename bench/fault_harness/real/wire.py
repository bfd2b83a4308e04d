"""The wire to AWS, with faults: a proxy on loopback that refuses, cuts, repeats, delays and halves."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import urlsplit

from bench.fault_harness.real.refusals import DYNAMODB, LAMBDA, S3, SQS, Answer, refusal_of
from bench.fault_harness.weather import Count
from services.local.children import LOOPBACK

REFUSED = "call refused: throttled or failing"
OUT = "call into an outage of seconds"
CUT = "connection cut before the call"
LOST = "call carried out, connection cut"
TWICE = "call sent twice"
SLOW = "call slow, up to 3 s"
HALVED = "half of a batch taken"
START_LOST = "start lost"
START_DOUBLED = "start doubled"
START_LATE = "start late, up to 8 s"

_LIKELIHOODS = {REFUSED: 0.03, CUT: 0.01, LOST: 0.015, TWICE: 0.02, SLOW: 0.02}
_LIKELIHOODS_OF_STARTS = {START_LOST: 0.1, START_DOUBLED: 0.15, START_LATE: 0.1, REFUSED: 0.05}
_HALVED = 0.2
_OUTAGE_S = 6.0
# From one outage of a service to its next, on average. By time, not by calls: under load every second call would
# begin one, and there would be no service at all.
_OUTAGE_EVERY_S = 25.0

_NOT_PASSED_ON = frozenset(
    {"connection", "expect", "host", "keep-alive", "transfer-encoding", "content-length"}
)


@dataclass(slots=True)
class Disorder:
    """Which faults happen, counted by whom they befell; ``calm`` ends all of them."""

    dice: Random
    calm: bool = False
    counts: Counter[Count] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _out_until: dict[str, float] = field(default_factory=dict)
    _next_outage: dict[str, float] = field(default_factory=dict)

    def strikes(self, fault: str, whom: str, likely: float) -> bool:
        """Whether this fault happens now."""
        with self._lock:
            happens = not self.calm and self.dice.random() < likely
            if happens:
                self.counts[whom, fault] += 1
        return happens

    def is_out(self, service: str) -> bool:
        """Whether the service is in an outage; now and then one begins."""
        with self._lock:
            now = time.monotonic()
            begins = self._next_outage.setdefault(service, now + self._pause_s())
            if now >= begins:
                ends = self._out_until[service] = now + self.dice.uniform(0.5, _OUTAGE_S)
                self._next_outage[service] = ends + self._pause_s()
            out = not self.calm and now < self._out_until.get(service, 0.0)
            if out:
                self.counts[service, OUT] += 1
        return out

    def _pause_s(self) -> float:
        return self.dice.uniform(0.0, 2 * _OUTAGE_EVERY_S)

    def count(self, fault: str, whom: str) -> None:
        """Count what somebody else brought about."""
        with self._lock:
            self.counts[whom, fault] += 1


class Wire:
    """Proxies to AWS endpoints; ``in_front_of`` starts one and says where it listens."""

    def __init__(self, disorder: Disorder) -> None:
        self._disorder = disorder
        self._ends = ExitStack()

    def in_front_of(self, url: str) -> str:
        """The address to use instead of ``url``."""
        return self._ends.enter_context(_served(url, self._disorder))

    def close(self) -> None:
        """Stop all proxies."""
        self._ends.close()


class _Server(ThreadingHTTPServer):
    """Clients that are killed leave connections that break: that is what this is for."""

    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@contextmanager
def _served(url: str, disorder: Disorder) -> Iterator[str]:
    server = _Server((LOOPBACK, 0), _handler(urlsplit(url).netloc, disorder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), name="wire", daemon=True).start()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


class _Cut(Exception):
    """The connection breaks off here."""


def _handler(upstream: str, disorder: Disorder) -> type[BaseHTTPRequestHandler]:
    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 120
        wbufsize = 1 << 16

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            call = _Call(self.command, self.path, dict(self.headers.items()), body, upstream)
            try:
                answer = _suffer_start(call, disorder) if call.service == LAMBDA else _suffer(call, disorder)
            except (_Cut, OSError, http.client.HTTPException):
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if self.command != "HEAD":
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        setattr(Proxy, f"do_{method}", Proxy._answer)
    return Proxy


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    upstream: str

    @property
    def target(self) -> str:
        return next((value for name, value in self.headers.items() if name.lower() == "x-amz-target"), "")

    @property
    def service(self) -> str:
        if self.path.startswith("/2015-03-31/functions/"):
            return LAMBDA
        if self.target.startswith("DynamoDB"):
            return DYNAMODB
        return SQS if self.target.startswith("AmazonSQS") else S3

    def carry_out(self, body: bytes | None = None) -> Answer:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED_ON}
        connection = http.client.HTTPConnection(self.upstream, timeout=120)
        try:
            connection.request(
                self.method, self.path, body=self.body if body is None else body, headers=headers
            )
            response = connection.getresponse()
            content = response.read()
            kept = {k: v for k, v in response.getheaders() if k.lower() not in _NOT_PASSED_ON}
            if self.method == "HEAD" and (length := response.getheader("Content-Length")):
                kept["Content-Length"] = length
            return Answer(status=response.status, body=content, headers=kept)
        finally:
            connection.close()


def _suffer(call: _Call, disorder: Disorder) -> Answer:
    service = call.service
    if disorder.is_out(service):
        return refusal_of(service, disorder.dice)

    def strikes(fault: str) -> bool:
        return disorder.strikes(fault, service, _LIKELIHOODS[fault])

    if strikes(CUT):
        raise _Cut
    if strikes(REFUSED):
        return refusal_of(service, disorder.dice)
    if strikes(SLOW):
        time.sleep(disorder.dice.uniform(0.2, 3.0))
    answer = _halve(call, disorder) or call.carry_out()
    if strikes(TWICE):
        answer = call.carry_out()
    if strikes(LOST):
        raise _Cut
    return answer


def _suffer_start(call: _Call, disorder: Disorder) -> Answer:
    name = call.path.split("/")[3].removeprefix("fanfolio-")

    def strikes(fault: str) -> bool:
        return disorder.strikes(fault, name, _LIKELIHOODS_OF_STARTS[fault])

    if strikes(REFUSED):
        return refusal_of(LAMBDA, disorder.dice)
    if strikes(START_LOST):
        return Answer(status=202)
    if strikes(START_LATE):
        late = threading.Timer(disorder.dice.uniform(1.0, 8.0), call.carry_out)
        late.daemon = True
        late.start()
        return Answer(status=202)
    if strikes(START_DOUBLED):
        call.carry_out()
    return call.carry_out()


def _halve(call: _Call, disorder: Disorder) -> Answer | None:
    """Take the first half of a batch and say so, in the words of the service."""
    if call.target == "AmazonSQS.SendMessageBatch":
        return _halve_messages(call, disorder)
    if call.target.endswith(".BatchWriteItem"):
        return _halve_items(call, disorder)
    return None


def _halve_messages(call: _Call, disorder: Disorder) -> Answer | None:
    asked = json.loads(call.body)
    entries: list[dict[str, Any]] = asked["Entries"]
    if len(entries) < 2 or not disorder.strikes(HALVED, SQS, _HALVED):
        return None
    half = len(entries) // 2
    answer = call.carry_out(json.dumps({**asked, "Entries": entries[:half]}).encode())
    told = json.loads(answer.body)
    refused = [{"Id": entry["Id"], "SenderFault": False, "Code": "InternalError"} for entry in entries[half:]]
    told["Failed"] = [*told.get("Failed", []), *refused]
    return _retold(answer, told)


def _halve_items(call: _Call, disorder: Disorder) -> Answer | None:
    asked = json.loads(call.body)
    [(table, requests)] = asked["RequestItems"].items()
    if len(requests) < 2 or not disorder.strikes(HALVED, DYNAMODB, _HALVED):
        return None
    half = len(requests) // 2
    answer = call.carry_out(json.dumps({**asked, "RequestItems": {table: requests[:half]}}).encode())
    told = json.loads(answer.body)
    told["UnprocessedItems"] = {table: [*told.get("UnprocessedItems", {}).get(table, []), *requests[half:]]}
    return _retold(answer, told)


def _retold(answer: Answer, told: Any) -> Answer:
    headers = {k: v for k, v in answer.headers.items() if k.lower() not in ("x-amz-crc32",)}
    return Answer(status=answer.status, body=json.dumps(told).encode(), headers=headers)
