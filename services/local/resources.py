"""Creates where the pipeline keeps its data: bucket, tables, queue and dead-letter queue, as declared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from fanfolio.adapters.aws import code_of
from fanfolio.adapters.shapes import BOOK_QUEUE, BUCKET, CACHE_TABLE, JOBS_TABLE, QueueShape, TableShape
from services.local.clients import Clients
from services.local.emulator import ACCOUNT, REGION

_RETENTION_DAYS = 30

# A second start finds what the first has made.
_ALREADY_THERE = frozenset({"ResourceInUseException", "BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """The names of everything that is kept."""

    bucket: str = "fanfolio"
    jobs_table: str = "fanfolio-jobs"
    cache_table: str = "fanfolio-cache"
    queue: str = "fanfolio-books"
    dead_letter_queue: str = "fanfolio-books-dead-letters"


def create_resources(aws: Clients, names: Resources, *, queue_shape: QueueShape = BOOK_QUEUE) -> None:
    """Create what is missing; what a former run left stays as it is."""
    _unless_there(lambda: aws.s3.create_bucket(Bucket=names.bucket))
    lifecycle: Any = BUCKET.lifecycle(retention_days=_RETENTION_DAYS)
    aws.s3.put_bucket_lifecycle_configuration(Bucket=names.bucket, LifecycleConfiguration=lifecycle)
    _create_table(aws, names.jobs_table, JOBS_TABLE)
    _create_table(aws, names.cache_table, CACHE_TABLE)
    aws.sqs.create_queue(
        QueueName=names.dead_letter_queue,
        Attributes=queue_shape.dead_letter_attributes(),  # type: ignore[arg-type] # plain names, not literals
    )
    aws.sqs.create_queue(
        QueueName=names.queue,
        Attributes=queue_shape.attributes(dead_letter_arn=queue_arn(names.dead_letter_queue)),  # type: ignore[arg-type] # plain names, not literals
    )


def queue_arn(name: str) -> str:
    """A queue's ARN on this machine."""
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def queue_url(endpoint: str, name: str) -> str:
    """A queue's URL at the emulator as it runs now: the port may differ from the run that created the queue."""
    return f"{endpoint}/{ACCOUNT}/{name}"


def _create_table(aws: Clients, name: str, shape: TableShape) -> None:
    if _unless_there(lambda: aws.dynamodb.create_table(**shape.definition(name))):
        aws.dynamodb.update_time_to_live(**shape.time_to_live(name))


def _unless_there(create: Callable[[], object]) -> bool:
    try:
        create()
    except ClientError as exc:
        if code_of(exc) not in _ALREADY_THERE:
            raise
        return False
    return True
