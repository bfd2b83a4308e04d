"""A catalogue under faults: it is out, answers for some books only, takes its time; and some books are poison."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.fault_harness import weather as faults
from bench.fault_harness.ports import Perils
from bench.fault_harness.stage import Stage
from fanfolio.domain.enrichment import Match, MatchedBy, Source, Work
from fanfolio.domain.pacing import PACED
from fanfolio.messages import WantedBook
from fanfolio.ports import Answers, Unanswered

# Every reason that docs/catalogues.md has for a keyless deployment.
_OUTAGES = (
    Unanswered(reason="open-library-timeout"),
    Unanswered(reason="open-library-error"),
    Unanswered(reason="open-library-limited", retry_after_s=3.0),
    Unanswered(reason="open-library-refused", retry_after_s=300.0),
    Unanswered(reason="open-library-misunderstood"),
    Unanswered(reason="open-library-unreadable"),
    Unanswered(reason="circuit-open", retry_after_s=120.0),
    Unanswered(reason="circuit-probing", retry_after_s=2.0),
    Unanswered(reason="out-of-time"),
    Unanswered(reason="pacer-unreachable", retry_after_s=5.0),
)
# Every so many a book is in no catalogue.
_ABSENT_EVERY = 7

# Twice a job's deadline, and its retry's.
_DROUGHT_S = 1_300.0

_SECONDS_TO_EAT_ALL_MEMORY = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Poison:
    """Book numbers by what asking for them does: end the process, eat its memory up, hang it, hit a bug in it."""

    crash: frozenset[int] = frozenset()
    memory: frozenset[int] = frozenset()
    hang: frozenset[int] = frozenset()
    bug: frozenset[int] = frozenset()

    @property
    def numbers(self) -> frozenset[int]:
        """All of them."""
        return self.crash | self.memory | self.hang | self.bug


class PoisonBug(Exception):
    """What a bug raises that only one book sets off."""


@dataclass(slots=True)
class FailingCatalogue:
    """Knows six books of seven; ``troubled`` are the numbers it ever failed to answer for."""

    stage: Stage
    perils: Perils
    poison: Poison
    starving: frozenset[int] = frozenset()
    troubled: set[int] = field(default_factory=set)

    @property
    def source(self) -> Source:
        """Which catalogue this plays."""
        return Source.OPEN_LIBRARY

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        """Answer as well as it can now."""
        numbers = [book.number for book in books]
        self._poison(numbers)
        self._take_time(until)
        unanswered = self._unanswered(numbers) or self._starved(numbers)
        self.troubled |= {number for number, why in unanswered.items() if why.reason != PACED}
        answered = [number for number in numbers if number not in unanswered]
        return Answers(
            matched={number: match_of(number) for number in answered if number % _ABSENT_EVERY},
            absent=frozenset(number for number in answered if number % _ABSENT_EVERY == 0),
            unanswered=unanswered,
            requests=1,
        )

    def _poison(self, numbers: Sequence[int]) -> None:
        if self.poison.crash.intersection(numbers):
            self.stage.kill_current()
        if self.poison.memory.intersection(numbers):
            self.stage.wait(_SECONDS_TO_EAT_ALL_MEMORY)
            self.stage.kill_current()
        if self.poison.hang.intersection(numbers):
            self.stage.wait(10_000)
        if self.poison.bug.intersection(numbers):
            raise PoisonBug

    def _take_time(self, until: float) -> None:
        spare_s = max(0.0, until - self.stage.now_s)
        self.stage.wait(
            spare_s if self.perils.strikes(faults.CRAWLS, whom="catalogue", times=3) else min(spare_s, 0.3)
        )

    def _unanswered(self, numbers: Sequence[int]) -> dict[int, Unanswered]:
        outage = _OUTAGES[self.stage.calls % len(_OUTAGES)]
        if self.perils.strikes(faults.OUT, whom=outage.reason, times=3):
            return dict.fromkeys(numbers, outage)
        if self.perils.strikes(faults.PACED, whom="catalogue", times=3):
            return dict.fromkeys(numbers, Unanswered(reason=PACED, retry_after_s=2.0))
        if self.perils.strikes(faults.GAPS, whom="catalogue", times=3):
            return dict.fromkeys(numbers[::3], outage)
        return {}

    def _starved(self, numbers: Sequence[int]) -> dict[int, Unanswered]:
        """Nothing but waiting for a turn that comes too late."""
        if self.stage.now_s > _DROUGHT_S:
            return {}
        starved = Unanswered(reason=PACED, retry_after_s=60.0)
        return {number: starved for number in numbers if number in self.starving}


def match_of(number: int) -> Match:
    """The match of a book by its number: the same for everybody who asks."""
    work = Work(
        source=Source.OPEN_LIBRARY,
        key=f"/works/OL{number}W",
        title=f"Title {number}",
        subjects=("Fantasy fiction",) if number % 2 else ("Detective and mystery stories",),
        first_year=1900 + number % 120,
        pages=100 + number,
    )
    return Match(work=work, by=MatchedBy.ISBN)
