"""What AWS calls of a run are billed by: requests, capacity units, bytes; counted in the processes that make them.

``metering`` has every process that is started meanwhile write its calls down (see ``bench/metering``).
"""

import json
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_KIB = 1024
_READ_UNIT_BYTES = 4 * _KIB
_SQS_UNIT_BYTES = 64 * _KIB
_HOOKS = Path(__file__).with_name("metering")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One AWS call: ``at`` in seconds since 1970, ``reads`` in units as DynamoDB counts them, the rest in bytes."""

    at: float
    ms: float
    function: str
    process: str
    service: str
    operation: str
    key: str = ""
    refused: bool = False
    reads: float = 0.0
    item_bytes: tuple[int, ...] = ()
    grows: bool = False
    sent: int = 0
    received: int = 0


@dataclass(slots=True)
class Meter:
    """The calls written down in a folder."""

    folder: Path
    _forgotten: set[tuple[str, int]] = field(default_factory=set)

    def calls(self) -> list[Call]:
        """Every call since the start or the last ``reset``, oldest first."""
        found = [
            Call(**{**line, "process": process, "item_bytes": tuple(line["item_bytes"])})
            for (process, _), line in self._lines()
        ]
        return sorted(found, key=lambda call: call.at)

    def reset(self) -> None:
        """Forget what has been written down so far."""
        self._forgotten = {place for place, _ in self._lines(all_lines=True)}

    def _lines(self, *, all_lines: bool = False) -> Iterator[tuple[tuple[str, int], dict[str, Any]]]:
        for path in sorted(self.folder.glob("*.jsonl")):
            for number, line in enumerate(path.read_text().splitlines()):
                place = path.name, number
                if all_lines or place not in self._forgotten:
                    yield place, json.loads(line)


@contextmanager
def metering(folder: Path) -> Iterator[Meter]:
    """Have the processes that start within the ``with`` write their AWS calls into ``folder``."""
    before = {name: os.environ.get(name) for name in ("PYTHONPATH", "BENCH_METER")}
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_HOOKS), before["PYTHONPATH"]]))
    os.environ["BENCH_METER"] = str(folder)
    try:
        yield Meter(folder)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def describe_call(
    service: str, operation: str, params: Mapping[str, Any], answer: Mapping[str, Any]
) -> dict[str, Any]:
    """A call as it is written down."""
    about: dict[str, Any] = {"service": service, "operation": operation, "refused": "Error" in answer}
    about |= {"item_bytes": (), "key": str(params.get("Key", params.get("Prefix", "")))[:200]}
    if service == "dynamodb":
        return about | _dynamodb(operation, params, answer)
    if service == "s3":
        body = params.get("Body", b"")
        received = answer.get("ContentLength", 0) if operation == "GetObject" else 0
        return about | {"sent": len(body) if isinstance(body, bytes) else 0, "received": received}
    if service == "sqs":
        return about | {"sent": sum(len(entry["MessageBody"]) for entry in params.get("Entries", ()))}
    return about | {"sent": len(params.get("Payload", b""))}


def write_units(calls: list[Call]) -> int:
    """Write units of all calls; a set that grows is billed by its whole size, so growth is added up by key."""
    grown: dict[str, int] = {}
    units = 0
    for call in calls:
        sizes = call.item_bytes
        if call.grows:
            grown[call.key] = grown.get(call.key, 0) + sum(sizes)
            sizes = (grown[call.key],)
        # Records of jobs are listed in an index while they are open: each of their writes is written there too.
        units += sum(max(1, math.ceil(size / _KIB)) for size in sizes) * (2 if "META" in call.key else 1)
    return units


def sqs_requests(calls: list[Call]) -> int:
    """Requests as SQS bills them: each 64 KB of a batch is one."""
    return sum(max(1, math.ceil(call.sent / _SQS_UNIT_BYTES)) for call in calls if call.service == "sqs")


def size_of(item: Mapping[str, Any]) -> int:
    """Bytes of a DynamoDB item: names and values, as its documentation counts them."""
    return sum(len(name.encode()) + _size_of_value(value) for name, value in item.items())


def _size_of_value(attribute: Mapping[str, Any]) -> int:
    [(kind, value)] = attribute.items()
    match kind:
        case "S":
            return len(value.encode())
        case "N":
            return len(value) // 2 + 2
        case "NS":
            return sum(len(number) // 2 + 2 for number in value)
        case "SS":
            return sum(len(text.encode()) for text in value)
        case "B":
            return len(value)
        case "M":
            return 3 + size_of(value) + len(value)
        case "L":
            return 3 + sum(_size_of_value(one) + 1 for one in value)
        case _:
            return 1


def _dynamodb(operation: str, params: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    match operation:
        case "PutItem":
            return {"item_bytes": (size_of(params["Item"]),), "key": _key_text(params["Item"])}
        case "UpdateItem":
            return _update(params, answer)
        case "BatchWriteItem":
            puts = [put for of_table in params["RequestItems"].values() for put in of_table]
            return {"item_bytes": tuple(size_of(put.get("PutRequest", {}).get("Item", {})) for put in puts)}
        case "BatchGetItem":
            asked = sum(len(of_table["Keys"]) for of_table in params["RequestItems"].values())
            sizes = [size_of(item) for of_table in answer.get("Responses", {}).values() for item in of_table]
            # Half a unit each by eventual consistency, for a key that is not there as well.
            units = sum(_read_units(size) for size in sizes) + (asked - len(sizes))
            return {"reads": units / 2, "received": sum(sizes)}
        case "GetItem":
            size = size_of(answer.get("Item", {}))
            factor = 1.0 if params.get("ConsistentRead") else 0.5
            return {"reads": factor * _read_units(size), "key": _key_text(params["Key"]), "received": size}
        case "Query":
            size = sum(map(size_of, answer.get("Items", ())))
            factor = 1.0 if params.get("ConsistentRead") else 0.5
            return {"reads": factor * _read_units(size), "received": size}
        case _:
            return {}


def _update(params: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    key = _key_text(params["Key"])
    if there := answer.get("Attributes") or answer.get("Item"):
        return {"key": key, "item_bytes": (size_of(there),)}
    values = params.get("ExpressionAttributeValues", {}).values()
    return {
        "key": key,
        "item_bytes": (size_of(params["Key"]) + sum(map(_size_of_value, values)),),
        "grows": True,
    }


def _read_units(size_bytes: int) -> int:
    return max(1, math.ceil(size_bytes / _READ_UNIT_BYTES))


def _key_text(item: Mapping[str, Any]) -> str:
    return "/".join(item[name]["S"] for name in ("job_id", "record", "key") if name in item)
