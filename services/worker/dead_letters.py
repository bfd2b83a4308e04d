"""Entry point of the dead letters: messages that several workers could not finish."""

from typing import Any

from fanfolio.messages import decode_chunk
from services.worker.batches import Record, report_failures
from services.worker.dead_letters_bootstrap import wire_bury_dead_letter

_bury = wire_bury_dead_letter()


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Split or settle each dead message; what cannot even be read stays in the dead-letter queue."""

    def bury(record: Record) -> None:
        with _bury.log.reporting("dead_letter_failed", message_id=record["messageId"]):
            _bury(decode_chunk(record["body"]))

    return report_failures(event, bury)
