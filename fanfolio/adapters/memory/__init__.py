"""Every port in memory, with the real ones' semantics: for tests, and for trying things out."""

from fanfolio.adapters.memory.catalogue import MemoryCatalogueCache, ScriptedCatalogue
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.adapters.memory.jobs import MemoryJobStore
from fanfolio.adapters.memory.objects import MemoryObjects, StoredObject
from fanfolio.adapters.memory.queue import MemoryBookQueue, Received
from fanfolio.adapters.memory.starter import MemoryStarter

__all__ = [
    "FakeClock",
    "MemoryBookQueue",
    "MemoryCatalogueCache",
    "MemoryJobStore",
    "MemoryObjects",
    "MemoryStarter",
    "Received",
    "ScriptedCatalogue",
    "StoredObject",
]
