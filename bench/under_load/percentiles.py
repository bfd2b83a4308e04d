"""Percentiles by the nearest rank: every figure is one that was measured."""

import math
from collections.abc import Sequence

SHARES = (0.50, 0.95, 0.99, 1.0)


def percentiles(values: Sequence[float]) -> list[float]:
    """p50, p95, p99 and the largest; of nothing, not a number."""
    ordered = sorted(values) or [math.nan]
    return [ordered[max(0, math.ceil(share * len(ordered)) - 1)] for share in SHARES]
