"""The simulation against what can be worked out by hand, and against the table of a former measurement."""

import math
from collections.abc import Generator
from types import SimpleNamespace
from typing import Any

import pytest
import simpy

from bench.scale.choices import BOOKS_A_LIBRARY, Choices, Durations, Feeding
from bench.scale.deployment import Deployment
from bench.scale.feeding import Mapping, Message, ramp
from bench.scale.pace import Pace

LIGHT = 1 / 3600
WORK_S = 1.8


def makespan_s(choices: Choices, *, messages: int, work_s: float = WORK_S, account: int = 1_000) -> float:
    """How long a queue of messages takes that each cost a worker so long, with no cold starts."""
    env = simpy.Environment()
    ended: list[float] = []

    def work(message: Message) -> Generator[simpy.Event, Any, None]:
        yield env.timeout(work_s)
        ended.append(env.now)

    mapping = Mapping(env, choices, simpy.Resource(env, capacity=account), work)
    for _ in range(messages):
        mapping.send(Message(job=SimpleNamespace(), books=1))
    env.run(until=3_600)
    assert len(ended) == messages
    return max(ended)


def without_cold_starts(**choices: Any) -> Choices:
    return Choices(durations=Durations(cold_start=0.0), **choices)


@pytest.mark.parametrize(("backlog_s", "batches"), [(0, 5), (1, 10), (10, 55), (79, 400), (1_000, 1_250)])
def test_the_linear_ramp_begins_at_five_and_adds_five_a_second(backlog_s: float, batches: int) -> None:
    assert ramp(Choices(), backlog_s) == batches


@pytest.mark.parametrize(("backlog_s", "batches"), [(0, 5), (59, 5), (60, 305), (121, 605), (1_000, 1_250)])
def test_the_stepwise_ramp_adds_three_hundred_a_minute(backlog_s: float, batches: int) -> None:
    assert ramp(Choices(feeding=Feeding.BY_THE_MINUTE), backlog_s) == batches


def test_the_linear_ramp_takes_as_long_as_its_closed_form() -> None:
    # While 5 + 5t are busy for w seconds each, n messages have started after t: (5t + 2.5 t²) / w = n.
    begun_s = -1 + math.sqrt(1 + 0.4 * WORK_S * BOOKS_A_LIBRARY)

    assert makespan_s(without_cold_starts(), messages=BOOKS_A_LIBRARY) == pytest.approx(
        begun_s + WORK_S, rel=0.05
    )


@pytest.mark.parametrize(("feeding", "ideal_s"), [(Feeding.LINEAR, 20.2), (Feeding.BY_THE_MINUTE, 63.6)])
def test_one_book_a_message_takes_as_long_as_was_modelled_before(feeding: Feeding, ideal_s: float) -> None:
    assert makespan_s(without_cold_starts(feeding=feeding), messages=BOOKS_A_LIBRARY) == pytest.approx(
        ideal_s, rel=0.06
    )


def test_pollers_work_in_rounds_of_ten_each_from_the_start() -> None:
    choices = without_cold_starts(feeding=Feeding.PROVISIONED, pollers=6)

    assert makespan_s(choices, messages=565) == pytest.approx(math.ceil(565 / 60) * WORK_S)


def test_the_account_bounds_what_the_ramp_would_allow() -> None:
    choices = without_cold_starts(feeding=Feeding.PROVISIONED, pollers=100)

    assert makespan_s(choices, messages=400, account=50) == pytest.approx(8 * WORK_S)


def test_the_pace_lets_a_burst_pass_and_then_its_rate() -> None:
    pace = Pace(Choices(rate_per_s=4.0, burst=10))

    waits = [pace.wait_s(0.0, patience_s=1e6) for _ in range(50)]

    assert waits[:10] == [0.0] * 10
    assert waits[-1] == pytest.approx((50 - 10) / 4.0)


def test_a_library_that_comes_alone_takes_the_sum_of_its_steps() -> None:
    took = Durations(cold_start=0.0)
    outcome = Deployment(Choices(hit_rate=1.0, durations=took), seed=1).run(rate_per_s=LIGHT, jobs=20)

    # Six messages, five workers at first: the sixth begins when the ramp has grown or a worker is free.
    alone_s = took.upload + took.read + took.cache + took.results + took.notice + took.assemble
    assert min(outcome.job_s) >= alone_s
    assert max(outcome.job_s) <= alone_s + took.cache + took.results + 1e-6


def test_what_nobody_knows_costs_two_requests_a_message() -> None:
    outcome = Deployment(Choices(hit_rate=0.0), seed=1).run(rate_per_s=LIGHT, jobs=20)

    assert outcome.requests == 20 * 6 * 2


def test_concurrency_on_average_is_rate_times_time() -> None:
    rate_per_s, jobs, took = 2.0, 300, Durations(cold_start=0.0)
    deployment = Deployment(Choices(hit_rate=1.0, durations=took), seed=1)
    seen: list[int] = []

    def look() -> Generator[simpy.Event, Any, None]:
        while True:
            yield deployment.env.timeout(0.05)
            seen.append(deployment.concurrency)

    deployment.env.process(look())
    deployment.run(rate_per_s=rate_per_s, jobs=jobs)

    # Little's law: reading, six messages, and an aggregator that watches them.
    message_s = took.cache + took.results
    job_s = took.read + 6 * message_s + message_s + took.notice + took.assemble
    assert sum(seen) / len(seen) == pytest.approx(rate_per_s * job_s, rel=0.15)


def test_more_than_the_catalogue_allows_ends_at_the_deadline_and_not_later() -> None:
    choices = Choices(deadline_s=30.0)
    outcome = Deployment(choices, seed=1).run(rate_per_s=2.0, jobs=60)

    assert outcome.incomplete > 0
    took = choices.durations
    assert max(outcome.job_s) <= choices.deadline_of_library_s + took.notice + took.assemble + 1e-6
    # Three a second and a burst: nobody asked faster than that.
    assert outcome.requests <= 10 + 3 * (60 / 2.0 + choices.deadline_of_library_s + 60)


def test_pooling_asks_a_hundred_books_at_once_whosever_they_are() -> None:
    apart = Deployment(Choices(hit_rate=0.99), seed=1).run(rate_per_s=1.0, jobs=40)
    together = Deployment(Choices(hit_rate=0.99, pools=True), seed=1).run(rate_per_s=1.0, jobs=40)

    assert together.requests < apart.requests / 2
    assert together.incomplete == 0


def test_the_same_seed_gives_the_same_figures() -> None:
    one, other = (Deployment(Choices(hit_rate=0.9), seed=5).run(rate_per_s=0.5, jobs=50) for _ in range(2))

    assert one == other
