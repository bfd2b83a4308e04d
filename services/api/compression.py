"""Gzip for whoever accepts it, and a word to caches that answers differ by that."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A smaller answer fits into one packet anyway.
_FROM_BYTES = 1_000

_GZIP = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=(?P<quality>[0-9.]+)\s*)?(?:,|$)", re.IGNORECASE)


class GzipAnswers:
    """Middleware: zips what is not zipped yet. The framework's own would zip for ``gzip;q=0`` as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._zipping = GZipMiddleware(app, minimum_size=_FROM_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _say_what_it_varies_by(MutableHeaders(scope=message))
            await send(message)

        wanted = accepts_gzip(Headers(scope=scope).get("accept-encoding", ""))
        await (self._zipping if wanted else self._plain)(scope, receive, sending)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether a client says that it can unzip."""
    found = _GZIP.search(accept_encoding)
    return found is not None and (found["quality"] or "1").strip("0.") != ""


def _say_what_it_varies_by(headers: MutableHeaders) -> None:
    named = [name.strip().lower() for name in headers.get("vary", "").split(",") if name.strip()]
    headers["vary"] = ", ".join(dict.fromkeys([*named, "accept-encoding"]))
