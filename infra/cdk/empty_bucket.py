"""Empties a stack's bucket so that the stack can be destroyed: ``python -m infra.cdk.empty_bucket Fanfolio-test``."""

import sys

import boto3


def main() -> int:
    """Delete every object of the bucket that the stack's outputs name; 1 with a sentence where there is no stack."""
    name = sys.argv[1]
    try:
        stack = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except Exception as exc:  # noqa: BLE001 - the end of a command line: whatever it is, it is said
        sys.stderr.write(f"The stack {name} cannot be read: {exc}\n")
        return 1
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    print(f"{_empty(outputs['Bucket'])} objects deleted from {outputs['Bucket']}")  # noqa: T201 - a command's answer
    return 0


def _empty(bucket: str) -> int:
    s3 = boto3.client("s3")
    deleted = 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [{"Key": item["Key"]} for item in page.get("Contents", [])]
        if keys:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
            deleted += len(keys)
    return deleted


if __name__ == "__main__":
    raise SystemExit(main())
