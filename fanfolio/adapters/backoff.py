"""Waiting between attempts at what AWS accepted only in part: longer each time, and never in step with others."""

import random
from collections.abc import Iterator

from fanfolio.ports import Clock

_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 2.0


def attempts(count: int, *, clock: Clock) -> Iterator[int]:
    """Count from 1 to ``count``, waiting before each attempt but the first."""
    for attempt in range(1, count + 1):
        if attempt > 1:
            longest_s = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** (attempt - 2))
            clock.sleep(longest_s * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
        yield attempt
