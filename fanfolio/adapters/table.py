"""One DynamoDB table: conditional writes that say what stood in their way, queries over all pages, bulk deletion."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fanfolio.adapters.aws import outages_of
from fanfolio.adapters.backoff import attempts
from fanfolio.adapters.batches import batches
from fanfolio.adapters.updates import Update
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from fanfolio.adapters.job_items import Item, StoredItem

# BatchWriteItem takes so many; what it leaves over under load is tried again so often.
_DELETES_A_CALL = 25
_DELETE_ATTEMPTS = 6


class Table:
    """A table by name; every call raises StorageUnavailable when DynamoDB does not answer for now."""

    def __init__(self, client: "DynamoDBClient", *, name: str, clock: Clock) -> None:
        self._client = client
        self._name = name
        self._clock = clock
        self._what = f"the table {name}"

    def get(self, key: "Item") -> "StoredItem | None":
        """The item as it is now."""
        with outages_of(self._what):
            return self._client.get_item(TableName=self._name, Key=key, ConsistentRead=True).get("Item")

    def put(self, item: "Item") -> None:
        """Write an item, over whatever was there."""
        with outages_of(self._what):
            self._client.put_item(TableName=self._name, Item=item)

    def put_new(self, item: "Item", *, key_attribute: str) -> bool:
        """Write an item unless there is one; whether it was written."""
        try:
            with outages_of(self._what):
                self._client.put_item(
                    TableName=self._name,
                    Item=item,
                    ConditionExpression=f"attribute_not_exists({key_attribute})",
                )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def update(self, key: "Item", update: Update) -> None:
        """Update an item, or create it."""
        with outages_of(self._what):
            self._client.update_item(
                TableName=self._name,
                Key=key,
                UpdateExpression=update.expression,
                ExpressionAttributeNames=update.names,
                ExpressionAttributeValues=update.values,
            )

    def update_if(
        self, key: "Item", update: Update, *, condition: str
    ) -> "tuple[StoredItem | None, StoredItem | None]":
        """Update an item that meets the condition: the item as written, or ``None`` and what is there instead."""
        try:
            with outages_of(self._what):
                answer = self._client.update_item(
                    TableName=self._name,
                    Key=key,
                    UpdateExpression=update.expression,
                    ConditionExpression=condition,
                    ExpressionAttributeNames=update.names,
                    ExpressionAttributeValues=update.values,
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
        except self._client.exceptions.ConditionalCheckFailedException as refusal:
            # botocore puts the item beside the error; the stubs do not know.
            there: Any = refusal.response.get("Item")
            return None, there
        return answer["Attributes"], None

    def query(self, *, first_items: int | None = None, **query: Any) -> "Iterator[StoredItem]":
        """All items of a query, page after page: an answer holds at most 1 MB, the first ``first_items``."""
        page: dict[str, Any] = {"Limit": first_items} if first_items else {}
        while True:
            with outages_of(self._what):
                answer = self._client.query(TableName=self._name, **query, **page)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def delete(self, keys: "Iterable[Item]") -> None:
        """Delete items; keys that are not there are no error."""
        for batch in batches(keys, size=_DELETES_A_CALL):
            self._delete_batch(batch)

    def _delete_batch(self, keys: "list[Item]") -> None:
        left: Any = {self._name: [{"DeleteRequest": {"Key": key}} for key in keys]}
        for _ in attempts(_DELETE_ATTEMPTS, clock=self._clock):
            with outages_of(self._what):
                left = self._client.batch_write_item(RequestItems=left)["UnprocessedItems"]
            if not left:
                return
        raise StorageUnavailable(f"{self._what} has not deleted everything for now")
