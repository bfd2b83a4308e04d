"""What each function may do: the actions that its adapters call, on the resources that they call them on."""

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from fanfolio.adapters.shapes import BUCKET, OPEN_JOBS_INDEX
from infra.cdk.acknowledgements import acknowledge
from infra.cdk.queueing import Queueing
from infra.cdk.storage import Storage

_RECORD_ACTIONS = (
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:Query",
    "dynamodb:BatchWriteItem",
)
_CACHE_ACTIONS = (
    "dynamodb:GetItem",
    "dynamodb:UpdateItem",
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
)
_OBJECT_ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")


class Permissions:
    """Adds statements to functions' roles, each named for what it allows."""

    def __init__(self, storage: Storage, queueing: Queueing) -> None:
        self._storage = storage
        self._queueing = queueing

    def work_on_jobs(self, function: lambda_.Function) -> None:
        """Read, write and delete jobs' records and objects; deleting is everyone's duty once a job is deleted."""
        _allow(function, _RECORD_ACTIONS, [self._storage.jobs_table.table_arn])
        self._work_on_objects(function, BUCKET.expiring_prefix)

    def take_waiting_uploads(self, function: lambda_.Function) -> None:
        """Lend the right to store a file that is too large for the front door, and take it from where it waits."""
        self._work_on_objects(function, BUCKET.waiting_prefix)

    def look_at_vitals(self, function: lambda_.Function) -> None:
        """See how long the queue is and which catalogues are paused."""
        _allow(function, ["sqs:GetQueueAttributes"], [self._queueing.books.queue_arn])
        _allow(function, ["dynamodb:GetItem"], [self._storage.cache_table.table_arn])

    def find_open_jobs(self, function: lambda_.Function) -> None:
        """Read which jobs are open, and which deletions are not finished."""
        table_arn = self._storage.jobs_table.table_arn
        _allow(function, ["dynamodb:Query"], [f"{table_arn}/index/{OPEN_JOBS_INDEX}"])

    def use_cache(self, function: lambda_.Function) -> None:
        """Remember catalogues' answers, and keep the shared pace."""
        _allow(function, _CACHE_ACTIONS, [self._storage.cache_table.table_arn])

    def send_books(self, function: lambda_.Function) -> None:
        """Put chunks of books into the queue."""
        _allow(function, ["sqs:SendMessage"], [self._queueing.books.queue_arn])

    def start(self, function: lambda_.Function, arns: Sequence[str]) -> None:
        """Invoke exactly these functions."""
        _allow(function, ["lambda:InvokeFunction"], arns)

    def _work_on_objects(self, function: lambda_.Function, prefix: str) -> None:
        bucket_arn = self._storage.bucket.bucket_arn
        _allow(function, _OBJECT_ACTIONS, [f"{bucket_arn}/{prefix}*"])
        function.add_to_role_policy(
            # Without the right to list, S3 answers "denied" and not "not found" for an object that is not there.
            iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket_arn])
        )
        _acknowledge_objects(function, self._storage, prefix)


def _allow(function: lambda_.Function, actions: Sequence[str], resources: Sequence[str]) -> None:
    function.add_to_role_policy(iam.PolicyStatement(actions=list(actions), resources=list(resources)))


def _acknowledge_objects(function: lambda_.Function, storage: Storage, prefix: str) -> None:
    role = function.role
    bucket = Stack.of(storage).get_logical_id(storage.bucket.node.default_child)  # type: ignore[arg-type] # a resource
    assert role is not None  # noqa: S101 - every function is given one
    acknowledge(
        role,
        f"AwsSolutions-IAM5[Resource::<{bucket}.Arn>/{prefix}*]",
        "Object keys hold job ids, which do not exist yet: the narrowest that can be named is this bucket's prefix.",
    )
