"""The clock on the wall."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Real time: ``sleep`` holds the thread, ``pause`` the task."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never jump back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Hold the thread."""
        time.sleep(seconds)

    async def pause(self, seconds: float) -> None:
        """Hold the task; others run."""
        # Whoever pauses has an event loop, and so has paid for this import; most functions never do.
        import asyncio

        await asyncio.sleep(seconds)
