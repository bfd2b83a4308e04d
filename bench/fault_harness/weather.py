"""What may go wrong in one play: how likely each fault is, until when, and a count of those that happened."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

# Most plays see a few faults, some see one at every fifth call.
_LIKELIHOODS = (0.005, 0.02, 0.05, 0.12)
_SKEWS_S = (0.5, -2.0, 30.0, -30.0, 90.0, -90.0)

# The furthest that two processes' clocks are apart.
FURTHEST_APART_S = 180.0

# A fault that befalls a call, and which: ("worker", "killed before a call").
Count = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One fault alone, at one call of a port alone."""

    fault: str
    call: int


@dataclass(slots=True)
class Weather:
    """The faults of one play; poison stays for good, everything else passes at ``clears_at_s``."""

    dice: Random
    clears_at_s: float
    likely: dict[str, float]
    pin: Pin | None = None
    counts: Counter[Count] = field(default_factory=Counter)

    @classmethod
    def roll(cls, dice: Random) -> "Weather":
        """A weather of its own for each play: every fault has its own likelihood, some never happen."""
        likely = {fault: dice.choice((0.0, *_LIKELIHOODS)) for fault in FAULTS}
        return cls(dice=dice, clears_at_s=dice.uniform(5, 400), likely=likely)

    @classmethod
    def fair(cls, *, but: Pin | None = None) -> "Weather":
        """Nothing ever goes wrong, or one thing once."""
        return cls(dice=Random(0), clears_at_s=0.0, likely={}, pin=but)

    def strikes(self, fault: str, *, whom: str, at_s: float, call: int, times: float = 1.0) -> bool:
        """Whether this fault happens now to ``whom``; ``times`` makes it more likely than usual."""
        if self.pin is not None:
            happens = self.pin == Pin(fault=fault, call=call)
        else:
            likely = self.likely.get(fault, 0.0) * times
            happens = likely > 0.0 and at_s < self.clears_at_s and self.dice.random() < likely
        if happens:
            self.counts[whom, fault] += 1
        return happens

    def skew_s(self) -> float:
        """How far the wall clock of a process is off."""
        return self.dice.choice(_SKEWS_S)


KILLED_BEFORE = "killed before a call"
KILLED_AFTER = "killed after a call"
REFUSED = "call refused: throttled or failing"
ANSWER_LOST = "call carried out, answer lost"
SENT_TWICE = "call sent twice by the client"
SLOW = "call slow, up to 45 s"
PARTIAL_SEND = "part of a batch sent"
PARTIAL_DELETE = "part of a batch deleted"
START_LOST = "start lost"
START_DOUBLED = "start doubled"
START_LATE = "start 40 s late"
NOT_ACKNOWLEDGED = "killed before the acknowledgement"
DUPLICATE = "message delivered twice"
SECOND_WORKER = "second worker on a message in hand"
LATE = "message delivered once more, up to 15 min late"
OUT = "catalogue out"
GAPS = "catalogue answers for some books only"
CRAWLS = "catalogue uses up all the time it is given"
PACED = "held up by our own pace"
CLOCK_OFF = "clock off from the start"
CLOCK_JUMPS = "clock jumps under way"

FAULTS = (
    KILLED_BEFORE,
    KILLED_AFTER,
    REFUSED,
    ANSWER_LOST,
    SENT_TWICE,
    SLOW,
    PARTIAL_SEND,
    PARTIAL_DELETE,
    START_LOST,
    START_DOUBLED,
    START_LATE,
    NOT_ACKNOWLEDGED,
    DUPLICATE,
    SECOND_WORKER,
    LATE,
    OUT,
    GAPS,
    CRAWLS,
    PACED,
    CLOCK_OFF,
    CLOCK_JUMPS,
)

# Those that can befall any call of any port.
OF_CALLS = (KILLED_BEFORE, KILLED_AFTER, REFUSED, ANSWER_LOST, SENT_TWICE, SLOW, CLOCK_JUMPS)
