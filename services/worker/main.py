"""Entry point of the worker: SQS events in, the identifiers of messages that failed out."""

import asyncio
import time
from typing import Any, Protocol

from fanfolio.domain.classification import read_the_rules
from fanfolio.messages import decode_chunk
from fanfolio.ports import Delivery
from services.worker.batches import Record, report_failures
from services.worker.bootstrap import wire_worker

# Time to store results and count them after the catalogues' last word.
_MARGIN_S = 5.0

_worker = wire_worker()

# One event loop for the process: the HTTP connections belong to it.
_runner = asyncio.Runner()


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Settle the books of each message; a message whose effects are not durable is reported as failed."""
    life_s = context.get_remaining_time_in_millis() / 1000
    until = time.monotonic() + life_s - _MARGIN_S

    def settle(record: Record) -> None:
        with _worker.log.reporting("message_unreadable", message_id=record["messageId"]):
            delivery = _delivery(record)
        _runner.run(_take(delivery, until=until, life_s=life_s))

    return report_failures(event, settle)


async def _take(delivery: Delivery, *, until: float, life_s: float) -> None:
    """Take one message; while its books are looked up there is time to read the genre rules, once a process."""
    rules = asyncio.ensure_future(asyncio.to_thread(read_the_rules))
    await _worker.take_message(delivery, until=until, life_s=life_s)
    await rules


def _delivery(record: Record) -> Delivery:
    first_s = int(record["attributes"]["ApproximateFirstReceiveTimestamp"]) / 1000
    return Delivery(
        message=decode_chunk(record["body"]),
        receipt=record["receiptHandle"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
        waited_s=max(0.0, time.time() - first_s),
    )
