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

    def release(self, key_digest: str) -> None:
        """Forget a claim."""
        with self._lock:
            self._claims.pop(key_digest, None)

    def abandon(self, claim: Claim) -> None:
        """Leave a claim to whoever comes next with its key: it stands, but as one from long ago."""
        with self._lock:
            standing, end = self._claims.get(claim.key_digest, (None, self._clock.now()))
            if standing == claim:
                self._claims[claim.key_digest] = (replace(claim, claimed_at=LONG_AGO), end)
