"""Every port in memory, with the real ones' semantics: for tests, and for trying things out."""

from fanfolio.adapters.memory.catalogue import MemoryCatalogueCache, ScriptedCatalogue
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.adapters.memory.idempotency import MemoryIdempotencyKeys
from fanfolio.adapters.memory.jobs import MemoryJobStore
from fanfolio.adapters.memory.objects import MemoryObjects, StoredObject
from fanfolio.adapters.memory.queue import MemoryBookQueue, Received
from fanfolio.adapters.memory.starter import MemoryStarter
from fanfolio.adapters.memory.transfer import MemoryTransfer
from fanfolio.adapters.memory.vitals import MemoryVitals

__all__ = [
    "FakeClock",
    "MemoryBookQueue",
    "MemoryCatalogueCache",
    "MemoryIdempotencyKeys",
    "MemoryJobStore",
    "MemoryObjects",
    "MemoryStarter",
    "MemoryTransfer",
    "MemoryVitals",
    "Received",
    "ScriptedCatalogue",
    "StoredObject",
]
