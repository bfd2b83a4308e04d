"""What the core needs from the world, as small Protocols named by need.

Each has an in-memory version in ``adapters/memory`` and a real one; both pass the same contract tests.
"""

from fanfolio.ports.catalogues import (
    Answers,
    CachedAnswer,
    Catalogue,
    CatalogueCache,
    Pacer,
    Permit,
    Refusal,
    Unanswered,
)
from fanfolio.ports.idempotency import LONG_AGO, Claim, IdempotencyKeys
from fanfolio.ports.job_store import JobStore, UnreadableJob
from fanfolio.ports.objects import DirectTransfer, ObjectNotFound, Objects, UploadForm
from fanfolio.ports.queue import BookQueue, Deliveries, Delivery
from fanfolio.ports.running import Clock, Starter, Vitals

__all__ = [
    "LONG_AGO",
    "Answers",
    "BookQueue",
    "CachedAnswer",
    "Catalogue",
    "CatalogueCache",
    "Claim",
    "Clock",
    "Deliveries",
    "Delivery",
    "DirectTransfer",
    "IdempotencyKeys",
    "JobStore",
    "ObjectNotFound",
    "Objects",
    "Pacer",
    "Permit",
    "Refusal",
    "Starter",
    "Unanswered",
    "UnreadableJob",
    "UploadForm",
    "Vitals",
]
