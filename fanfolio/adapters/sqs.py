"""The queue of chunks in SQS."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fanfolio.adapters.aws import code_of, outages_of
from fanfolio.adapters.backoff import attempts
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.messages import ChunkMessage, encode_chunk
from fanfolio.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import BatchResultErrorEntryTypeDef

_QUEUE = "the queue"

# SQS takes 10 messages and 1 MiB a batch; what is left of it is for the envelope.
_MESSAGES_A_BATCH = 10
_BATCH_BYTES = 900_000
_LONGEST_DELAY_S = 900

_SEND_ATTEMPTS = 6

# What SQS answers about a message that was deleted, or has been delivered to somebody else by now.
_GONE_CODES = frozenset(
    {
        "AWS.SimpleQueueService.MessageNotInflight",
        "InvalidParameterValue",
        "InvalidParameterValueException",
        "MessageNotInflight",
        "ReceiptHandleIsInvalid",
    }
)

# A library of 100,000 books is 100 batches: past a few, sending them one after another would take seconds.
_BATCHES_IN_TURN = 4
_SENDERS = 8


class SqsBookQueue:
    """Sends chunks to a queue of the shape ``BOOK_QUEUE``."""

    def __init__(self, client: "SQSClient", *, queue_url: str, clock: Clock) -> None:
        self._client = client
        self._queue_url = queue_url
        self._clock = clock

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        """Send all, visible after ``delay_s`` (at most 900); raises StorageUnavailable if some stay refused."""
        delay_s = max(0, min(delay_s, _LONGEST_DELAY_S))
        batches = list(_batches([encode_chunk(message) for message in messages]))
        if len(batches) <= _BATCHES_IN_TURN:
            for batch in batches:
                self._send_batch(batch, delay_s)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=_SENDERS) as pool:
            for _ in pool.map(lambda batch: self._send_batch(batch, delay_s), batches):
                continue

    def hide(self, receipt: str, *, visibility_timeout_s: float) -> None:
        """Hide a delivered message for so long from now, in whole seconds; one that is gone is no error."""
        try:
            with outages_of(_QUEUE):
                self._client.change_message_visibility(
                    QueueUrl=self._queue_url,
                    ReceiptHandle=receipt,
                    VisibilityTimeout=math.ceil(visibility_timeout_s),
                )
        except self._client.exceptions.ClientError as exc:
            if code_of(exc) not in _GONE_CODES:
                raise

    def _send_batch(self, bodies: list[str], delay_s: int) -> None:
        left = {str(index): body for index, body in enumerate(bodies)}
        for _ in attempts(_SEND_ATTEMPTS, clock=self._clock):
            refused = self._try_to_send(left, delay_s)
            _require_no_fault_of_ours(refused)
            left = {entry["Id"]: left[entry["Id"]] for entry in refused}
            if not left:
                return
        raise StorageUnavailable(f"{_QUEUE} refuses {len(left)} messages for now")

    def _try_to_send(self, bodies: dict[str, str], delay_s: int) -> "list[BatchResultErrorEntryTypeDef]":
        with outages_of(_QUEUE):
            answer = self._client.send_message_batch(
                QueueUrl=self._queue_url,
                Entries=[
                    {"Id": entry, "MessageBody": body, "DelaySeconds": delay_s}
                    for entry, body in bodies.items()
                ],
            )
        return answer.get("Failed", [])


def _batches(bodies: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    batch_bytes = 0
    for body in bodies:
        size_bytes = len(body.encode())
        if size_bytes > _BATCH_BYTES:
            raise ValueError(
                f"a message of {size_bytes} bytes is larger than the queue takes ({_BATCH_BYTES})"
            )
        if batch and (len(batch) == _MESSAGES_A_BATCH or batch_bytes + size_bytes > _BATCH_BYTES):
            yield batch
            batch, batch_bytes = [], 0
        batch.append(body)
        batch_bytes += size_bytes
    if batch:
        yield batch


def _require_no_fault_of_ours(refused: "list[BatchResultErrorEntryTypeDef]") -> None:
    """Sending again helps only where the queue is at fault."""
    codes = sorted({entry["Code"] for entry in refused if entry["SenderFault"]})
    if codes:
        raise ValueError(f"{_QUEUE} does not take such messages: {', '.join(codes)}")
