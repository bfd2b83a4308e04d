"""The arithmetic of pace, quota and circuit: what is free, who may ask, when to stop. Whole milliseconds.

Pace is GCRA: the theoretical arrival time (``tat_ms``) moves one interval with each request; whoever would bring
it more than a burst ahead of now waits. A circuit opens after failures in a row; when its time is over, one
request at a time probes. A daily quota is counted by day.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

PACED = "paced"
CIRCUIT_OPEN = "circuit-open"
CIRCUIT_PROBING = "circuit-probing"
QUOTA_SPENT = "quota-spent"

FAILURES_THAT_OPEN = 4
FIRST_OPENING_MS = 30_000
LONGEST_OPENING_MS = 300_000
# How long one probe keeps others from probing too; longer than a request takes to time out.
PROBE_MS = 8_000
_MOST_OPENINGS = 8

# Google's day begins at midnight Pacific. Standard time all year: an hour late in summer, a refusal at worst.
_PACIFIC = timedelta(hours=-8)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRule:
    """How fast a catalogue may be asked; ``per_day`` bounds a day's requests where there is a quota."""

    rate_per_s: float
    burst: int
    per_day: int | None = None

    @property
    def interval_ms(self) -> int:
        """From one request to the next when all are as fast as allowed; rounded up, never faster than the rule."""
        return -int(-1000 // self.rate_per_s)

    @property
    def ahead_ms(self) -> int:
        """How far ahead of now ``tat_ms`` may be after a request that need not wait."""
        return self.interval_ms * self.burst


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceState:
    """What a deployment shares about one catalogue; ``open_until_ms`` is 0 while the circuit is closed."""

    tat_ms: int = 0
    failures: int = 0
    openings: int = 0
    open_until_ms: int = 0
    probing: bool = False
    day: str = ""
    used: int = 0

    @property
    def is_troubled(self) -> bool:
        """Whether a success has anything to clear."""
        return bool(self.failures or self.openings or self.open_until_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why nothing may be asked now, and after how long it is worth trying again."""

    reason: str
    retry_after_ms: int


def quota_day(now: datetime) -> str:
    """The day whose quota a request at ``now`` counts against."""
    return (now.astimezone(UTC) + _PACIFIC).date().isoformat()


def until_next_quota_day_s(now: datetime) -> float:
    """Seconds until a new day's quota."""
    there = now.astimezone(UTC) + _PACIFIC
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return (midnight - there).total_seconds()


def reserve(
    state: PaceState, rule: PaceRule, *, now: datetime, patience_ms: int
) -> tuple[PaceState, int | Refused]:
    """The state after taking the next slot and the wait for it; or the state unchanged and why there is none."""
    now_ms = to_ms(now)
    if state.open_until_ms > now_ms:
        reason = CIRCUIT_PROBING if state.probing else CIRCUIT_OPEN
        return state, Refused(reason=reason, retry_after_ms=state.open_until_ms - now_ms)
    day = quota_day(now) if rule.per_day is not None else ""
    used = state.used if state.day == day else 0
    if rule.per_day is not None and used >= rule.per_day:
        return state, Refused(reason=QUOTA_SPENT, retry_after_ms=int(until_next_quota_day_s(now) * 1000))
    tat_ms = max(state.tat_ms, now_ms) + rule.interval_ms
    wait_ms = wait_for(tat_ms, rule, now_ms=now_ms)
    if wait_ms > patience_ms:
        return state, Refused(reason=PACED, retry_after_ms=wait_ms)
    state = replace(state, tat_ms=tat_ms, day=day, used=used + 1)
    if state.open_until_ms:
        # Half open: this request probes, and until it must have ended the circuit stays open for all others.
        state = replace(state, open_until_ms=now_ms + wait_ms + PROBE_MS, probing=True)
    return state, wait_ms


def wait_for(tat_ms: int, rule: PaceRule, *, now_ms: int) -> int:
    """How long a request waits that moved the theoretical arrival time to ``tat_ms``."""
    return max(0, tat_ms - rule.ahead_ms - now_ms)


def failed(state: PaceState, rule: PaceRule, *, now: datetime, retry_after_ms: int = 0) -> PaceState:
    """The state after a failure: all wait as long as was asked for; enough failures in a row open the circuit."""
    if rule.per_day is not None and retry_after_ms >= int(until_next_quota_day_s(now) * 1000):
        # Not a failure: the day is spent.
        return replace(state, day=quota_day(now), used=rule.per_day)
    tat_ms = state.tat_ms
    if retry_after_ms > 0:
        tat_ms = max(tat_ms, to_ms(now) + retry_after_ms + rule.ahead_ms)
    state = replace(state, tat_ms=tat_ms, failures=state.failures + 1)
    is_open = state.open_until_ms > 0 and not state.probing
    if state.probing or (not is_open and state.failures >= FAILURES_THAT_OPEN):
        opening_ms = min(FIRST_OPENING_MS * 2**state.openings, LONGEST_OPENING_MS)
        openings = min(state.openings + 1, _MOST_OPENINGS)
        return replace(state, open_until_ms=to_ms(now) + opening_ms, openings=openings, probing=False)
    return state


def succeeded(state: PaceState) -> PaceState:
    """The state after a success: the circuit is closed and its history forgotten."""
    return replace(state, failures=0, openings=0, open_until_ms=0, probing=False)


def to_ms(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return int(moment.timestamp() * 1000)
