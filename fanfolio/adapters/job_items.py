"""How jobs and their settled books look as items of the jobs table, and back.

One partition a job: ``META`` is the job itself, ``SETTLED#0000``, ``SETTLED#0001`` … hold sets of book numbers,
1,000 numbers each. Times are ISO 8601 in UTC of one fixed width, so that they compare as text; ``expires_at`` is
seconds since 1970, as DynamoDB's time to live wants it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from fanfolio.adapters.shapes import JOBS_TABLE, OPEN_JOBS_KEY
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import DocumentUnreadable
from fanfolio.domain.job import Job

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Item = dict[str, AttributeValueTypeDef]
    StoredItem = Mapping[str, AttributeValueTypeDef]

META = "META"
SETTLED_PREFIX = "SETTLED#"

# What the index of open jobs lists: jobs that have not ended, and deleted ones of which something may be left.
OPEN = "1"
ERASING = "erasing"

_NUMBERS_PER_SHARD = 1_000
_RECORD_KEY = cast(str, JOBS_TABLE.sort_key)
_EXPIRY = JOBS_TABLE.ttl_attribute


def key_of(job_id: str, record: str = META) -> "Item":
    """The key of one of a job's records."""
    return {JOBS_TABLE.partition_key: attribute(job_id), _RECORD_KEY: attribute(record)}


def item_of(job: Job) -> "Item":
    """The job's ``META`` item; unknown facts are absent, as is the index key of a job that has ended."""
    item = {**key_of(job.job_id), **attributes(facts_of(job)), _EXPIRY: expiry_attribute(job.expires_at)}
    if job.is_open:
        item[OPEN_JOBS_KEY] = attribute(OPEN)
    return item


def job_of(item: "StoredItem") -> Job:
    """The job of a ``META`` item; raises DocumentUnreadable where this version cannot make sense of it."""
    try:
        facts = plain_facts(item)
        facts[_EXPIRY] = datetime.fromtimestamp(facts[_EXPIRY], UTC)
        return msgspec.convert(facts, Job)
    except (KeyError, TypeError, ValueError, OverflowError, msgspec.ValidationError) as exc:
        raise DocumentUnreadable(f"the record of job {job_id_of(item)} is of another shape") from exc


def job_id_of(item: "StoredItem") -> str:
    """The job to which an item belongs: its key, which is always text."""
    return item[JOBS_TABLE.partition_key]["S"]


def plain_facts(item: "StoredItem") -> dict[str, Any]:
    """An item's facts by name, as text, whole numbers, sets and maps."""
    return {name: _plain(value) for name, value in item.items()}


def facts_of(value: object) -> dict[str, Any]:
    """A dataclass as plain facts by name; times stay times."""
    facts: dict[str, Any] = msgspec.to_builtins(value, builtin_types=(datetime,))
    return facts


def attributes(facts: Mapping[str, Any]) -> "Item":
    """Attributes for the facts that are known."""
    return {name: attribute(fact) for name, fact in facts.items() if fact is not None}


def attribute(fact: Any) -> "AttributeValueTypeDef":
    """One fact as DynamoDB writes it down: text, whole numbers, times, sets of numbers, maps of these."""
    if isinstance(fact, str):
        return {"S": str(fact)}
    if isinstance(fact, int):
        return {"N": str(fact)}
    if isinstance(fact, datetime):
        return {"S": fact.astimezone(UTC).isoformat(timespec="microseconds")}
    if isinstance(fact, Mapping):
        return {"M": attributes(fact)}
    if isinstance(fact, frozenset):
        return {"NS": [str(number) for number in sorted(fact)]}
    raise TypeError(f"no attribute for a {type(fact).__name__}")


def expiry_attribute(expiry: datetime) -> "AttributeValueTypeDef":
    """An expiry as DynamoDB's time to live wants it."""
    return {"N": str(int(expiry.timestamp()))}


def shards_of(
    outcomes: Mapping[Outcome, Collection[int]],
) -> dict[str, dict[Outcome, frozenset[int]]]:
    """Book numbers (from 1) by the record that holds them and by outcome; no set is empty."""
    shards: dict[str, dict[Outcome, set[int]]] = {}
    for outcome, numbers in outcomes.items():
        for number in numbers:
            shards.setdefault(_shard_of(number), {}).setdefault(outcome, set()).add(number)
    return {
        record: {outcome: frozenset(numbers) for outcome, numbers in sets.items()}
        for record, sets in sorted(shards.items())
    }


def outcomes_of(items: Iterable["StoredItem"]) -> dict[Outcome, set[int]]:
    """The raw sets of all of a job's ``SETTLED`` items together."""
    outcomes: dict[Outcome, set[int]] = {outcome: set() for outcome in Outcome}
    for item in items:
        for outcome, numbers in outcomes.items():
            numbers.update(_plain(item[outcome.value]) if outcome.value in item else ())
    return outcomes


def _shard_of(number: int) -> str:
    return f"{SETTLED_PREFIX}{(number - 1) // _NUMBERS_PER_SHARD:04d}"


def _plain(value: "AttributeValueTypeDef") -> Any:
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return int(cast(str, content))
        case "NS":
            return frozenset(map(int, cast(list[str], content)))
        case "M":
            return {name: _plain(inner) for name, inner in cast("Item", content).items()}
        case _:
            return content
