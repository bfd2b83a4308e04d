"""A queue with SQS's semantics: at least once, visibility timeouts, redelivery, a dead-letter queue."""

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from fanfolio.messages import ChunkMessage, encode_chunk
from fanfolio.ports import Clock

_LONGEST_DELAY_S = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A delivery: ``receipt`` deletes it, until the message is delivered once more; ``receives`` counts from 1."""

    message_id: str
    body: str
    receipt: str
    receives: int


@dataclass(slots=True, kw_only=True)
class _Kept:
    message_id: str
    body: str
    visible_at: float
    receives: int = 0
    receipt: str | None = None


class MemoryBookQueue:
    """Chunks on their way; a message received ``max_receives`` times in vain moves to ``dead_letters``.

    A dead-letter queue is such a queue too, without one of its own.
    """

    def __init__(self, clock: Clock, *, max_receives: int | None = 5) -> None:
        self._clock = clock
        self._max_receives = max_receives
        self._kept: dict[str, _Kept] = {}
        self._ids = itertools.count(1)
        self._lock = threading.RLock()
        self.dead_letters = MemoryBookQueue(clock, max_receives=None) if max_receives else None

    def __len__(self) -> int:
        """Messages not deleted yet, visible or not."""
        return len(self._kept)

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        """Send all of them, visible after ``delay_s`` (at most 900)."""
        for message in messages:
            self.send_body(encode_chunk(message), delay_s=delay_s)

    def send_body(self, body: str, *, delay_s: int = 0) -> None:
        """Send any text, as a foreign or older sender might."""
        with self._lock:
            message_id = f"message-{next(self._ids)}"
            visible_at = self._clock.monotonic() + max(0, min(delay_s, _LONGEST_DELAY_S))
            self._kept[message_id] = _Kept(message_id=message_id, body=body, visible_at=visible_at)

    def receive(self, *, most: int = 10, visibility_timeout_s: float = 30.0) -> list[Received]:
        """Up to ``most`` visible messages; they are hidden from others until the timeout passes."""
        with self._lock:
            now = self._clock.monotonic()
            visible = [kept for kept in self._kept.values() if kept.visible_at <= now]
            alive = [kept for kept in visible if not self._buried(kept)]
            return [self._deliver(kept, now + visibility_timeout_s) for kept in alive[:most]]

    def delete(self, receipt: str) -> None:
        """Acknowledge a delivery; an old receipt, or one of a deleted message, does nothing."""
        with self._lock:
            if kept := self._of(receipt):
                del self._kept[kept.message_id]

    def hide(self, receipt: str, *, visibility_timeout_s: float) -> None:
        """Hide a delivered message for so long from now; 0 gives it back at once."""
        with self._lock:
            if kept := self._of(receipt):
                kept.visible_at = self._clock.monotonic() + visibility_timeout_s

    def seconds_to_next(self) -> float | None:
        """How long until a message is visible (0: now); ``None`` when the queue is empty."""
        with self._lock:
            times = [kept.visible_at for kept in self._kept.values()]
        return max(0.0, min(times) - self._clock.monotonic()) if times else None

    def bodies(self) -> list[str]:
        """What is in the queue, visible or not, to look at without receiving it."""
        with self._lock:
            return [kept.body for kept in self._kept.values()]

    def _of(self, receipt: str) -> _Kept | None:
        return next((kept for kept in self._kept.values() if kept.receipt == receipt), None)

    def _buried(self, kept: _Kept) -> bool:
        """Move a message that was delivered too often to the dead-letter queue, if so."""
        if self._max_receives is None or self.dead_letters is None or kept.receives < self._max_receives:
            return False
        del self._kept[kept.message_id]
        self.dead_letters.send_body(kept.body)
        return True

    def _deliver(self, kept: _Kept, hidden_until: float) -> Received:
        kept.receives += 1
        kept.receipt = f"{kept.message_id}/{kept.receives}"
        kept.visible_at = hidden_until
        return Received(
            message_id=kept.message_id, body=kept.body, receipt=kept.receipt, receives=kept.receives
        )
