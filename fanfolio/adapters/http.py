"""The one HTTP client of a worker process, and reading an answer whose size nobody promised."""

import logging

import httpx

from fanfolio import __version__

MOST_BYTES = 8 * 1024 * 1024

_CONNECT_TIMEOUT_S = 3.0
_POOL_TIMEOUT_S = 10.0
_CONNECTIONS = 20


class AnswerTooLarge(ValueError):
    """An answer had more bytes than are ever read."""


def user_agent(contact: str | None) -> str:
    """Who asks, and whom to turn to: catalogues refuse or slow down those who do not say."""
    name = f"Fanfolio/{__version__}"
    return f"{name} ({contact})" if contact else name


def open_http(
    contact: str | None, *, timeout_s: float = 10.0, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """A client that says who it is, waits for nothing forever and follows no redirect: answers choose no address."""
    for name in ("httpx", "httpcore"):
        # Their lines would quote addresses, and those hold titles and a key.
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        headers={"User-Agent": user_agent(contact), "Accept": "application/json"},
        timeout=httpx.Timeout(timeout_s, connect=_CONNECT_TIMEOUT_S, pool=_POOL_TIMEOUT_S),
        limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
        follow_redirects=False,
        # Proxies and certificates of the environment would be hidden settings; the transport is the test's.
        trust_env=transport is None,
        transport=transport,
    )


async def read_bounded(response: httpx.Response, *, most_bytes: int = MOST_BYTES) -> bytes:
    """The body of a streamed response; raises AnswerTooLarge, and httpx's errors for broken transfers."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > most_bytes:
            raise AnswerTooLarge(f"an answer of more than {most_bytes} bytes")
        parts.append(part)
    return b"".join(parts)
