"""The sockets behind requests, for the faults that no HTTP response can express."""

import asyncio
import socket
import struct

_NO_LINGER = struct.pack("ii", 1, 0)  # close at once with a reset instead of a farewell


class Connections:
    """Open transports by the client's address and port; empty where there is no socket (ASGI in process)."""

    def __init__(self) -> None:
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}

    def opened(self, client: tuple[str, int], transport: asyncio.Transport) -> None:
        """A client has connected."""
        self._transports[client] = transport

    def closed(self, client: tuple[str, int]) -> None:
        """A client has gone."""
        self._transports.pop(client, None)

    def reset(self, client: tuple[str, int]) -> None:
        """Answer nothing and reset the connection."""
        transport = self._transport(client)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        transport.abort()

    def cut(self, client: tuple[str, int]) -> None:
        """Close the connection after what has been sent so far."""
        self._transport(client).close()

    def _transport(self, client: tuple[str, int]) -> asyncio.Transport:
        try:
            return self._transports[client]
        except KeyError:
            raise ConnectionResetError("no socket here: this fault needs the real server") from None
