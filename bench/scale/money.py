"""Dollars a month of a simulated deployment: what was measured for one import, and what waiting adds."""

from bench.bill import prices
from bench.scale.deployment import Outcome
from services.local.function_shapes import AGGREGATOR, WORKER

# bench.cost, November 2026: an import of 565 books without workers and aggregator, whose seconds are simulated.
COLD_WITHOUT_WAITING = 0.00099
WARM_WITHOUT_WAITING = 0.00021
# Alarms, metrics and the sweep (docs/deploy.md), and the mappings' idle polls: whether anybody comes or not.
FIXED_A_MONTH = 8.2

_SECONDS_A_MONTH = 30 * 24 * 3600
_MB_A_GB = 1024


def dollars_a_month(outcome: Outcome, *, rate_per_s: float, hit_rate: float) -> float:
    """If it went on like this for thirty days."""
    jobs = len(outcome.job_s)
    gb_s = (outcome.worker_s * WORKER.memory_mb + outcome.aggregator_s * AGGREGATOR.memory_mb) / _MB_A_GB
    without_waiting = COLD_WITHOUT_WAITING * (1 - hit_rate) + WARM_WITHOUT_WAITING * hit_rate
    a_job = without_waiting + gb_s / jobs * float(prices()["lambda"]["gb_second"])
    return FIXED_A_MONTH + a_job * rate_per_s * _SECONDS_A_MONTH
