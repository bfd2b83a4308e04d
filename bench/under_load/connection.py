"""One keep-alive connection that reads addresses: so little of a client that two hundred measure the server.

A pool of httpx looks through all its connections at every request: with two hundred clients that costs more than the
answers do, and it was the clients that were measured.
"""

import asyncio
from typing import Self
from urllib.parse import urlsplit

# What tells a busy or stopped service from a bug: the caller counts or asks again.
Unanswered = (OSError, asyncio.IncompleteReadError, TimeoutError)

_WITHIN_S = 60.0


class Connection:
    """Asks for one address after another; opened again when it was closed."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.close()

    async def get(self, path: str) -> tuple[int, bytes]:
        """Status and body; raises one of ``Unanswered``."""
        try:
            async with asyncio.timeout(_WITHIN_S):
                return await self._get(path)
        except Unanswered:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _get(self, path: str) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = await reader.readexactly(_length_of(head))
        if b"\r\nconnection: close" in head:
            self.close()
        return int(head.split(b" ", 2)[1]), body


def _length_of(head: bytes) -> int:
    """What the server says; an answer of this API to a request without an encoding always has a length."""
    _, _, rest = head.partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)
