"""The arithmetic of pace and circuit, worked out by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from catalogue_sim.limits import NginxLimiter
from fanfolio.domain.pacing import (
    CIRCUIT_OPEN,
    CIRCUIT_PROBING,
    FAILURES_THAT_OPEN,
    FIRST_OPENING_MS,
    LONGEST_OPENING_MS,
    PACED,
    PROBE_MS,
    QUOTA_SPENT,
    PaceRule,
    PaceState,
    Refused,
    failed,
    quota_day,
    reserve,
    succeeded,
    until_next_quota_day_s,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
RULE = PaceRule(rate_per_s=3.0, burst=10)
PATIENT = 10**9


def later(ms: int) -> datetime:
    return NOON + timedelta(milliseconds=ms)


def waits(count: int, *, rule: PaceRule = RULE, now: datetime = NOON) -> list[int]:
    state, found = PaceState(), []
    for _ in range(count):
        state, outcome = reserve(state, rule, now=now, patience_ms=PATIENT)
        assert isinstance(outcome, int)
        found.append(outcome)
    return found


def test_a_burst_goes_at_once_and_the_rest_one_interval_apart() -> None:
    assert waits(13) == [0] * 10 + [334, 668, 1002]


def test_thirty_workers_at_once_meet_no_refusal_of_the_limit_that_is_enforced() -> None:
    seconds = 0.0
    limiter = NginxLimiter(lambda: seconds)
    delays = []

    for wait_ms in waits(90):
        seconds = wait_ms / 1000
        delays.append(limiter.admit("one address"))

    assert None not in delays
    assert max(delay or 0.0 for delay in delays) == 0.0


def test_the_same_workers_without_a_pace_would_be_refused() -> None:
    limiter = NginxLimiter(lambda: 0.0)

    assert [limiter.admit("one address") for _ in range(30)].count(None) == 4


def test_idle_time_saves_up_no_more_than_a_burst() -> None:
    state, _ = reserve(PaceState(), RULE, now=NOON, patience_ms=0)
    found = []
    for _ in range(12):
        state, outcome = reserve(state, RULE, now=later(3_600_000), patience_ms=PATIENT)
        found.append(outcome)

    assert found == [0] * 10 + [334, 668]


def test_a_slot_that_comes_too_late_is_refused_and_not_taken() -> None:
    state = PaceState()
    for _ in range(10):
        state, _ = reserve(state, RULE, now=NOON, patience_ms=0)

    after, outcome = reserve(state, RULE, now=NOON, patience_ms=300)

    assert outcome == Refused(reason=PACED, retry_after_ms=334)
    assert after is state


def test_failures_in_a_row_open_the_circuit_and_a_success_between_them_does_not() -> None:
    state = PaceState()
    for _ in range(FAILURES_THAT_OPEN - 1):
        state = failed(state, RULE, now=NOON)
    state = succeeded(state)
    for _ in range(FAILURES_THAT_OPEN - 1):
        state = failed(state, RULE, now=NOON)
    _, before = reserve(state, RULE, now=NOON, patience_ms=0)

    _, after = reserve(failed(state, RULE, now=NOON), RULE, now=NOON, patience_ms=0)

    assert before == 0
    assert after == Refused(reason=CIRCUIT_OPEN, retry_after_ms=FIRST_OPENING_MS)


def opened() -> PaceState:
    state = PaceState()
    for _ in range(FAILURES_THAT_OPEN):
        state = failed(state, RULE, now=NOON)
    return state


def test_when_its_time_is_over_one_request_probes_and_others_wait_for_it() -> None:
    now = later(FIRST_OPENING_MS)

    state, probe = reserve(opened(), RULE, now=now, patience_ms=0)
    _, other = reserve(state, RULE, now=now, patience_ms=0)

    assert probe == 0
    assert other == Refused(reason=CIRCUIT_PROBING, retry_after_ms=PROBE_MS)


def test_a_probe_that_never_came_back_lets_another_one_through() -> None:
    now = later(FIRST_OPENING_MS)
    state, _ = reserve(opened(), RULE, now=now, patience_ms=0)

    _, outcome = reserve(state, RULE, now=later(FIRST_OPENING_MS + PROBE_MS), patience_ms=0)

    assert outcome == 0


def test_a_failed_probe_opens_the_circuit_for_twice_as_long_up_to_five_minutes() -> None:
    state, now, openings = opened(), NOON, []
    for _ in range(6):
        now = datetime.fromtimestamp(state.open_until_ms / 1000, tz=UTC)
        state, outcome = reserve(state, RULE, now=now, patience_ms=PATIENT)
        assert outcome == 0
        state = failed(state, RULE, now=now)
        _, refusal = reserve(state, RULE, now=now, patience_ms=0)
        assert isinstance(refusal, Refused)
        openings.append(refusal.retry_after_ms)

    assert openings == [60_000, 120_000, 240_000, *[LONGEST_OPENING_MS] * 3]


def test_a_late_failure_does_not_prolong_an_open_circuit() -> None:
    state = opened()

    assert failed(state, RULE, now=later(1_000)).open_until_ms == state.open_until_ms


def test_holding_back_holds_everybody_back_and_spends_the_burst() -> None:
    state = failed(PaceState(), RULE, now=NOON, retry_after_ms=3_000)

    state, first = reserve(state, RULE, now=NOON, patience_ms=PATIENT)
    _, second = reserve(state, RULE, now=NOON, patience_ms=PATIENT)

    assert (first, second) == (3_334, 3_668)


def test_a_days_quota_is_refused_until_midnight_pacific_and_then_anew() -> None:
    rule = PaceRule(rate_per_s=100.0, burst=100, per_day=2)
    state, _ = reserve(PaceState(), rule, now=NOON, patience_ms=0)
    state, _ = reserve(state, rule, now=NOON, patience_ms=0)

    _, refusal = reserve(state, rule, now=NOON, patience_ms=PATIENT)
    _, tomorrow = reserve(state, rule, now=NOON + timedelta(hours=20), patience_ms=0)

    assert refusal == Refused(reason=QUOTA_SPENT, retry_after_ms=20 * 3_600_000)
    assert tomorrow == 0


def test_a_wait_until_tomorrow_spends_the_quota_of_today() -> None:
    rule = PaceRule(rate_per_s=1.0, burst=1, per_day=1_000)
    state = failed(PaceState(), rule, now=NOON, retry_after_ms=int(until_next_quota_day_s(NOON) * 1000))

    _, outcome = reserve(state, rule, now=NOON, patience_ms=PATIENT)

    assert isinstance(outcome, Refused)
    assert outcome.reason == QUOTA_SPENT


def test_the_quota_day_turns_at_eight_utc() -> None:
    assert quota_day(datetime(2026, 3, 1, 7, 59, tzinfo=UTC)) == "2026-02-28"
    assert quota_day(datetime(2026, 3, 1, 8, 0, tzinfo=UTC)) == "2026-03-01"


@given(
    st.lists(st.integers(0, 2_000), min_size=1, max_size=60),
    st.floats(0.2, 20.0),
    st.integers(1, 30),
)
def test_no_window_ever_holds_more_than_a_burst_and_the_rate(
    gaps: list[int], rate: float, burst: int
) -> None:
    rule, state, now_ms, starts = PaceRule(rate_per_s=rate, burst=burst), PaceState(), 0, []
    for gap in gaps:
        now_ms += gap
        state, wait = reserve(state, rule, now=later(now_ms), patience_ms=PATIENT)
        assert isinstance(wait, int)
        starts.append(now_ms + wait)

    for first, start in enumerate(starts):
        for count, end in enumerate(starts[first:], start=1):
            assert count <= burst + (end - start) / rule.interval_ms + 1e-6
