"""How books travel to workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fanfolio.messages import ChunkMessage


class BookQueue(Protocol):
    """Chunks of books on their way to workers, at least once, in no order."""

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        """Send all of them (re-sending those a batch refused) or raise StorageUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message in a worker's hands: ``receives`` counts its deliveries from 1, the first was ``waited_s`` ago."""

    message: ChunkMessage
    receipt: str
    receives: int
    waited_s: float


class Deliveries(Protocol):
    """Messages in workers' hands. Errors: StorageUnavailable."""

    def hide(self, receipt: str, *, visibility_timeout_s: float) -> None:
        """Hide a delivered message from other workers for so long from now; one that is gone is no error."""
        ...
