"""The shared pace towards the catalogues, in memory: for tests, and for a deployment of one process."""

import threading
from collections.abc import Mapping

from fanfolio.domain.enrichment import Source
from fanfolio.domain.pacing import PaceRule, PaceState, Refused, failed, reserve, succeeded
from fanfolio.ports import Clock, Permit, Refusal

# Google allows about 100 requests a minute to one user; its day is what really bounds us.
_GOOGLE_RATE_PER_S = 1.5
_GOOGLE_BURST = 10


def pace_rules(
    *, open_library_rate_per_s: float, open_library_burst: int, google_books_per_day: int
) -> dict[Source, PaceRule]:
    """How fast each catalogue may be asked."""
    return {
        Source.OPEN_LIBRARY: PaceRule(rate_per_s=open_library_rate_per_s, burst=open_library_burst),
        Source.GOOGLE_BOOKS: PaceRule(
            rate_per_s=_GOOGLE_RATE_PER_S, burst=_GOOGLE_BURST, per_day=google_books_per_day
        ),
    }


class MemoryPacer:
    """The pace of one process, for any number of its threads and tasks."""

    def __init__(self, rules: Mapping[Source, PaceRule], *, clock: Clock) -> None:
        self._rules = rules
        self._clock = clock
        self._states: dict[Source, PaceState] = {}
        self._lock = threading.Lock()

    def reserve(self, source: Source, *, patience_s: float) -> Permit | Refusal:
        """Reserve the next free slot if it comes within ``patience_s``; a refused reservation takes no slot."""
        with self._lock:
            state, outcome = reserve(
                self._states.get(source, PaceState()),
                self._rules[source],
                now=self._clock.now(),
                patience_ms=int(patience_s * 1000),
            )
            self._states[source] = state
        return leave_of(outcome)

    def report(self, source: Source, *, ok: bool, retry_after_s: float = 0.0) -> None:
        """Tell how a request went: failures in a row open the circuit for everybody, a success closes it."""
        with self._lock:
            state = self._states.get(source, PaceState())
            if ok:
                state = succeeded(state)
            else:
                state = failed(
                    state,
                    self._rules[source],
                    now=self._clock.now(),
                    retry_after_ms=int(retry_after_s * 1000),
                )
            self._states[source] = state


def leave_of(outcome: int | Refused) -> Permit | Refusal:
    """What the arithmetic decided, in the port's words."""
    if isinstance(outcome, Refused):
        return Refusal(reason=outcome.reason, retry_after_s=outcome.retry_after_ms / 1000)
    return Permit(wait_s=outcome / 1000)
