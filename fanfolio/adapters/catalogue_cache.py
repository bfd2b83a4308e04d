"""The catalogue cache: what catalogues said, until it is too old to be believed."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fanfolio.adapters.aws import outages_of
from fanfolio.adapters.backoff import attempts
from fanfolio.adapters.batches import batches
from fanfolio.adapters.cache_entries import SHAPE, decode_answer, encode_answer
from fanfolio.adapters.shapes import CACHE_TABLE
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.ports import CachedAnswer, Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FOUND_FOR = timedelta(days=90)
# A catalogue grows: what it does not know today it may know next week.
MISSING_FOR = timedelta(days=7)

_CACHE = "the catalogue cache"
_READS_A_CALL = 100
_WRITES_A_CALL = 25
# What a call leaves over under load is worth few tries: a cache that costs time is none.
_TRIES = 3


def expires_at_s(answer: CachedAnswer, clock: Clock) -> int:
    """When an answer of now stops being believed, in seconds since the epoch."""
    return int((clock.now() + (FOUND_FOR if answer.match else MISSING_FOR)).timestamp())


class DynamoCatalogueCache:
    """Answers in a table of the shape ``CACHE_TABLE``; while it is out of reach nothing is known, nothing raised."""

    def __init__(self, client: "DynamoDBClient", *, table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        """The answers that are known and not expired; never raises for an unavailable cache."""
        known: dict[str, CachedAnswer] = {}
        try:
            with outages_of(_CACHE):
                for batch in batches(sorted(set(keys)), size=_READS_A_CALL):
                    self._read(batch, into=known)
        except StorageUnavailable:
            return known
        return known

    def put(self, answers: Mapping[str, CachedAnswer]) -> None:
        """Remember answers; never raises for an unavailable cache."""
        try:
            with outages_of(_CACHE):
                for batch in batches(answers.items(), size=_WRITES_A_CALL):
                    self._write([self._item(key, answer) for key, answer in batch])
        except StorageUnavailable:
            return

    def _read(self, keys: list[str], *, into: dict[str, CachedAnswer]) -> None:
        asked: Any = {self._table: {"Keys": [{CACHE_TABLE.partition_key: {"S": key}} for key in keys]}}
        for _ in attempts(_TRIES, clock=self._clock):
            answer = self._client.batch_get_item(RequestItems=asked)
            for item in answer["Responses"].get(self._table, []):
                if remembered := self._remembered(item):
                    into[item[CACHE_TABLE.partition_key]["S"]] = remembered
            asked = answer.get("UnprocessedKeys")
            if not asked:
                return

    def _write(self, items: list[Mapping[str, Any]]) -> None:
        asked: Any = {self._table: [{"PutRequest": {"Item": item}} for item in items]}
        for _ in attempts(_TRIES, clock=self._clock):
            asked = self._client.batch_write_item(RequestItems=asked).get("UnprocessedItems")
            if not asked:
                return

    def _item(self, key: str, answer: CachedAnswer) -> Mapping[str, Any]:
        return {
            CACHE_TABLE.partition_key: {"S": key},
            CACHE_TABLE.ttl_attribute: {"N": str(expires_at_s(answer, self._clock))},
            "shape": {"N": str(SHAPE)},
            "answer": {"B": encode_answer(answer)},
        }

    def _remembered(self, item: Mapping[str, Any]) -> CachedAnswer | None:
        # The table deletes what has expired within days, not at once.
        expires_at = int(item.get(CACHE_TABLE.ttl_attribute, {}).get("N", "0"))
        if expires_at <= self._clock.now().timestamp() or item.get("shape") != {"N": str(SHAPE)}:
            return None
        body = item.get("answer", {}).get("B")
        return decode_answer(bytes(body)) if body is not None else None


class ForgettingCatalogueCache:
    """The same in memory, expiry included."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[int, bytes]] = {}

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        """The answers that are known and not expired."""
        now_s = self._clock.now().timestamp()
        found = {key: self._known[key] for key in keys if key in self._known}
        answers = {
            key: decode_answer(body) for key, (expires_at, body) in found.items() if expires_at > now_s
        }
        return {key: answer for key, answer in answers.items() if answer}

    def put(self, answers: Mapping[str, CachedAnswer]) -> None:
        """Remember answers."""
        for key, answer in answers.items():
            self._known[key] = (expires_at_s(answer, self._clock), encode_answer(answer))
