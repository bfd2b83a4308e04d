"""What a thief of a function's credentials might try: one call of each kind on each thing that is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from fanfolio.adapters.aws import code_of
from fanfolio.adapters.shapes import OPEN_JOBS_INDEX, OPEN_JOBS_KEY
from services.local.function_shapes import AGGREGATOR, ORCHESTRATOR, WORKER
from services.local.resources import Resources, queue_url
from tests.fixtures.roles import FAILED_STARTS

_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "AccessDeniedFault"})
_KEY = {"job_id": {"S": "nobody"}, "record": {"S": "META"}}
_CACHE_KEY = {"key": {"S": "isbn:nothing"}}


@dataclass(frozen=True, slots=True)
class Probe:
    """A call that changes nothing of value; ``on`` says in words what it is tried on."""

    action: str
    on: str
    call: Callable[[], object]

    @property
    def is_allowed(self) -> bool:
        """Whether the call was let through; that what it names is not there comes after that."""
        try:
            self.call()
        except ClientError as exc:
            return code_of(exc) not in _DENIED
        return True


def probes(variables: Mapping[str, str], names: Resources) -> list[Probe]:
    """Every probe, to be made with these credentials."""
    session = boto3.Session(
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=variables["AWS_SESSION_TOKEN"],
        region_name=variables["AWS_REGION"],
    )

    def client(service: str) -> Any:
        once = Config(retries={"total_max_attempts": 1}, proxies={})
        return session.client(service, endpoint_url=variables["AWS_ENDPOINT_URL"], config=once)

    endpoint = variables["AWS_ENDPOINT_URL"]
    return [
        *_of_objects(client("s3"), names.bucket),
        *_of_table(client("dynamodb"), names.jobs_table, "the jobs table", _KEY),
        *_of_table(client("dynamodb"), names.cache_table, "the catalogue cache", _CACHE_KEY),
        *_of_index(client("dynamodb"), names.jobs_table),
        *_of_queue(client("sqs"), queue_url(endpoint, names.queue), "the queue of books"),
        *_of_queue(client("sqs"), queue_url(endpoint, names.dead_letter_queue), "the dead-letter queue"),
        *_of_queue(client("sqs"), queue_url(endpoint, FAILED_STARTS), "the queue of failed starts"),
        *_of_functions(client("lambda")),
        *_of_the_account(client("iam"), client("sts"), client("logs")),
    ]


def _of_objects(s3: Any, bucket: str) -> list[Probe]:
    found = []
    for prefix in ("jobs/", "uploads/", "elsewhere/"):
        key = {"Bucket": bucket, "Key": f"{prefix}nothing"}
        found += [
            Probe("s3:GetObject", prefix, lambda key=key: s3.get_object(**key)),
            Probe("s3:PutObject", prefix, lambda key=key: s3.put_object(**key, Body=b"x")),
            Probe("s3:DeleteObject", prefix, lambda key=key: s3.delete_object(**key)),
        ]
    return [
        *found,
        Probe("s3:ListBucket", "the bucket", lambda: s3.list_objects_v2(Bucket=bucket)),
        Probe("s3:DeleteBucket", "the bucket", lambda: s3.delete_bucket(Bucket=bucket)),
        Probe("s3:PutBucketPolicy", "the bucket", lambda: s3.put_bucket_policy(Bucket=bucket, Policy="{}")),
        Probe("s3:ListAllMyBuckets", "the account", s3.list_buckets),
    ]


def _of_table(dynamodb: Any, table: str, what: str, key: Mapping[str, Any]) -> list[Probe]:
    partition = next(iter(key))
    return [
        Probe("dynamodb:GetItem", what, lambda: dynamodb.get_item(TableName=table, Key=key)),
        Probe("dynamodb:PutItem", what, lambda: dynamodb.put_item(TableName=table, Item=key)),
        Probe("dynamodb:UpdateItem", what, lambda: dynamodb.update_item(TableName=table, Key=key)),
        Probe("dynamodb:DeleteItem", what, lambda: dynamodb.delete_item(TableName=table, Key=key)),
        Probe(
            "dynamodb:Query",
            what,
            lambda: dynamodb.query(
                TableName=table,
                KeyConditionExpression="#p = :p",
                ExpressionAttributeNames={"#p": partition},
                ExpressionAttributeValues={":p": key[partition]},
            ),
        ),
        Probe("dynamodb:Scan", what, lambda: dynamodb.scan(TableName=table, Limit=1)),
        Probe(
            "dynamodb:BatchGetItem",
            what,
            lambda: dynamodb.batch_get_item(RequestItems={table: {"Keys": [key]}}),
        ),
        Probe(
            "dynamodb:BatchWriteItem",
            what,
            lambda: dynamodb.batch_write_item(RequestItems={table: [{"DeleteRequest": {"Key": key}}]}),
        ),
        Probe("dynamodb:DeleteTable", what, lambda: dynamodb.delete_table(TableName=table)),
    ]


def _of_index(dynamodb: Any, table: str) -> list[Probe]:
    return [
        Probe(
            "dynamodb:Query",
            "the index of open jobs",
            lambda: dynamodb.query(
                TableName=table,
                IndexName=OPEN_JOBS_INDEX,
                KeyConditionExpression="#p = :p",
                ExpressionAttributeNames={"#p": OPEN_JOBS_KEY},
                ExpressionAttributeValues={":p": {"S": "nothing"}},
            ),
        )
    ]


def _of_queue(sqs: Any, url: str, what: str) -> list[Probe]:
    receipt = {"QueueUrl": url, "ReceiptHandle": "nothing"}
    return [
        Probe(
            "sqs:SendMessage", what, lambda: sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=900)
        ),
        Probe("sqs:ReceiveMessage", what, lambda: sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)),
        Probe("sqs:DeleteMessage", what, lambda: sqs.delete_message(**receipt)),
        Probe(
            "sqs:ChangeMessageVisibility",
            what,
            lambda: sqs.change_message_visibility(**receipt, VisibilityTimeout=1),
        ),
        Probe("sqs:GetQueueAttributes", what, lambda: sqs.get_queue_attributes(QueueUrl=url)),
        Probe("sqs:PurgeQueue", what, lambda: sqs.purge_queue(QueueUrl=url)),
        Probe("sqs:DeleteQueue", what, lambda: sqs.delete_queue(QueueUrl=url)),
    ]


def _of_functions(functions: Any) -> list[Probe]:
    found = []
    for shape in (ORCHESTRATOR, AGGREGATOR, WORKER):
        deployed = shape.name.replace("fanfolio-", "fanfolio-test-")
        what = f"the {shape.name.removeprefix('fanfolio-')}"
        found.append(
            Probe(
                "lambda:InvokeFunction",
                what,
                lambda name=deployed: functions.invoke(
                    FunctionName=name, InvocationType="Event", Payload=b"{}"
                ),
            )
        )
    return [*found, Probe("lambda:ListFunctions", "the account", functions.list_functions)]


def _of_the_account(iam: Any, sts: Any, logs: Any) -> list[Probe]:
    role = "arn:aws:iam::000000000000:role/api"
    return [
        Probe("iam:ListRoles", "the account", iam.list_roles),
        Probe(
            "sts:AssumeRole", "another role", lambda: sts.assume_role(RoleArn=role, RoleSessionName="thief")
        ),
        Probe("logs:DescribeLogGroups", "the account", logs.describe_log_groups),
    ]
