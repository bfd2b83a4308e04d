"""What a check of a deployment looks at: the queue's length, and the catalogues' circuits in the shared pace."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fanfolio.adapters.aws import outages_of
from fanfolio.adapters.shapes import CACHE_TABLE
from fanfolio.domain.enrichment import Source
from fanfolio.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient


class AwsVitals:
    """Reads what is there already; asks no catalogue anything."""

    def __init__(
        self, sqs: "SQSClient", dynamodb: "DynamoDBClient", *, queue_url: str, cache_table: str, clock: Clock
    ) -> None:
        self._sqs = sqs
        self._dynamodb = dynamodb
        self._queue_url = queue_url
        self._cache_table = cache_table
        self._clock = clock

    def waiting(self) -> int:
        """About how many messages are in the queue, visible, delayed or being worked on."""
        with outages_of("the queue"):
            answer = self._sqs.get_queue_attributes(
                QueueUrl=self._queue_url,
                AttributeNames=[
                    "ApproximateNumberOfMessages",
                    "ApproximateNumberOfMessagesDelayed",
                    "ApproximateNumberOfMessagesNotVisible",
                ],
            )
        return sum(map(int, answer["Attributes"].values()))

    def paused(self) -> Mapping[Source, datetime]:
        """The catalogues whose circuit is open, and until when."""
        now = self._clock.now()
        until = {source: self._open_until(source) for source in Source}
        return {source: time for source, time in until.items() if time is not None and time > now}

    def _open_until(self, source: Source) -> datetime | None:
        with outages_of("the pacer's item"):
            item = self._dynamodb.get_item(
                TableName=self._cache_table, Key={CACHE_TABLE.partition_key: {"S": f"pacer#{source}"}}
            ).get("Item", {})
        open_until_ms = int(item.get("open_until_ms", {}).get("N", "0"))
        return datetime.fromtimestamp(open_until_ms / 1000, UTC) if open_until_ms else None
