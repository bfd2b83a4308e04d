"""Entry point of the dead letters: messages that several workers could not finish."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from fanfolio.messages import decode_chunk
from services.worker.bootstrap import wire_bury_dead_letter

_bury = wire_bury_dead_letter()
_processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Split or settle each dead message; what cannot even be read stays in the dead-letter queue."""

    def bury(record: SQSRecord) -> None:
        with _bury.log.reporting("dead_letter_failed", message_id=record.message_id):
            _bury(decode_chunk(record.body))

    return dict(process_partial_response(event, bury, _processor))
