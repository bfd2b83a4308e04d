"""What every clock promises."""

from datetime import UTC, timedelta

import pytest

from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.memory import FakeClock
from fanfolio.ports import Clock

A_MOMENT_S = 0.01


@pytest.fixture(params=[FakeClock, SystemClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


class TestClock:
    def test_now_is_aware_utc(self, clock: Clock) -> None:
        assert clock.now().tzinfo is UTC

    def test_time_never_goes_back(self, clock: Clock) -> None:
        before_s, before = clock.monotonic(), clock.now()

        clock.sleep(0)

        assert clock.monotonic() >= before_s
        assert clock.now() >= before

    def test_sleeping_takes_its_time(self, clock: Clock) -> None:
        before_s = clock.monotonic()

        clock.sleep(A_MOMENT_S)

        assert clock.monotonic() - before_s >= A_MOMENT_S

    async def test_pausing_takes_its_time(self, clock: Clock) -> None:
        before_s = clock.monotonic()

        await clock.pause(A_MOMENT_S)

        assert clock.monotonic() - before_s >= A_MOMENT_S


def test_a_fake_clock_moves_both_scales_together() -> None:
    clock = FakeClock()
    start, start_s = clock.now(), clock.monotonic()

    clock.advance(90)
    clock.sleep(5)

    assert clock.now() - start == timedelta(seconds=95)
    assert clock.monotonic() - start_s == 95
