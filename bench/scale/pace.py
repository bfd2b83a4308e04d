"""The catalogues' shared pace in simulated time, by the very arithmetic that the pacer uses."""

from datetime import UTC, datetime, timedelta

from bench.scale.choices import Choices
from fanfolio.domain.pacing import PaceRule, PaceState, Refused, reserve

_START = datetime(2026, 1, 1, tzinfo=UTC)


class Pace:
    """One deployment's pace towards Open Library."""

    def __init__(self, choices: Choices) -> None:
        self._rule = PaceRule(rate_per_s=choices.rate_per_s, burst=choices.burst)
        self._state = PaceState()
        self.requests = 0

    def wait_s(self, now: float, *, patience_s: float) -> float:
        """How long to wait for the next slot, which is then taken; negative: after how long to ask again."""
        self._state, outcome = reserve(
            self._state, self._rule, now=_START + timedelta(seconds=now), patience_ms=int(patience_s * 1000)
        )
        if isinstance(outcome, Refused):
            return -outcome.retry_after_ms / 1000
        self.requests += 1
        return outcome / 1000
