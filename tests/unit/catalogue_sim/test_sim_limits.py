"""The simulator's rate limits, held to what their window may let through."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue_sim.limits import BURST, RATE_PER_S, UNDELAYED, NginxLimiter


class StoppedClock:
    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_is_first_free_then_delayed_then_refused() -> None:
    limiter = NginxLimiter(StoppedClock())

    answers = [limiter.admit("a") for _ in range(BURST + 4)]

    # request n of a burst (from 0) has an excess of n over the rate
    expected = [max(0, n - UNDELAYED) / RATE_PER_S for n in range(BURST + 1)]
    assert answers == [*expected, None, None, None]


def test_three_requests_a_second_are_never_held_back() -> None:
    clock = StoppedClock()
    limiter = NginxLimiter(clock)
    for n in range(100):
        clock.seconds = 1_000 + n / RATE_PER_S
        assert limiter.admit("a") == 0


def test_a_refused_request_does_not_fill_the_bucket() -> None:
    clock = StoppedClock()
    limiter = NginxLimiter(clock)
    for _ in range(BURST + 50):
        limiter.admit("a")
    assert limiter.admit("a") is None

    clock.seconds += 1 / RATE_PER_S + 0.001

    assert limiter.admit("a") is not None


def test_addresses_have_buckets_of_their_own() -> None:
    limiter = NginxLimiter(StoppedClock())
    for _ in range(BURST + 2):
        limiter.admit("a")
    assert limiter.admit("a") is None
    assert limiter.admit("b") == 0


@given(st.lists(st.integers(0, 3_000), min_size=1, max_size=120))
def test_no_more_pass_than_the_rate_and_the_burst_allow(gaps_ms: list[int]) -> None:
    clock = StoppedClock()
    limiter = NginxLimiter(clock)
    passed = 0
    for gap_ms in gaps_ms:
        clock.seconds += gap_ms / 1000
        passed += limiter.admit("a") is not None
    elapsed_s = clock.seconds - 1_000.0
    assert passed <= 1 + BURST + elapsed_s * RATE_PER_S + 1
