"""The event source mapping: hands messages to workers, as many at once as its ramp and the account allow."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import simpy

from bench.scale.choices import Choices, Feeding

Work = Callable[["Message"], Generator[simpy.Event, Any, None]]

_AT_FIRST = 5
_MORE_A_SECOND = 5
_MORE_A_MINUTE = 300
_INVOKES_A_POLLER = 10
_TICK_S = 0.2


@dataclass(eq=False, slots=True, kw_only=True)
class Message:
    """Books that travel together, of them ``unknown`` to the cache; ``sent`` is when it could first be received."""

    job: Any
    books: int
    unknown: int = 0
    sent: float = 0.0


def ramp(choices: Choices, backlog_s: float) -> int:
    """How many batches may be under way when messages have been waiting for so long."""
    if choices.feeding is Feeding.PROVISIONED:
        return choices.pollers * _INVOKES_A_POLLER
    if choices.feeding is Feeding.LINEAR:
        grown = _AT_FIRST + int(_MORE_A_SECOND * backlog_s)
    else:
        grown = _AT_FIRST + _MORE_A_MINUTE * int(backlog_s // 60)
    return min(grown, choices.most_workers)


class Mapping:
    """A queue and the workers that are busy with it."""

    def __init__(self, env: simpy.Environment, choices: Choices, account: simpy.Resource, work: Work) -> None:
        self._env = env
        self._choices = choices
        self._account = account
        self._work = work
        self._waiting: deque[Message] = deque()
        self._since: float | None = None
        self._warm: deque[float] = deque()
        self.busy = 0
        self.most_busy = 0
        self.oldest_s = 0.0
        self.worked_s = 0.0
        self.cold_starts = 0
        self._is_ticking = False

    def send(self, message: Message, *, delay_s: float = 0.0) -> None:
        """Put a message into the queue."""
        if delay_s > 0:
            self._env.process(self._send_later(message, delay_s))
            return
        message.sent = self._env.now
        self._waiting.append(message)
        self._hand_out()

    @property
    def limit(self) -> int:
        """How many may be busy now."""
        return ramp(self._choices, 0.0 if self._since is None else self._env.now - self._since)

    def _send_later(self, message: Message, delay_s: float) -> Generator[simpy.Event, Any, None]:
        yield self._env.timeout(delay_s)
        self.send(message)

    def _hand_out(self) -> None:
        while self._waiting and self.busy < self.limit and self._account.count < self._account.capacity:
            message = self._waiting.popleft()
            self.oldest_s = max(self.oldest_s, self._env.now - message.sent)
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
            self._env.process(self._invoke(message, self._account.request()))
        if not self._waiting and self.busy < _AT_FIRST:
            self._since = None
        elif self._waiting:
            self._since = self._env.now if self._since is None else self._since
            self._keep_ticking()

    def _invoke(self, message: Message, place: Any) -> Generator[simpy.Event, Any, None]:
        began = self._env.now
        with place:
            yield place
            if not self._take_warm():
                self.cold_starts += 1
                yield self._env.timeout(self._choices.durations.cold_start)
            yield from self._work(message)
        self._warm.append(self._env.now)
        self.worked_s += self._env.now - began
        self.busy -= 1
        self._hand_out()

    def _take_warm(self) -> bool:
        while self._warm and self._warm[0] < self._env.now - self._choices.keeps_warm_s:
            self._warm.popleft()
        return bool(self._warm) and self._warm.pop() is not None

    def _keep_ticking(self) -> None:
        """The ramp grows and the account frees places without anybody sending anything."""
        if not self._is_ticking:
            self._is_ticking = True
            self._env.process(self._tick())

    def _tick(self) -> Generator[simpy.Event, Any, None]:
        while self._waiting:
            yield self._env.timeout(_TICK_S)
            self._hand_out()
        self._is_ticking = False
