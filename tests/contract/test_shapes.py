"""Tables, queues and bucket as the shapes say: read back from whoever created them."""

import json

import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.shapes import BOOK_QUEUE, CACHE_TABLE, WORKER_TIMEOUT_S
from fanfolio.flow.deletion import TOMBSTONE_LIFETIME
from tests.fixtures.emulator import QueuePair


@pytest.mark.emulator
class TestCreatedResources:
    def test_the_jobs_table_has_its_keys_its_index_and_its_time_to_live(
        self, aws: Aws, jobs_table: str
    ) -> None:
        table = aws.dynamodb.describe_table(TableName=jobs_table)["Table"]
        ttl = aws.dynamodb.describe_time_to_live(TableName=jobs_table)["TimeToLiveDescription"]

        assert _keys(table["KeySchema"]) == ["job_id HASH", "record RANGE"]
        (index,) = table["GlobalSecondaryIndexes"]
        assert (index["IndexName"], _keys(index["KeySchema"])) == ("open-jobs", ["open HASH"])
        assert ttl["AttributeName"] == "expires_at"

    def test_the_queue_gives_up_into_its_dead_letter_queue(self, aws: Aws, book_queue: QueuePair) -> None:
        attributes = aws.sqs.get_queue_attributes(QueueUrl=book_queue.url, AttributeNames=["All"])[
            "Attributes"
        ]

        redrive = json.loads(attributes["RedrivePolicy"])
        assert redrive["deadLetterTargetArn"].endswith("-dead")
        assert int(redrive["maxReceiveCount"]) == BOOK_QUEUE.max_receives
        assert int(attributes["VisibilityTimeout"]) == BOOK_QUEUE.visibility_timeout_s


def test_a_message_stays_hidden_for_six_times_the_workers_time() -> None:
    assert BOOK_QUEUE.visibility_timeout_s >= 6 * WORKER_TIMEOUT_S
    assert BOOK_QUEUE.max_receives >= 5


def test_a_tombstone_outlives_every_message_of_its_job() -> None:
    assert BOOK_QUEUE.retention_s < BOOK_QUEUE.dead_letter_retention_s < TOMBSTONE_LIFETIME.total_seconds()


def test_a_table_without_indexes_asks_for_none() -> None:
    definition = CACHE_TABLE.definition("cache")

    assert "GlobalSecondaryIndexes" not in definition
    assert definition["AttributeDefinitions"] == [{"AttributeName": "key", "AttributeType": "S"}]


def _keys(schema: list[dict[str, str]]) -> list[str]:
    return [f"{key['AttributeName']} {key['KeyType']}" for key in schema]
