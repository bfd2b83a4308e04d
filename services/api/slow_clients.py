"""uvicorn's HTTP, but whoever does not get a request done in time is hung up on: sockets cost nothing to hold.

For where uvicorn meets clients itself, as on one machine; in the cloud a gateway stands before the function.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# A file of 4 MB over a line of 1 Mbit/s, with some patience; page and client send larger ones to the store.
REQUEST_WITHIN_S = 60.0


class ImpatientProtocol(H11Protocol):
    """A connection: from its beginning, and from each further request's first byte, the whole must come in time."""

    request_within_s = REQUEST_WITHIN_S
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class has it
        """A client is there: its first request is awaited."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """More of a request; when that is all of it, the client may take its time over the answer."""
        self._await_request()
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Between requests uvicorn's own limit holds."""
        self._stop_waiting()
        super().on_response_complete()

    def _await_request(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.request_within_s, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        self.transport.close()
