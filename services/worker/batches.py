"""A batch of queue messages, one by one, and Lambda's report of those that failed."""

from collections.abc import Callable, Mapping
from typing import Any

Record = Mapping[str, Any]


def report_failures(event: Mapping[str, Any], settle: Callable[[Record], None]) -> dict[str, Any]:
    """Settle every record of an SQS event; the answer names those whose settling raised, for the queue to keep.

    Nothing is raised here: an invocation that fails would slow the whole mapping down, not just bring one back.
    """
    failed = [record["messageId"] for record in event["Records"] if not _is_settled(record, settle)]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _is_settled(record: Record, settle: Callable[[Record], None]) -> bool:
    try:
        settle(record)
    except Exception:  # noqa: BLE001 - a process edge: the entry points log what they raise
        return False
    return True
