"""A clock that stands still until somebody waits."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

_START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class FakeClock:
    """Time that passes only by ``sleep``, ``pause`` and ``advance``, and then at once."""

    def __init__(self, start: datetime = _START) -> None:
        self._start = start
        self._passed_s = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Aware UTC."""
        return self._start + timedelta(seconds=self._passed_s)

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._passed_s

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        with self._lock:
            self._passed_s += max(0.0, seconds)

    def sleep(self, seconds: float) -> None:
        """Let time pass without holding the thread."""
        self.advance(seconds)

    async def pause(self, seconds: float) -> None:
        """Let time pass, and other tasks run."""
        self.advance(seconds)
        await asyncio.sleep(0)
