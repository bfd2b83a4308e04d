"""Vitals of a deployment in memory."""

from collections.abc import Callable, Mapping
from datetime import datetime

from fanfolio.domain.enrichment import Source


class MemoryVitals:
    """The length of a queue that is asked, and pauses that are set."""

    def __init__(self, *, waiting: Callable[[], int]) -> None:
        self._waiting = waiting
        self.pauses: dict[Source, datetime] = {}

    def waiting(self) -> int:
        """How many messages are in the queue."""
        return self._waiting()

    def paused(self) -> Mapping[Source, datetime]:
        """The catalogues that nobody asks for now, and until when."""
        return dict(self.pauses)
