"""What a simulated deployment is like: limits of AWS, pace of the catalogues, durations that were measured."""

from dataclasses import dataclass
from enum import StrEnum

BOOKS_A_LIBRARY = 565


class Feeding(StrEnum):
    """How an SQS event source mapping grows; documentation says "300 a minute", not in which steps."""

    LINEAR = "linear"
    BY_THE_MINUTE = "by the minute"
    PROVISIONED = "provisioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Seconds that steps take in a process that is warm and not waiting for anybody; measured by ``bench.steps``."""

    upload: float = 0.05
    read: float = 0.12
    cache: float = 0.03
    request: float = 0.3
    results: float = 0.05
    notice: float = 0.05
    assemble: float = 0.08
    cold_start: float = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """One deployment; ``hit_rate`` is the share of books that the cache knows.

    ``pools`` says that books nobody knows are asked for together, whatever library they come from: that is not
    built (docs/scaling.md says when it would be worth it).
    """

    books_per_message: int = 100
    feeding: Feeding = Feeding.LINEAR
    pollers: int = 2
    most_workers: int = 1_250
    account_concurrency: int = 1_000
    rate_per_s: float = 3.0
    burst: int = 10
    hit_rate: float = 0.0
    pools: bool = False
    deadline_s: float = 600.0
    patience_s: float = 15.0
    keeps_warm_s: float = 300.0
    durations: Durations = Durations()

    @property
    def deadline_of_library_s(self) -> float:
        """When a job ends with what it has: more books, more patience."""
        return self.deadline_s + 0.02 * BOOKS_A_LIBRARY
