"""Open Library's published limit as nginx enforces it: ``limit_req rate=180r/m burst=25 delay=10``."""

from collections.abc import Callable
from dataclasses import dataclass

RATE_PER_S = 3
BURST = 25
UNDELAYED = 10

_UNIT = 1000  # nginx counts in thousandths of a request and in whole milliseconds


@dataclass(slots=True)
class _Bucket:
    excess: int
    last_ms: int


class NginxLimiter:
    """A leaky bucket for each address: the excess over the rate is first free, then delayed, then refused.

    A request that is refused leaves the bucket as it was. ``clock`` gives seconds and never goes back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def admit(self, address: str) -> float | None:
        """Seconds to hold a request back before it is answered, or ``None`` when it is refused."""
        now_ms = int(self._clock() * 1000)
        bucket = self._buckets.get(address)
        if bucket is None:
            self._buckets[address] = _Bucket(excess=0, last_ms=now_ms)
            return 0.0
        drained = RATE_PER_S * (now_ms - bucket.last_ms)
        excess = max(0, bucket.excess - drained + _UNIT)
        if excess > BURST * _UNIT:
            return None
        bucket.excess, bucket.last_ms = excess, now_ms
        return max(0, excess - UNDELAYED * _UNIT) / RATE_PER_S / _UNIT

    def forget(self) -> None:
        """Start as if nobody had asked yet."""
        self._buckets.clear()
