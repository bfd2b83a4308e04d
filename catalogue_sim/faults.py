"""What goes wrong on purpose: which request meets which fault, and what the fault looks like."""

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from catalogue_sim import answers
from catalogue_sim.connections import Connections
from catalogue_sim.dice import Dice

_SLOW_PIECES = 8


def fault_for(ordinal: int, *, mix: Mapping[str, float], seed: int) -> str | None:
    """The fault that the request with this ordinal meets; the shares of the mix are tried in the order of names."""
    throw = Dice("fault", seed, ordinal).share()
    for name in sorted(mix):
        throw -= mix[name]
        if throw < 0:
            return name
    return None


def open_library_refusal(fault: str, *, ordinal: int) -> Response | None:
    """Open Library's answer to a fault that has one instead of the real answer."""
    if fault == "500" and ordinal % 2:
        return Response("Internal Server Error", status_code=500, media_type="text/plain")
    refusals: dict[str, Callable[[], Response]] = {
        "429": answers.too_many_requests,
        "403": lambda: answers.html_page(403, "Forbidden"),
        "500": lambda: answers.html_page(500, "Internal Server Error"),
        "502": lambda: answers.html_page(502, "Bad Gateway"),
        "503": answers.no_server_available,
        "empty": lambda: answers.json_answer({}),
    }
    return refusals[fault]() if fault in refusals else None


def google_refusal(fault: str) -> Response | None:
    """Google's answer to a fault that has one instead of the real answer."""
    refusals: dict[str, Callable[[], Response]] = {
        "429": lambda: answers.google_quota_exceeded("defaultPerMinutePerUser", 100),
        "403": answers.google_unknown_location,
        "500": lambda: answers.google_error(500, "Internal error encountered.", reason="backendError"),
        "502": lambda: answers.html_page(502, "Bad Gateway", server="gws"),
        "503": answers.google_backend_failed,
        "empty": lambda: answers.json_answer({}),
    }
    return refusals[fault]() if fault in refusals else None


class Spoiled:
    """An ASGI ``send`` that keeps a whole answer back and then sends it spoiled by a fault of the body."""

    def __init__(self, fault: str, *, send: Send, slow_body_s: float, cut: "Cut") -> None:
        self._fault = fault
        self._send = send
        self._slow_body_s = slow_body_s
        self._cut = cut
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._send_spoiled()

    async def _send_spoiled(self) -> None:
        if self._start["status"] != HTTPStatus.OK:
            await self._send_whole(self._body)
        elif self._fault == "partial":
            await self._send_whole(_with_half_the_finds(self._body))
        elif self._fault == "truncated":
            await self._send_whole(self._body[: len(self._body) * 3 // 5])
        elif self._fault == "slow":
            await self._send_slowly()
        else:
            await self._send(self._start)
            await self._send(_piece(self._body[: len(self._body) // 2], more=True))
            self._cut()

    async def _send_whole(self, body: bytes) -> None:
        await self._send(_with_length(self._start, len(body)))
        await self._send(_piece(body, more=False))

    async def _send_slowly(self) -> None:
        await self._send(self._start)
        size = len(self._body) // _SLOW_PIECES + 1
        for position in range(0, size * _SLOW_PIECES, size):
            await asyncio.sleep(self._slow_body_s / _SLOW_PIECES)
            await self._send(_piece(self._body[position : position + size], more=True))
        await self._send(_piece(b"", more=False))


class Cut:
    """Closes the connection of one request; a fault without a socket raises ConnectionResetError."""

    def __init__(self, connections: Connections, scope: Scope) -> None:
        self._connections = connections
        self._client = address_of(scope)

    def __call__(self) -> None:
        self._connections.cut(self._client)

    def at_once(self) -> None:
        """Reset it before any answer."""
        self._connections.reset(self._client)


async def stay_silent(receive: Receive, *, at_most_s: float) -> None:
    """Answer nothing until the client has had enough, or this time is over."""
    try:
        async with asyncio.timeout(at_most_s):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


def address_of(scope: Scope) -> tuple[str, int]:
    """The client's address and port."""
    host, port = scope.get("client") or ("in-process", 0)
    return host, port


def header_of(scope: Scope, name: str) -> str:
    """A request header, or an empty text."""
    return Request(scope).headers.get(name, "")


def _with_half_the_finds(body: bytes) -> bytes:
    answer = msgspec.json.decode(body)
    for name in ("docs", "items"):
        if name in answer:
            answer[name] = answer[name][: len(answer[name]) // 2]
    # a search that ran out of time counts what it has found so far: nothing tells that there is more
    for name in ("numFound", "num_found"):
        if name in answer:
            answer[name] = len(answer["docs"])
    return msgspec.json.encode(answer)


def _with_length(start: Message, length: int) -> Message:
    others = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    return {**start, "headers": [*others, (b"content-length", str(length).encode())]}


def _piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
