"""What may go wrong in one play: how likely each fault is, until when, and a count of those that happened."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

# Most plays see a few faults, some see one at every fifth call.
_LIKELIHOODS = (0.005, 0.02, 0.05, 0.12)
_SKEWS_S = (0.0, 0.0, 0.5, -2.0, 30.0, -30.0, 90.0, -90.0)


@dataclass(slots=True)
class Weather:
    """The faults of one play; poison stays for good, everything else passes at ``clears_at_s``."""

    dice: Random
    clears_at_s: float
    likely: dict[str, float]
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def roll(cls, dice: Random) -> "Weather":
        """A weather of its own for each play: every fault has its own likelihood, some never happen."""
        likely = {fault: dice.choice((0.0, *_LIKELIHOODS)) for fault in FAULTS}
        return cls(dice=dice, clears_at_s=dice.uniform(5, 400), likely=likely)

    @classmethod
    def fair(cls) -> "Weather":
        """Nothing ever goes wrong."""
        return cls(dice=Random(0), clears_at_s=0.0, likely={})

    def strikes(self, fault: str, *, at_s: float, times: float = 1.0) -> bool:
        """Whether this fault happens now; ``times`` makes it more likely than usual."""
        likely = self.likely.get(fault, 0.0) * times
        if likely == 0.0 or at_s >= self.clears_at_s or self.dice.random() >= likely:
            return False
        self.counts[fault] += 1
        return True

    def skew_s(self, *, at_s: float) -> float:
        """How far the wall clock of a new process is off; clocks jump where ``clock_jump`` is in the air."""
        if not self.strikes("clock_jump", at_s=at_s, times=4):
            return 0.0
        return self.dice.choice(_SKEWS_S)


FAULTS = (
    "killed_before_call",
    "killed_after_call",
    "refused_call",
    "lost_answer",
    "repeated_call",
    "slow_call",
    "partial_send",
    "partial_delete",
    "lost_start",
    "doubled_start",
    "late_start",
    "killed_before_acknowledgement",
    "duplicate_delivery",
    "second_worker",
    "late_delivery",
    "catalogue_outage",
    "catalogue_gap",
    "catalogue_slow",
    "paced",
    "clock_jump",
)
