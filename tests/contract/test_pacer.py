"""Pacers, in memory and in DynamoDB: all workers together keep one pace and share one circuit."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.dynamo_pacer import DynamoPacer
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.adapters.pacing import MemoryPacer
from fanfolio.domain.enrichment import Source
from fanfolio.domain.pacing import FAILURES_THAT_OPEN, PaceRule
from fanfolio.ports import Pacer, Permit, Refusal

LIBRARY, GOOGLE = Source.OPEN_LIBRARY, Source.GOOGLE_BOOKS
RULES = {
    LIBRARY: PaceRule(rate_per_s=3.0, burst=10),
    GOOGLE: PaceRule(rate_per_s=10.0, burst=10, per_day=3),
}

# A pacer as each worker makes it: all of one kind share what a deployment shares.
MakePacer = Callable[[], Pacer]


@pytest.fixture(params=["memory", pytest.param("dynamodb", marks=pytest.mark.emulator)])
def make_pacer(request: pytest.FixtureRequest, clock: FakeClock) -> Iterator[MakePacer]:
    if request.param == "memory":
        shared = MemoryPacer(RULES, clock=clock)
        yield lambda: shared
        return
    aws, table = request.getfixturevalue("aws"), request.getfixturevalue("cache_table")
    yield lambda: DynamoPacer(aws.dynamodb, table=table, rules=RULES, clock=clock)
    for source in Source:
        aws.dynamodb.delete_item(TableName=table, Key={"key": {"S": f"pacer#{source}"}})


def wait_s(leave: Permit | Refusal) -> float:
    assert isinstance(leave, Permit), leave
    return leave.wait_s


def refusal(leave: Permit | Refusal) -> Refusal:
    assert isinstance(leave, Refusal), leave
    return leave


def test_slots_are_shared_by_all_workers(make_pacer: MakePacer) -> None:
    workers = [make_pacer() for _ in range(4)]

    waits = [wait_s(workers[n % 4].reserve(LIBRARY, patience_s=60.0)) for n in range(13)]

    assert waits == [0.0] * 10 + [0.334, 0.668, 1.002]


def test_thirty_workers_at_the_same_moment_get_thirty_different_slots(make_pacer: MakePacer) -> None:
    workers = [make_pacer() for _ in range(30)]

    with ThreadPoolExecutor(30) as threads:
        leaves = list(threads.map(lambda worker: worker.reserve(LIBRARY, patience_s=600.0), workers))

    waits = sorted(wait_s(leave) for leave in leaves)
    # Losing a race may cost a moment on the shared clock, never a slot twice.
    assert waits[-1] == pytest.approx(20 * 0.334, abs=0.7)
    late = [wait for wait in waits if wait > 0]
    assert len(late) >= 18
    assert len(set(late)) == len(late)


def test_a_slot_that_comes_too_late_is_refused_and_stays_free(make_pacer: MakePacer) -> None:
    worker = make_pacer()
    for _ in range(10):
        worker.reserve(LIBRARY, patience_s=0.0)

    refused = refusal(worker.reserve(LIBRARY, patience_s=0.2))

    assert (refused.reason, refused.retry_after_s) == ("paced", 0.334)
    assert wait_s(worker.reserve(LIBRARY, patience_s=1.0)) == 0.334


def test_time_frees_slots(make_pacer: MakePacer, clock: FakeClock) -> None:
    worker = make_pacer()
    for _ in range(12):
        worker.reserve(LIBRARY, patience_s=60.0)

    clock.advance(10.0)

    assert wait_s(worker.reserve(LIBRARY, patience_s=0.0)) == 0.0


def test_catalogues_have_paces_of_their_own(make_pacer: MakePacer) -> None:
    worker = make_pacer()
    for _ in range(10):
        worker.reserve(LIBRARY, patience_s=0.0)

    assert wait_s(worker.reserve(GOOGLE, patience_s=0.0)) == 0.0


def test_failures_in_a_row_open_the_circuit_for_everybody(make_pacer: MakePacer) -> None:
    one, other = make_pacer(), make_pacer()

    for _ in range(FAILURES_THAT_OPEN):
        one.reserve(LIBRARY, patience_s=60.0)
        one.report(LIBRARY, ok=False)

    refused = refusal(other.reserve(LIBRARY, patience_s=60.0))
    assert (refused.reason, refused.retry_after_s) == ("circuit-open", 30.0)


def test_a_success_forgets_the_failures_before_it(make_pacer: MakePacer) -> None:
    worker = make_pacer()

    for ok in [*[False] * (FAILURES_THAT_OPEN - 1), True, *[False] * (FAILURES_THAT_OPEN - 1)]:
        worker.reserve(LIBRARY, patience_s=60.0)
        worker.report(LIBRARY, ok=ok)

    wait_s(worker.reserve(LIBRARY, patience_s=60.0))


def test_one_probe_at_a_time_and_its_success_closes_the_circuit(
    make_pacer: MakePacer, clock: FakeClock
) -> None:
    one, other = make_pacer(), make_pacer()
    for _ in range(FAILURES_THAT_OPEN):
        one.report(LIBRARY, ok=False)
    clock.advance(30.0)

    wait_s(one.reserve(LIBRARY, patience_s=0.0))
    meanwhile = other.reserve(LIBRARY, patience_s=0.0)
    one.report(LIBRARY, ok=True)

    assert refusal(meanwhile).reason == "circuit-probing"
    wait_s(other.reserve(LIBRARY, patience_s=0.0))


def test_a_probe_that_fails_opens_it_for_twice_as_long(make_pacer: MakePacer, clock: FakeClock) -> None:
    one, other = make_pacer(), make_pacer()
    for _ in range(FAILURES_THAT_OPEN):
        one.report(LIBRARY, ok=False)
    clock.advance(30.0)
    one.reserve(LIBRARY, patience_s=0.0)

    one.report(LIBRARY, ok=False)

    assert refusal(other.reserve(LIBRARY, patience_s=0.0)).retry_after_s == 60.0


def test_one_workers_limit_holds_all_workers_back(make_pacer: MakePacer) -> None:
    one, other = make_pacer(), make_pacer()
    one.reserve(LIBRARY, patience_s=0.0)

    one.report(LIBRARY, ok=False, retry_after_s=3.0)

    assert wait_s(other.reserve(LIBRARY, patience_s=60.0)) == 3.334


def test_a_days_quota_is_shared_and_comes_back_the_next_day(make_pacer: MakePacer, clock: FakeClock) -> None:
    one, other = make_pacer(), make_pacer()
    for worker in (one, other, one):
        wait_s(worker.reserve(GOOGLE, patience_s=0.0))

    refused = refusal(other.reserve(GOOGLE, patience_s=0.0))
    clock.advance(refused.retry_after_s)

    assert refused.reason == "quota-spent"
    wait_s(other.reserve(GOOGLE, patience_s=0.0))


@pytest.mark.emulator
def test_a_pacer_that_cannot_be_reached_gives_no_leave() -> None:
    nowhere = Aws(endpoint_url="http://127.0.0.1:9", attempts=1, connect_timeout_s=0.2)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        lost = DynamoPacer(nowhere.dynamodb, table="none", rules=RULES, clock=FakeClock())

        leave = lost.reserve(LIBRARY, patience_s=1.0)
        lost.report(LIBRARY, ok=False)

    assert refusal(leave).reason == "pacer-unreachable"
