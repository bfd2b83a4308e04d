"""The queue of chunks of books, its dead letters, and where starts that failed for good are kept."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from fanfolio.adapters.shapes import BOOK_QUEUE
from infra.cdk.acknowledgements import acknowledge


class Queueing(Construct):
    """``books`` (redriven to ``dead_letters``), and ``failed_starts`` for asynchronous invocations that gave up."""

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        shape = BOOK_QUEUE
        self.dead_letters = _queue(
            self,
            "DeadLetters",
            visibility_s=shape.dead_letter_visibility_timeout_s,
            retention_s=shape.dead_letter_retention_s,
        )
        self.books = _queue(
            self,
            "Books",
            visibility_s=shape.visibility_timeout_s,
            retention_s=shape.retention_s,
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self.dead_letters, max_receive_count=shape.max_receives
            ),
        )
        self.failed_starts = _queue(
            self, "FailedStarts", visibility_s=30, retention_s=shape.dead_letter_retention_s
        )
        for last_stop in (self.dead_letters, self.failed_starts):
            for rule in ("AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy"):
                acknowledge(
                    last_stop,
                    rule,
                    "This is a last stop itself: messages stay until they expire, and an alarm reports them.",
                )


def _queue(
    scope: Construct,
    name: str,
    *,
    visibility_s: int,
    retention_s: int,
    dead_letter_queue: sqs.DeadLetterQueue | None = None,
) -> sqs.Queue:
    return sqs.Queue(
        scope,
        name,
        visibility_timeout=Duration.seconds(visibility_s),
        retention_period=Duration.seconds(retention_s),
        dead_letter_queue=dead_letter_queue,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        removal_policy=RemovalPolicy.DESTROY,
    )
