"""Entry point of the worker: SQS events in, the identifiers of messages that failed out."""

import asyncio
import time
from typing import Any, Protocol

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from fanfolio.messages import decode_chunk
from services.worker.bootstrap import wire_worker

# Time to store results and count them after the catalogues' last word.
_MARGIN_S = 5.0

_worker = wire_worker()

# One event loop for the process: the HTTP connections belong to it.
_runner = asyncio.Runner()
_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int: ...


def handler(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Settle the books of each message; a message whose effects are not durable is reported as failed."""
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _MARGIN_S

    def settle(record: SQSRecord) -> None:
        with _worker.log.reporting("message_unreadable", message_id=record.message_id):
            message = decode_chunk(record.body)
        with _worker.log.reporting("chunk_failed", job_id=message.job_id, chunk=message.chunk):
            _runner.run(_worker.enrich_chunk(message, until=until))

    return dict(process_partial_response(event, settle, _processor))
