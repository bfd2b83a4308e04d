"""Send dead messages back to the workers: by receiving, sending and deleting, which every SQS can do.

A message is deleted only when it has been sent: whatever dies in between sends it a second time, which the workers
bear, and loses none. Running it again moves what is left.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fanfolio.adapters.aws import outages_of
from fanfolio.domain.errors import DocumentUnreadable
from fanfolio.messages import ChunkMessage, decode_chunk
from fanfolio.ports import BookQueue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_RECEIVE_LIMIT = 10
_LONG_POLL_S = 1

# Long enough to send ten messages; what was not sent is tried again after it.
_VISIBILITY_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Redriven:
    """How many messages went back and how many books were in them; ``unreadable`` ones stay where they are."""

    messages: int = 0
    books: int = 0
    unreadable: int = 0


def redrive(sqs: "SQSClient", *, queue_url: str, queue: BookQueue, dry_run: bool = False) -> Redriven:
    """Move what was dead when it began; what dies again meanwhile is left for the next time.

    With ``dry_run`` it only looks: every message is visible again a minute later. Raises StorageUnavailable.
    """
    dead_letters_url = dead_letters_of(sqs, queue_url)
    there = _count(sqs, dead_letters_url)
    done = Redriven()
    while done.messages + done.unreadable < there:
        received = _receive(sqs, dead_letters_url)
        if not received:
            break
        readable = [(message, chunk) for message in received if (chunk := _chunk_of(message))]
        if not dry_run and readable:
            queue.send([chunk for _, chunk in readable])
            _delete(sqs, dead_letters_url, [message for message, _ in readable])
        done = Redriven(
            messages=done.messages + len(readable),
            books=done.books + sum(len(chunk.books) for _, chunk in readable),
            unreadable=done.unreadable + len(received) - len(readable),
        )
    return done


def dead_letters_of(sqs: "SQSClient", queue_url: str) -> str:
    """The address of the queue's dead-letter queue, as its redrive policy names it."""
    with outages_of("the queue"):
        known = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["RedrivePolicy"])
        arn: str = json.loads(known["Attributes"]["RedrivePolicy"])["deadLetterTargetArn"]
        return sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]


def _count(sqs: "SQSClient", url: str) -> int:
    with outages_of("the dead-letter queue"):
        known = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(known["Attributes"]["ApproximateNumberOfMessages"])


def _receive(sqs: "SQSClient", url: str) -> "Sequence[MessageTypeDef]":
    with outages_of("the dead-letter queue"):
        answer = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=_RECEIVE_LIMIT,
            VisibilityTimeout=_VISIBILITY_S,
            WaitTimeSeconds=_LONG_POLL_S,
        )
    return answer.get("Messages", ())


def _delete(sqs: "SQSClient", url: str, messages: "Sequence[MessageTypeDef]") -> None:
    for message in messages:
        with outages_of("the dead-letter queue"):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def _chunk_of(message: "MessageTypeDef") -> ChunkMessage | None:
    try:
        return decode_chunk(message["Body"])
    except DocumentUnreadable:
        return None
