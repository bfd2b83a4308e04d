"""Jobs and settled books as items of a table: what goes in comes out, and expires by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.job_items import attribute, item_of, job_of, outcomes_of, shards_of
from fanfolio.adapters.memory import FakeClock
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import DocumentUnreadable
from fanfolio.domain.job import Failure, Job, JobState
from fanfolio.ports import UnreadableJob
from tests.fixtures.jobs import NOON, a_job, open_job

times = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
counts = st.none() | st.integers(min_value=0, max_value=10**7)
jobs = st.builds(
    Job,
    job_id=st.text(min_size=1),
    state=st.sampled_from(JobState),
    file_name=st.text(),
    size_bytes=st.integers(min_value=0),
    owner_digest=st.text(),
    created_at=times,
    deadline=times,
    expires_at=times.map(lambda time: time.replace(microsecond=0)),
    steps=st.dictionaries(st.sampled_from([state.value for state in JobState]), times),
    layout=st.none() | st.text(),
    rows=counts,
    total=counts,
    complaints=counts,
    notes=st.none() | st.dictionaries(st.text(min_size=1), st.integers(0)),
    chunks=counts,
    counts=st.none()
    | st.dictionaries(st.sampled_from([outcome.value for outcome in Outcome]), st.integers(0)),
    document=st.none() | st.text(),
    watched_until=st.none() | times,
    failure=st.none() | st.builds(Failure, code=st.text(), message=st.text()),
)


@given(jobs)
def test_any_job_comes_back_from_its_item(job: Job) -> None:
    assert job_of(item_of(job)) == job


@given(st.dictionaries(st.sampled_from(Outcome), st.sets(st.integers(1, 20_000))))
def test_any_outcomes_come_back_from_their_shards(outcomes: dict[Outcome, set[int]]) -> None:
    shards = shards_of(outcomes)

    items = [
        {outcome.value: attribute(numbers) for outcome, numbers in sets.items()} for sets in shards.values()
    ]
    assert outcomes_of(items) == {outcome: outcomes.get(outcome, set()) for outcome in Outcome}


@given(times, times)
def test_times_compare_as_text_as_they_do_in_time(one: datetime, other: datetime) -> None:
    texts = [attribute(time)["S"] for time in (one, other)]

    assert (texts[0] < texts[1]) == (one < other)


def test_a_shard_holds_a_thousand_numbers() -> None:
    shards = shards_of({Outcome.MATCHED: range(1, 2_502)})

    assert {
        record: (min(sets[Outcome.MATCHED]), max(sets[Outcome.MATCHED])) for record, sets in shards.items()
    } == {
        "SETTLED#0000": (1, 1_000),
        "SETTLED#0001": (1_001, 2_000),
        "SETTLED#0002": (2_001, 2_501),
    }


def test_what_a_table_cannot_hold_is_a_bug() -> None:
    with pytest.raises(TypeError, match="float"):
        attribute(1.5)


@pytest.mark.emulator
class TestStoredItems:
    """The table as it lies there: what its time to live and its index go by."""

    @pytest.mark.parametrize(
        "damage",
        [
            {"state": {"S": "reconsidering"}},
            {"expires_at": {"S": "soon"}},
            {"expires_at": {"N": "1" + "0" * 30}},
            {"deadline": {"S": "tomorrow"}},
            {"size_bytes": {"BOOL": True}},
        ],
    )
    def test_one_record_that_cannot_be_read_does_not_hide_the_others(
        self, aws: Aws, jobs_table: str, damage: dict[str, Any]
    ) -> None:
        store = _store(aws, jobs_table, FakeClock(NOON))
        fine = open_job(store)
        item = {**item_of(a_job(job_id="damaged")), **damage}
        aws.dynamodb.put_item(TableName=jobs_table, Item=item)

        listed = list(store.open_jobs())

        assert len(listed) == 2
        assert UnreadableJob(job_id="damaged") in listed
        assert store.read(fine) in listed
        with pytest.raises(DocumentUnreadable, match="job damaged"):
            store.read("damaged")

    def test_every_record_of_a_job_expires_by_itself_and_none_before_the_job(
        self, aws: Aws, jobs_table: str
    ) -> None:
        clock = FakeClock(NOON)
        store = _store(aws, jobs_table, clock)
        job_id = open_job(store, JobState.ENRICHING, expires_at=NOON + timedelta(days=30))
        clock.advance(600)

        store.settle(job_id, {Outcome.MATCHED: [1, 1_001]})

        items = _items(aws, jobs_table)
        assert [item["record"]["S"] for item in items] == ["META", "SETTLED#0000", "SETTLED#0001"]
        job_expiry, *set_expiries = [int(item["expires_at"]["N"]) for item in items]
        assert job_expiry == int((NOON + timedelta(days=30)).timestamp())
        assert set_expiries == [job_expiry + 600] * 2

    def test_what_settles_after_a_deletion_expires_by_itself(self, aws: Aws, jobs_table: str) -> None:
        store = _store(aws, jobs_table, FakeClock(NOON))
        job_id = open_job(store)
        store.erase(job_id, owner_digest="cd" * 32, at=NOON, expires_at=NOON + timedelta(days=5))

        store.settle(job_id, {Outcome.UNMATCHED: [3]})

        assert all("expires_at" in item for item in _items(aws, jobs_table))

    def test_a_tombstone_tells_nothing_of_the_job_but_whose_it_was(self, aws: Aws, jobs_table: str) -> None:
        store = _store(aws, jobs_table, FakeClock(NOON))
        job_id = open_job(store, JobState.READING, file_name="private.csv", owner_digest="cd" * 32)
        store.describe(job_id, layout="goodreads", rows=1, total=1, complaints=0, notes={}, chunks=1)

        store.erase(job_id, owner_digest="cd" * 32, at=NOON, expires_at=NOON + timedelta(days=5))
        store.confirm_erased(job_id)

        (item,) = _items(aws, jobs_table)
        told = {name for name, value in item.items() if value not in ({"S": ""}, {"N": "0"})}
        assert told == {
            "job_id",
            "record",
            "owner_digest",
            "state",
            "created_at",
            "deadline",
            "expires_at",
            "steps",
        }

    def test_the_index_holds_no_job_that_has_ended(self, aws: Aws, jobs_table: str) -> None:
        store = _store(aws, jobs_table, FakeClock(NOON))
        for state in JobState:
            open_job(store, state)
        store.create(a_job(state=JobState.FAILED))

        indexed = aws.dynamodb.scan(TableName=jobs_table, IndexName="open-jobs")["Items"]

        assert {item["state"]["S"] for item in indexed} == {"accepted", "reading", "enriching", "assembling"}


def _store(aws: Aws, table: str, clock: FakeClock) -> DynamoJobStore:
    return DynamoJobStore(aws.dynamodb, table=table, clock=clock, settled_lifetime=timedelta(days=30))


def _items(aws: Aws, table: str) -> list[dict[str, Any]]:
    found: list[Any] = aws.dynamodb.scan(TableName=table)["Items"]
    return sorted(found, key=lambda item: item["record"]["S"])
