"""Which messages are being worked on, kept on disk: after a restart nobody works on them, so they go back at once.

On AWS the mapping survives its functions. Here a killed launcher takes the functions with it, and without this
their messages would stay invisible for minutes although no one holds them.
"""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs.client import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef


class Receipts:
    """One small file a message in flight, named by its id, holding its receipt."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def keep(self, messages: "Sequence[MessageTypeDef]") -> None:
        """Remember messages that are about to be handed to a function."""
        for message in messages:
            (self._directory / message["MessageId"]).write_text(message["ReceiptHandle"])

    def drop(self, messages: "Sequence[MessageTypeDef]") -> None:
        """Forget messages whose invocation has ended, well or not."""
        for message in messages:
            (self._directory / message["MessageId"]).unlink(missing_ok=True)

    def give_back(self, queue: "SQSClient", queue_url: str) -> int:
        """Make the messages of a former run visible again; returns how many there were."""
        kept = sorted(self._directory.iterdir())
        for path in kept:
            # An error means: visible again or deleted meanwhile. Either way it is where it belongs.
            with contextlib.suppress(ClientError):
                queue.change_message_visibility(
                    QueueUrl=queue_url, ReceiptHandle=path.read_text(), VisibilityTimeout=0
                )
            path.unlink()
        return len(kept)
