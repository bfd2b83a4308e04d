"""Idempotency keys in a dictionary."""

import threading
from dataclasses import replace
from datetime import datetime

from fanfolio.ports import LONG_AGO, Claim, Clock


class MemoryIdempotencyKeys:
    """Claims, and when they end."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._claims: dict[str, tuple[Claim, datetime]] = {}
        self._lock = threading.Lock()

    def claim(self, claim: Claim, *, expires_at: datetime) -> Claim:
        """Write the claim unless the key is taken: the claim that stands, this one or the earlier one."""
        with self._lock:
            earlier, end = self._claims.get(claim.key_digest, (claim, expires_at))
            if end <= self._clock.now():
                earlier, end = claim, expires_at
            self._claims[claim.key_digest] = (earlier, end)
            return earlier

    def release(self, claim: Claim) -> None:
        """Forget a claim, if it still stands."""
        with self._lock:
            if self._stands(claim):
                del self._claims[claim.key_digest]

    def abandon(self, claim: Claim) -> None:
        """Leave a claim to whoever comes next with its key: it stands, but as one from long ago."""
        with self._lock:
            if self._stands(claim):
                standing, end = self._claims[claim.key_digest]
                self._claims[claim.key_digest] = (replace(standing, claimed_at=LONG_AGO), end)

    def _stands(self, claim: Claim) -> bool:
        """Whether the key still belongs to the claim's job, however often it was abandoned since."""
        standing, _ = self._claims.get(claim.key_digest, (None, None))
        return standing is not None and standing.job_id == claim.job_id
