"""What the core needs of the process it runs in: time, starts of other functions, how things are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from fanfolio.domain.enrichment import Source


class Clock(Protocol):
    """Time as a parameter: ``now`` is aware UTC, ``monotonic`` seconds that never jump back."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...
    async def pause(self, seconds: float) -> None: ...


class Starter(Protocol):
    """Starts the long-running steps asynchronously, at least once."""

    def start_orchestrator(self, job_id: str) -> None: ...
    def start_aggregator(self, job_id: str) -> None: ...


class Vitals(Protocol):
    """What a check of a deployment looks at. Errors: StorageUnavailable."""

    def waiting(self) -> int:
        """About how many messages are in the queue, visible or not."""
        ...

    def paused(self) -> Mapping[Source, datetime]:
        """The catalogues that nobody asks for now, and until when."""
        ...
