"""The shapes of tables, queues and bucket that the AWS adapters rely on: whoever creates them creates these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_DAY_S = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """A table billed by request: its string keys, indexes (name → hash key; they project everything), TTL."""

    partition_key: str
    sort_key: str | None = None
    ttl_attribute: str
    indexes: Mapping[str, str] = field(default_factory=dict)

    def definition(self, name: str) -> dict[str, Any]:
        """The parameters of DynamoDB's CreateTable."""
        keys = [(self.partition_key, "HASH")]
        if self.sort_key:
            keys.append((self.sort_key, "RANGE"))
        attributes = [attribute for attribute, _ in keys] + list(self.indexes.values())
        definition: dict[str, Any] = {
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": key, "KeyType": kind} for key, kind in keys],
            "AttributeDefinitions": [{"AttributeName": one, "AttributeType": "S"} for one in attributes],
        }
        if self.indexes:
            definition["GlobalSecondaryIndexes"] = [_index(*index) for index in self.indexes.items()]
        return definition

    def time_to_live(self, name: str) -> dict[str, Any]:
        """The parameters of DynamoDB's UpdateTimeToLive."""
        specification = {"Enabled": True, "AttributeName": self.ttl_attribute}
        return {"TableName": name, "TimeToLiveSpecification": specification}


def _index(name: str, hash_key: str) -> dict[str, Any]:
    return {
        "IndexName": name,
        "KeySchema": [{"AttributeName": hash_key, "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }


OPEN_JOBS_INDEX = "open-jobs"

# The index is sparse: only records of jobs that have not ended, or not gone after their deletion, carry its key.
OPEN_JOBS_KEY = "open"

JOBS_TABLE = TableShape(
    partition_key="job_id",
    sort_key="record",
    ttl_attribute="expires_at",
    indexes={OPEN_JOBS_INDEX: OPEN_JOBS_KEY},
)

CACHE_TABLE = TableShape(partition_key="key", ttl_attribute="expires_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueShape:
    """A standard queue and its dead-letter queue; times in seconds."""

    visibility_timeout_s: int
    retention_s: int
    dead_letter_visibility_timeout_s: int
    dead_letter_retention_s: int
    max_receives: int

    def attributes(self, *, dead_letter_arn: str) -> dict[str, str]:
        """The attributes of the queue, for SQS's CreateQueue."""
        redrive = f'{{"deadLetterTargetArn":"{dead_letter_arn}","maxReceiveCount":{self.max_receives}}}'
        return {
            "VisibilityTimeout": str(self.visibility_timeout_s),
            "MessageRetentionPeriod": str(self.retention_s),
            "RedrivePolicy": redrive,
        }

    def dead_letter_attributes(self) -> dict[str, str]:
        """The attributes of its dead-letter queue."""
        return {
            "VisibilityTimeout": str(self.dead_letter_visibility_timeout_s),
            "MessageRetentionPeriod": str(self.dead_letter_retention_s),
        }


# AWS asks for a visibility timeout of at least six times the function's own.
WORKER_TIMEOUT_S = 30

# A message's age counts from when it was first sent, so the dead-letter queue must keep it longer; and a
# deleted job's tombstone outlives both.
BOOK_QUEUE = QueueShape(
    visibility_timeout_s=6 * WORKER_TIMEOUT_S,
    retention_s=1 * _DAY_S,
    dead_letter_visibility_timeout_s=6 * WORKER_TIMEOUT_S,
    dead_letter_retention_s=4 * _DAY_S,
    max_receives=5,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketShape:
    """A private bucket whose objects under a prefix expire by themselves."""

    expiring_prefix: str
    unfinished_uploads_days: int
    waiting_prefix: str
    waiting_days: int

    def lifecycle(self, *, retention_days: int) -> dict[str, Any]:
        """S3's lifecycle configuration: objects go a day after their job, unfinished uploads before."""
        rule = {
            "ID": "expire-jobs",
            "Status": "Enabled",
            "Filter": {"Prefix": self.expiring_prefix},
            "Expiration": {"Days": retention_days + 1},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": self.unfinished_uploads_days},
        }
        waiting = {
            "ID": "expire-waiting-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": self.waiting_prefix},
            "Expiration": {"Days": self.waiting_days},
        }
        return {"Rules": [rule, waiting]}

    def cors(self) -> dict[str, Any]:
        """S3's CORS configuration: pages may use signed forms and links; what is signed needs no second lock."""
        rule = {
            "AllowedMethods": ["GET", "HEAD", "POST"],
            "AllowedOrigins": ["*"],
            "AllowedHeaders": ["*"],
            "MaxAgeSeconds": 3600,
        }
        return {"CORSRules": [rule]}


# Files that were sent straight to the store wait under a prefix of their own until a job takes them.
BUCKET = BucketShape(
    expiring_prefix="jobs/", unfinished_uploads_days=1, waiting_prefix="uploads/", waiting_days=1
)
