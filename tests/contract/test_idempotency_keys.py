"""What every keeper of idempotency keys promises."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fanfolio.adapters.idempotency import DynamoIdempotencyKeys
from fanfolio.adapters.memory import FakeClock, MemoryIdempotencyKeys
from fanfolio.ports import LONG_AGO, Claim, IdempotencyKeys


@pytest.fixture(params=["memory", pytest.param("dynamodb", marks=pytest.mark.emulator)])
def keys(request: pytest.FixtureRequest, clock: FakeClock) -> IdempotencyKeys:
    if request.param == "memory":
        return MemoryIdempotencyKeys(clock=clock)
    return DynamoIdempotencyKeys(
        request.getfixturevalue("aws").dynamodb, table=request.getfixturevalue("jobs_table"), clock=clock
    )


def claim_of(job_id: str, clock: FakeClock, *, key: str = "ab" * 32) -> Claim:
    return Claim(
        key_digest=key, file_digest="cd" * 32, job_id=job_id, salt=f"5a17{job_id}", claimed_at=clock.now()
    )


def in_a_day(clock: FakeClock) -> datetime:
    return clock.now() + timedelta(days=1)


def test_the_first_claim_stands_and_later_ones_are_told_it(keys: IdempotencyKeys, clock: FakeClock) -> None:
    first = claim_of("job-1", clock)

    assert keys.claim(first, expires_at=in_a_day(clock)) == first
    clock.advance(3)
    assert keys.claim(claim_of("job-2", clock), expires_at=in_a_day(clock)) == first


def test_other_keys_are_other_claims(keys: IdempotencyKeys, clock: FakeClock) -> None:
    keys.claim(claim_of("job-1", clock), expires_at=in_a_day(clock))
    other = claim_of("job-2", clock, key="ef" * 32)

    assert keys.claim(other, expires_at=in_a_day(clock)) == other


def test_an_expired_claim_makes_way(keys: IdempotencyKeys, clock: FakeClock) -> None:
    keys.claim(claim_of("job-1", clock), expires_at=in_a_day(clock))
    clock.advance(86_400)
    later = claim_of("job-2", clock)

    assert keys.claim(later, expires_at=in_a_day(clock)) == later
    assert keys.claim(claim_of("job-3", clock), expires_at=in_a_day(clock)) == later


def test_a_released_key_is_free(keys: IdempotencyKeys, clock: FakeClock) -> None:
    first = claim_of("job-1", clock)
    keys.claim(first, expires_at=in_a_day(clock))

    keys.release(first)
    keys.release(claim_of("never-claimed", clock, key="ef" * 32))

    second = claim_of("job-2", clock)
    assert keys.claim(second, expires_at=in_a_day(clock)) == second
    assert keys.claim(other := claim_of("job-3", clock, key="ef" * 32), expires_at=in_a_day(clock)) == other


def test_an_abandoned_claim_can_be_released(keys: IdempotencyKeys, clock: FakeClock) -> None:
    first = claim_of("job-1", clock)
    keys.claim(first, expires_at=in_a_day(clock))
    keys.abandon(first)

    keys.release(first)

    second = claim_of("job-2", clock)
    assert keys.claim(second, expires_at=in_a_day(clock)) == second


def test_whoever_comes_too_late_neither_releases_nor_abandons_the_next_ones_claim(
    keys: IdempotencyKeys, clock: FakeClock
) -> None:
    first, second = claim_of("job-1", clock), claim_of("job-2", clock)
    keys.claim(first, expires_at=in_a_day(clock))
    keys.release(first)
    keys.claim(second, expires_at=in_a_day(clock))

    keys.release(first)
    keys.abandon(first)

    assert keys.claim(claim_of("job-3", clock), expires_at=in_a_day(clock)) == second


def test_an_abandoned_claim_stands_as_one_from_long_ago(keys: IdempotencyKeys, clock: FakeClock) -> None:
    first = claim_of("job-1", clock)
    keys.claim(first, expires_at=in_a_day(clock))

    keys.abandon(first)
    keys.abandon(claim_of("never-claimed", clock, key="ef" * 32))

    second = keys.claim(claim_of("job-2", clock), expires_at=in_a_day(clock))
    assert second == replace(first, claimed_at=LONG_AGO)
    assert keys.claim(other := claim_of("job-3", clock, key="ef" * 32), expires_at=in_a_day(clock)) == other


def test_of_many_at_once_one_wins_and_all_are_told_which(keys: IdempotencyKeys, clock: FakeClock) -> None:
    claims = [replace(claim_of(f"job-{number}", clock)) for number in range(12)]

    with ThreadPoolExecutor(max_workers=6) as pool:
        standing = list(pool.map(lambda claim: keys.claim(claim, expires_at=in_a_day(clock)), claims))

    assert len(set(standing)) == 1
    assert standing[0] in claims
