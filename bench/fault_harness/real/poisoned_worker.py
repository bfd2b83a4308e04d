"""The worker's handler, the real one, whose process some titles kill: for the harness alone."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.fault_harness.real.titles import poisonous_title
from fanfolio.domain.enrichment import Source
from fanfolio.messages import WantedBook
from fanfolio.ports import Answers, Catalogue
from services.worker import main

_MEMORY_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _PoisonedCatalogue:
    catalogue: Catalogue

    @property
    def source(self) -> Source:
        return self.catalogue.source

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        titles = {book.title for book in books}
        for kind, act in _ACTS.items():
            if poisonous_title(kind) in titles:
                act()
        return await self.catalogue.find(books, until=until)


def _eat_memory() -> None:
    """Lambda kills a function at its limit: so does this, having eaten that much."""
    eaten = bytearray()
    while len(eaten) < _MEMORY_BYTES:
        eaten += b"\x01" * (8 << 20)
    os.kill(os.getpid(), signal.SIGKILL)


def _fail() -> None:
    raise RuntimeError("a bug that one book sets off")


_ACTS = {
    "crash": lambda: os._exit(134),
    "memory": _eat_memory,
    "hang": lambda: time.sleep(3_600),
    "bug": _fail,
}

_enrich_chunk = main._worker.take_message.enrich_chunk
_poisoned = tuple(_PoisonedCatalogue(catalogue) for catalogue in _enrich_chunk.catalogues)
# The wiring is frozen, for good reasons that do not hold here.
object.__setattr__(_enrich_chunk, "catalogues", _poisoned)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """As the worker's."""
    return main.handler(event, context)
