"""Books that nobody knows, asked for together whatever library they come from: a hundred a request."""

from collections import deque
from collections.abc import Generator
from typing import Any

import simpy

from bench.scale.pace import Pace

_BOOKS_A_REQUEST = 100
_FOREVER_S = 10.0**9


class Pool:
    """Waits for a slot of the pace, and then asks for as many books as a request holds."""

    def __init__(self, env: simpy.Environment, pace: Pace, *, request_s: float) -> None:
        self._env = env
        self._pace = pace
        self._request_s = request_s
        self._waiting: deque[tuple[int, simpy.Event]] = deque()
        self._is_asking = False

    def ask(self, books: int) -> simpy.Event:
        """An event that happens when these books are answered."""
        answered = self._env.event()
        self._waiting.append((books, answered))
        if not self._is_asking:
            self._is_asking = True
            self._env.process(self._ask_all())
        return answered

    def _ask_all(self) -> Generator[simpy.Event, Any, None]:
        while self._waiting:
            yield self._env.timeout(self._pace.wait_s(self._env.now, patience_s=_FOREVER_S))
            self._env.process(self._request(self._fill()))
        self._is_asking = False

    def _fill(self) -> list[simpy.Event]:
        room, answered = _BOOKS_A_REQUEST, []
        while self._waiting and room > 0:
            books, event = self._waiting.popleft()
            if books > room:
                self._waiting.appendleft((books - room, event))
                break
            room -= books
            answered.append(event)
        return answered

    def _request(self, answered: list[simpy.Event]) -> Generator[simpy.Event, Any, None]:
        yield self._env.timeout(self._request_s)
        for event in answered:
            event.succeed()
