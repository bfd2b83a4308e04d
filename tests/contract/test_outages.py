"""What the AWS adapters make of trouble: outages are named, part refusals tried again, mistakes shown."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.memory import FakeClock
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.domain.job import JobState
from services.local.children import free_port
from tests.fixtures.chunks import a_chunk
from tests.fixtures.jobs import NOON, a_job
from tests.fixtures.scripted_aws import ScriptedAws, aws_at

Call = Callable[[Aws], object]


def jobs_of(aws: Aws, clock: FakeClock | None = None) -> DynamoJobStore:
    clock = clock or FakeClock()
    return DynamoJobStore(aws.dynamodb, table="jobs", clock=clock, settled_lifetime=timedelta(days=30))


def objects_of(aws: Aws) -> S3Objects:
    return S3Objects(aws.s3, bucket="objects")


def queue_of(aws: Aws, clock: FakeClock | None = None) -> SqsBookQueue:
    return SqsBookQueue(aws.sqs, queue_url="https://queue.invalid/books", clock=clock or FakeClock())


def starter_of(aws: Aws) -> LambdaStarter:
    return LambdaStarter(aws.lambda_, orchestrator_function="orchestrate", aggregator_function="aggregate")


CALLS: dict[str, Call] = {
    "create": lambda aws: jobs_of(aws).create(a_job()),
    "read": lambda aws: jobs_of(aws).read("job-1"),
    "advance": lambda aws: jobs_of(aws).advance("job-1", JobState.READING, at=NOON),
    "describe": lambda aws: jobs_of(aws).describe(
        "job-1", layout="x", rows=1, total=1, complaints=0, notes={}, chunks=1
    ),
    "settle": lambda aws: jobs_of(aws).settle("job-1", {Outcome.MATCHED: [1]}),
    "progress": lambda aws: jobs_of(aws).progress("job-1"),
    "standing": lambda aws: jobs_of(aws).standing("job-1"),
    "watch": lambda aws: jobs_of(aws).watch("job-1", now=NOON, until=NOON),
    "open_jobs": lambda aws: list(jobs_of(aws).open_jobs()),
    "erase": lambda aws: jobs_of(aws).erase("job-1", owner_digest="", at=NOON, expires_at=NOON),
    "confirm_erased": lambda aws: jobs_of(aws).confirm_erased("job-1"),
    "erasures": lambda aws: list(jobs_of(aws).erasures()),
    "put": lambda aws: objects_of(aws).put("k.json", b"{}", content_type="application/json"),
    "put in parts": lambda aws: objects_of(aws).put("k", io.BytesIO(bytes(9 << 20)), content_type="text/csv"),
    "get": lambda aws: objects_of(aws).get("k.json"),
    "get all": lambda aws: list(objects_of(aws).get_all([f"{number}.json" for number in range(9)])),
    "open": lambda aws: objects_of(aws).open("k.json"),
    "keys": lambda aws: list(objects_of(aws).keys("jobs/")),
    "delete": lambda aws: objects_of(aws).delete(["k.json"]),
    "send": lambda aws: queue_of(aws).send([a_chunk()]),
    "send many": lambda aws: queue_of(aws).send([a_chunk(number) for number in range(60)]),
    "start": lambda aws: starter_of(aws).start_orchestrator("job-1"),
}


@pytest.fixture(scope="module")
def nobody() -> Aws:
    """Clients of an address where nobody listens."""
    return aws_at(f"http://127.0.0.1:{free_port()}")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_an_endpoint_that_cannot_be_reached_is_an_outage(nobody: Aws, call: Call) -> None:
    with pytest.raises(StorageUnavailable, match="for now"):
        call(nobody)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (503, "Whatever"),
        (500, "InternalServerError"),
        (400, "ThrottlingException"),
        (429, "TooManyRequestsException"),
    ],
)
def test_an_overloaded_service_is_an_outage(scripted_aws: ScriptedAws, status: int, code: str) -> None:
    scripted_aws.answer({"__type": code, "message": "later"}, status=status)

    with pytest.raises(StorageUnavailable, match="the table jobs cannot answer for now"):
        jobs_of(scripted_aws.aws).read("job-1")


def test_a_body_that_breaks_off_is_an_outage(scripted_aws: ScriptedAws) -> None:
    scripted_aws.answer(b"half of it", announced_bytes=1_000)

    with pytest.raises(StorageUnavailable):
        objects_of(scripted_aws.aws).open("k.json")


@pytest.mark.emulator
@pytest.mark.parametrize(
    ("call", "code"),
    [
        (CALLS["read"], "ResourceNotFoundException"),
        (CALLS["settle"], "ResourceNotFoundException"),
        (CALLS["put"], "NoSuchBucket"),
        (CALLS["start"], "ResourceNotFoundException"),
    ],
)
def test_what_was_never_created_is_a_mistake_and_no_outage(aws: Aws, call: Call, code: str) -> None:
    with pytest.raises(ClientError) as raised:
        call(aws)

    assert raised.value.response["Error"]["Code"] == code


class TestQueueThatRefusesSome:
    def test_refused_messages_are_sent_again_and_no_others(self, scripted_aws: ScriptedAws) -> None:
        clock = FakeClock()
        scripted_aws.answer(_refusing("1", "3"))
        scripted_aws.answer(_refusing("3"))
        scripted_aws.answer(_refusing())

        queue_of(scripted_aws.aws, clock).send([a_chunk(number) for number in range(4)], delay_s=7)

        entries = [[entry["Id"] for entry in asked.json()["Entries"]] for asked in scripted_aws.asked]
        assert entries == [["0", "1", "2", "3"], ["1", "3"], ["3"]]
        assert {
            entry["DelaySeconds"] for asked in scripted_aws.asked for entry in asked.json()["Entries"]
        } == {7}
        assert 0.15 <= clock.monotonic() <= 0.3

    @pytest.mark.parametrize(("asked_for_s", "sent_s"), [(5_000, 900), (900, 900), (-3, 0)])
    def test_no_delay_is_asked_for_that_the_queue_would_refuse(
        self, scripted_aws: ScriptedAws, asked_for_s: int, sent_s: int
    ) -> None:
        scripted_aws.answer(_refusing())

        queue_of(scripted_aws.aws).send([a_chunk()], delay_s=asked_for_s)

        assert [entry["DelaySeconds"] for entry in scripted_aws.asked[0].json()["Entries"]] == [sent_s]

    def test_messages_refused_for_good_are_an_outage(self, scripted_aws: ScriptedAws) -> None:
        clock = FakeClock()
        for _ in range(6):
            scripted_aws.answer(_refusing("0"))

        with pytest.raises(StorageUnavailable, match="refuses 1 messages"):
            queue_of(scripted_aws.aws, clock).send([a_chunk()])

        assert len(scripted_aws.asked) == 6
        assert clock.monotonic() < 5

    def test_a_message_that_the_queue_cannot_take_is_a_bug(self, scripted_aws: ScriptedAws) -> None:
        refusal = {"Id": "0", "SenderFault": True, "Code": "InvalidMessageContents"}
        scripted_aws.answer({"Successful": [], "Failed": [refusal]})

        with pytest.raises(ValueError, match="InvalidMessageContents"):
            queue_of(scripted_aws.aws).send([a_chunk()])

        assert len(scripted_aws.asked) == 1

    def test_a_batch_stays_below_what_the_queue_takes(self, scripted_aws: ScriptedAws) -> None:
        for _ in range(2):
            scripted_aws.answer(_refusing())

        queue_of(scripted_aws.aws).send(
            [a_chunk(number, books=100, title="x" * 2_500) for number in range(4)]
        )

        assert [len(asked.json()["Entries"]) for asked in scripted_aws.asked] == [3, 1]

    def test_a_message_larger_than_any_batch_is_a_bug(self, scripted_aws: ScriptedAws) -> None:
        with pytest.raises(ValueError, match="larger than the queue takes"):
            queue_of(scripted_aws.aws).send([a_chunk(books=100, title="x" * 10_000)])

        assert scripted_aws.asked == []


class TestTableThatLeavesSomeUndone:
    def test_deletions_left_over_are_asked_for_again(self, scripted_aws: ScriptedAws) -> None:
        clock = FakeClock()
        left = {"jobs": [{"DeleteRequest": {"Key": _key("SETTLED#0001")}}]}
        scripted_aws.answer({})
        scripted_aws.answer({"Items": [_key("SETTLED#0000"), _key("SETTLED#0001")]})
        scripted_aws.answer({"UnprocessedItems": left})
        scripted_aws.answer({"UnprocessedItems": {}})

        jobs_of(scripted_aws.aws, clock).erase("job-1", owner_digest="", at=NOON, expires_at=NOON)

        operations = [asked.operation for asked in scripted_aws.asked]
        assert operations == ["PutItem", "Query", "BatchWriteItem", "BatchWriteItem"]
        assert scripted_aws.asked[-1].json()["RequestItems"] == left
        assert clock.monotonic() > 0

    def test_deletions_left_over_for_good_are_an_outage(self, scripted_aws: ScriptedAws) -> None:
        left = {"jobs": [{"DeleteRequest": {"Key": _key("SETTLED#0000")}}]}
        scripted_aws.answer({})
        scripted_aws.answer({"Items": [_key("SETTLED#0000")]})
        for _ in range(6):
            scripted_aws.answer({"UnprocessedItems": left})

        with pytest.raises(StorageUnavailable, match="has not deleted everything"):
            jobs_of(scripted_aws.aws).erase("job-1", owner_digest="", at=NOON, expires_at=NOON)

    def test_progress_reads_every_page_and_as_things_are_now(self, scripted_aws: ScriptedAws) -> None:
        scripted_aws.answer(
            {"Items": [_settled("SETTLED#0000", 1)], "LastEvaluatedKey": _key("SETTLED#0000")}
        )
        scripted_aws.answer({"Items": [_settled("SETTLED#0001", 1001)]})

        progress = jobs_of(scripted_aws.aws).progress("job-1")

        assert progress.matched == {1, 1001}
        first, second = [asked.json() for asked in scripted_aws.asked]
        assert (first["ConsistentRead"], second["ConsistentRead"]) == (True, True)
        assert second["ExclusiveStartKey"] == _key("SETTLED#0000")


class TestObjectsThatStay:
    def test_a_deletion_that_failed_for_now_is_an_outage(self, scripted_aws: ScriptedAws) -> None:
        scripted_aws.answer(_not_deleted("InternalError", "SlowDown"))

        with pytest.raises(StorageUnavailable, match="2 objects"):
            objects_of(scripted_aws.aws).delete(["a", "b"])

    def test_a_deletion_that_is_forbidden_is_a_mistake(self, scripted_aws: ScriptedAws) -> None:
        scripted_aws.answer(_not_deleted("AccessDenied"))

        with pytest.raises(PermissionError, match="AccessDenied"):
            objects_of(scripted_aws.aws).delete(["a"])


def test_a_start_that_was_not_accepted_is_an_outage(scripted_aws: ScriptedAws) -> None:
    scripted_aws.answer({}, status=200)

    with pytest.raises(StorageUnavailable, match="has not taken the start of job job-1"):
        starter_of(scripted_aws.aws).start_aggregator("job-1")

    assert scripted_aws.asked[0].path.endswith("/functions/aggregate/invocations")


def _refusing(*refused: str) -> dict[str, object]:
    failed = [{"Id": entry, "SenderFault": False, "Code": "InternalError"} for entry in refused]
    return {"Successful": [], "Failed": failed}


def _key(record: str) -> dict[str, object]:
    return {"job_id": {"S": "job-1"}, "record": {"S": record}}


def _settled(record: str, number: int) -> dict[str, object]:
    return {**_key(record), "matched": {"NS": [str(number)]}}


def _not_deleted(*codes: str) -> bytes:
    errors = "".join(f"<Error><Key>k</Key><Code>{code}</Code><Message>no</Message></Error>" for code in codes)
    return f'<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{errors}</DeleteResult>'.encode()
