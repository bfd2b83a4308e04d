"""Middleware around every answer: security headers, and a limit on how fast one client may change things."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fanfolio.ports import Clock
from services.api.problem_kinds import TOO_MANY_REQUESTS
from services.api.problems import problem_response

_WINDOW_S = 60
_MOST_CLIENTS = 10_000

_DEFAULTS = {
    # Routes that answer with a page bring a policy of their own.
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Addresses hold job ids, and who knows one may read.
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}
_STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


class SecureAnswers:
    """Adds what every answer should carry and none has set; HTTPS only where the request came by it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _DEFAULTS.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("strict-transport-security", _STRICT_TRANSPORT)
            await send(message)

        await self._app(scope, receive, sending)


class LimitChanges:
    """Counts requests that change something, by client address and minute, in this process alone.

    Another process counts for itself, so that a deployment of n processes allows up to n times as many: what bounds
    the whole is the gateway's throttle. No shared store is asked on each request.
    """

    def __init__(self, app: ASGIApp, *, clock: Clock, most_a_minute: int) -> None:
        self._app = app
        self._clock = clock
        self._most = most_a_minute
        self._window = -1
        self._counts: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._most or scope["type"] != "http" or scope["method"] not in ("POST", "DELETE"):
            await self._app(scope, receive, send)
            return
        remaining, reset_s = self._count((scope.get("client") or ("unknown", 0))[0])
        headers = {
            "ratelimit-policy": f'"changes";q={self._most};w={_WINDOW_S}',
            "ratelimit": f'"changes";r={max(0, remaining)};t={reset_s}',
        }
        sending = _with_headers(send, headers)
        if remaining < 0:
            refusal = problem_response(
                TOO_MANY_REQUESTS,
                f"That was a lot in one minute. Please wait {reset_s} seconds, then send this again.",
                headers={"retry-after": str(reset_s)},
            )
            await refusal(scope, receive, sending)
            return
        await self._app(scope, receive, sending)

    def _count(self, client: str) -> tuple[int, int]:
        """How many more this client may make, and in how many seconds the next minute begins."""
        now = self._clock.monotonic()
        window = int(now // _WINDOW_S)
        if window != self._window or len(self._counts) >= _MOST_CLIENTS:
            self._window, self._counts = window, {}
        self._counts[client] = self._counts.get(client, 0) + 1
        return self._most - self._counts[client], max(1, int((window + 1) * _WINDOW_S - now))


def _with_headers(send: Send, more: dict[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(more)
        await send(message)

    return sending
