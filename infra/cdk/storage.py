"""Where data is kept: the bucket and the two tables, in the shapes that the adapters declare."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from constructs import Construct

from fanfolio.adapters.shapes import BUCKET, CACHE_TABLE, JOBS_TABLE, TableShape
from infra.cdk.acknowledgements import acknowledge

# Deleting a job should not leave it in backups for the five weeks that are the default.
_RECOVERY_DAYS = 7


class Storage(Construct):
    """``bucket``, ``jobs_table`` and ``cache_table``; with ``keeps_data`` they outlive the stack."""

    def __init__(self, scope: Construct, name: str, *, retention_days: int, keeps_data: bool) -> None:
        super().__init__(scope, name)
        self._keeps_data = keeps_data
        self._removal = RemovalPolicy.RETAIN if keeps_data else RemovalPolicy.DESTROY
        self.bucket = self._bucket(retention_days)
        self.jobs_table = self._table("Jobs", JOBS_TABLE)
        self.cache_table = self._table("Cache", CACHE_TABLE)

    def _bucket(self, retention_days: int) -> s3.Bucket:
        lifecycle = BUCKET.lifecycle(retention_days=retention_days)
        bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            removal_policy=self._removal,
            lifecycle_rules=[_lifecycle_rule(rule) for rule in lifecycle["Rules"]],
            cors=[_cors_rule(rule) for rule in BUCKET.cors()["CORSRules"]],
        )
        acknowledge(
            bucket,
            "AwsSolutions-S1",
            "Objects are reached through the functions only, whose calls are logged with the job's id; server "
            "access logs would keep job ids, which are the links to dashboards, beyond the life of their jobs.",
        )
        return bucket

    def _table(self, name: str, shape: TableShape) -> dynamodb.Table:
        table = dynamodb.Table(
            self,
            name,
            partition_key=_key(shape.partition_key),
            sort_key=_key(shape.sort_key) if shape.sort_key else None,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute=shape.ttl_attribute,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True, recovery_period_in_days=_RECOVERY_DAYS
            ),
            removal_policy=self._removal,
            deletion_protection=self._keeps_data,
        )
        for index, hash_key in shape.indexes.items():
            table.add_global_secondary_index(
                index_name=index, partition_key=_key(hash_key), projection_type=dynamodb.ProjectionType.ALL
            )
        return table


def _key(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


def _lifecycle_rule(rule: Mapping[str, Any]) -> s3.LifecycleRule:
    """The adapters' rule, as they would put it, in the words of CDK."""
    unfinished = rule.get("AbortIncompleteMultipartUpload")
    return s3.LifecycleRule(
        id=rule["ID"],
        prefix=rule["Filter"]["Prefix"],
        expiration=Duration.days(rule["Expiration"]["Days"]),
        abort_incomplete_multipart_upload_after=(
            Duration.days(unfinished["DaysAfterInitiation"]) if unfinished else None
        ),
    )


def _cors_rule(rule: Mapping[str, Any]) -> s3.CorsRule:
    return s3.CorsRule(
        allowed_methods=[s3.HttpMethods(method) for method in rule["AllowedMethods"]],
        allowed_origins=rule["AllowedOrigins"],
        allowed_headers=rule["AllowedHeaders"],
        max_age=rule["MaxAgeSeconds"],
    )
