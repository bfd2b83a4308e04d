"""An event source mapping: brings messages from a queue to a function, with Lambda's rules for what then happens.

What the function settled is deleted. What it reported as failed, and all of a batch after an error, a time-out or
an invalid answer, is left alone: it comes back when its visibility timeout ends, is counted by the queue, and goes
to the dead letters when the queue says so.
"""

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from services.local.environments import InvocationFailed
from services.local.functions import Function
from services.local.receipts import Receipts
from services.local.sqs_event import sqs_event

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_log = logging.getLogger("fanfolio.local")

# Short enough to stop soon, long enough to leave the emulator in peace.
_LONG_POLL_S = 1
_PAUSE_AFTER_ERROR_S = 1.0
_RECEIVE_LIMIT = 10


class AnswerInvalid(Exception):
    """The function's answer is no report of failed items: Lambda then takes the whole batch as failed."""


class EventSourceMapping:
    """Receives while there is a place for another batch, and hands each batch to the function."""

    def __init__(
        self,
        *,
        queue: "SQSClient",
        queue_url: str,
        queue_arn: str,
        function: Function,
        receipts: Receipts,
        batch_size: int = 1,
        maximum_concurrency: int = 2,
    ) -> None:
        self._queue = queue
        self._queue_url = queue_url
        self._queue_arn = queue_arn
        self._function = function
        self._receipts = receipts
        self._batch_size = min(batch_size, _RECEIVE_LIMIT)
        self._places = threading.Semaphore(maximum_concurrency)
        self._stopping = threading.Event()
        self._batches = ThreadPoolExecutor(maximum_concurrency, thread_name_prefix=function.shape.name)
        self._poller = threading.Thread(target=self._poll, name=f"{function.shape.name}-poller", daemon=True)

    def start(self) -> None:
        """Give back what a former run left in flight, and begin to receive."""
        if returned := self._receipts.give_back(self._queue, self._queue_url):
            _log.info("%s: %d messages of a former run go back", self._function.shape.name, returned)
        self._poller.start()

    def stop(self) -> None:
        """Receive nothing more; batches under way are left to their function's end."""
        self._stopping.set()

    def join(self) -> None:
        """Wait for the poller and for batches under way: after the function is closed, a moment."""
        self._poller.join()
        self._batches.shutdown(wait=True, cancel_futures=True)

    def _poll(self) -> None:
        while not self._stopping.is_set():
            # Only receive what can start at once: a message in hand but waiting would use up its visibility.
            if not self._places.acquire(timeout=_LONG_POLL_S):
                continue
            messages = self._receive()
            if not messages:
                self._places.release()
                continue
            self._receipts.keep(messages)
            self._batches.submit(self._process, messages).add_done_callback(lambda _: self._places.release())

    def _receive(self) -> "Sequence[MessageTypeDef]":
        try:
            answer = self._queue.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=self._batch_size,
                WaitTimeSeconds=_LONG_POLL_S,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except (BotoCoreError, ClientError) as exc:
            _log.warning("%s: the queue does not answer (%s)", self._function.shape.name, type(exc).__name__)
            self._stopping.wait(_PAUSE_AFTER_ERROR_S)
            return ()
        return answer.get("Messages", ())

    def _process(self, messages: "Sequence[MessageTypeDef]") -> None:
        started = time.monotonic()
        try:
            answer = self._function.invoke(sqs_event(messages, queue_arn=self._queue_arn))
            failed = failed_items(answer, among={message["MessageId"] for message in messages})
        except (InvocationFailed, AnswerInvalid) as exc:
            if self._stopping.is_set():
                return  # the receipts stay: the next run gives these messages back at once
            _log.warning(
                "%s: batch failed after %.1f s (%s)", self._function.shape.name, _since(started), exc
            )
            self._receipts.drop(messages)
            return
        self._delete([message for message in messages if message["MessageId"] not in failed])
        self._receipts.drop(messages)

    def _delete(self, messages: "Sequence[MessageTypeDef]") -> None:
        for message in messages:
            try:
                self._queue.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
            except (BotoCoreError, ClientError) as exc:
                # It will be delivered again, which the handlers must bear anyway.
                _log.warning("%s: not deleted (%s)", self._function.shape.name, type(exc).__name__)


def failed_items(answer: Any, *, among: set[str]) -> frozenset[str]:
    """The message ids an answer reports as failed; nothing reported is success; raises AnswerInvalid."""
    if answer is None or answer == {}:
        return frozenset()
    if not isinstance(answer, dict):
        raise AnswerInvalid("the answer is not an object")
    reported = answer.get("batchItemFailures")
    if reported is None:
        return frozenset()
    if not isinstance(reported, list) or not all(isinstance(item, dict) for item in reported):
        raise AnswerInvalid("batchItemFailures is not a list of objects")
    failed = [item.get("itemIdentifier") for item in reported]
    if unknown := [item for item in failed if item not in among]:
        raise AnswerInvalid(f"{len(unknown)} reported identifiers are not in the batch")
    return frozenset(str(item) for item in failed)


def _since(started: float) -> float:
    return time.monotonic() - started
