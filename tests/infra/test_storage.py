"""Where data is kept: private, encrypted, expiring, and of the shapes that the adapters rely on."""

from typing import Any

import pytest
from aws_cdk.assertions import Match

from fanfolio.adapters.shapes import BUCKET, CACHE_TABLE, JOBS_TABLE, TableShape
from tests.fixtures.synthesised import Synthesised


def test_the_bucket_is_private_and_encrypted(plain: Synthesised) -> None:
    plain.template.resource_count_is("AWS::S3::Bucket", 1)
    plain.template.has_resource_properties(
        "AWS::S3::Bucket",
        {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "BucketEncryption": Match.any_value(),
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "AccessControl": Match.absent(),
        },
    )


def test_the_bucket_refuses_requests_without_tls(plain: Synthesised) -> None:
    denied = [
        statement["Condition"]
        for policy, statement in plain.statements()
        if policy.startswith("StorageBucket") and statement["Effect"] == "Deny"
    ]

    assert {"Bool": {"aws:SecureTransport": "false"}} in denied


@pytest.mark.parametrize(("name", "days"), [("plain", 30), ("everything", 10)])
def test_objects_expire_as_the_adapters_declare(name: str, days: int, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    (bucket,) = stack.resources("AWS::S3::Bucket").values()

    assert _lifecycle(bucket) == _lifecycle_of_adapters(days)


def test_pages_may_use_the_bucket_s_signed_links_as_the_adapters_declare(plain: Synthesised) -> None:
    (bucket,) = plain.resources("AWS::S3::Bucket").values()

    (declared,) = BUCKET.cors()["CORSRules"]
    (rule,) = bucket["CorsConfiguration"]["CorsRules"]
    assert rule == {
        "AllowedMethods": declared["AllowedMethods"],
        "AllowedOrigins": declared["AllowedOrigins"],
        "AllowedHeaders": declared["AllowedHeaders"],
        "MaxAge": declared["MaxAgeSeconds"],
    }


@pytest.mark.parametrize(("prefix", "shape"), [("StorageJobs", JOBS_TABLE), ("StorageCache", CACHE_TABLE)])
def test_a_table_has_the_shape_that_its_adapter_declares(
    plain: Synthesised, prefix: str, shape: TableShape
) -> None:
    (table,) = (
        one for name, one in plain.resources("AWS::DynamoDB::Table").items() if name.startswith(prefix)
    )

    declared = shape.definition("any") | shape.time_to_live("any")
    for part in ("BillingMode", "KeySchema", "GlobalSecondaryIndexes"):
        assert table.get(part) == declared.get(part), part
    assert _by_name(table["AttributeDefinitions"]) == _by_name(declared["AttributeDefinitions"])
    assert table["TimeToLiveSpecification"] == {"AttributeName": shape.ttl_attribute, "Enabled": True}


def test_tables_can_be_restored_to_a_point_in_time(plain: Synthesised) -> None:
    plain.template.all_resources_properties(
        "AWS::DynamoDB::Table",
        {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7}},
    )


@pytest.mark.parametrize(("name", "policy"), [("plain", "Delete"), ("everything", "Retain")])
def test_only_production_keeps_its_data_when_the_stack_goes(
    name: str, policy: str, request: pytest.FixtureRequest
) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    kept = [
        resource["DeletionPolicy"]
        for resource in stack.body["Resources"].values()
        if resource["Type"] in ("AWS::S3::Bucket", "AWS::DynamoDB::Table")
    ]

    assert kept == [policy] * 3


def _lifecycle(bucket: dict[str, Any]) -> list[dict[str, Any]]:
    return list(bucket["LifecycleConfiguration"]["Rules"])


def _lifecycle_of_adapters(days: int) -> list[dict[str, Any]]:
    """The adapters' rules in the words of CloudFormation."""
    unfinished = "AbortIncompleteMultipartUpload"
    return [
        {
            "Id": rule["ID"],
            "Status": rule["Status"],
            "Prefix": rule["Filter"]["Prefix"],
            "ExpirationInDays": rule["Expiration"]["Days"],
            **({unfinished: rule[unfinished]} if unfinished in rule else {}),
        }
        for rule in BUCKET.lifecycle(retention_days=days)["Rules"]
    ]


def _by_name(attributes: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(attributes, key=lambda attribute: attribute["AttributeName"])
