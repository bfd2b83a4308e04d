"""Empties a stack's bucket so that the stack can be destroyed: ``python -m infra.cdk.empty_bucket Fanfolio-test``."""

import sys
from typing import Any

import boto3


def main() -> int:
    """Delete every object of the bucket that the stack's outputs name; 1 and why where that cannot be done."""
    name = sys.argv[1]
    try:
        stack = boto3.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except Exception as exc:  # noqa: BLE001 - the end of a command line: whatever it is, it is said
        sys.stderr.write(f"The stack {name} cannot be read: {exc}\n")
        return 1
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    bucket = outputs["Bucket"]
    deleted, refused = empty(boto3.client("s3"), bucket)
    print(f"{deleted} objects deleted from {bucket}")  # noqa: T201 - a command's answer
    if refused:
        codes = ", ".join(sorted({str(one.get("Code")) for one in refused}))
        sys.stderr.write(
            f"{len(refused)} objects are left in {bucket} ({codes}), so the stack cannot be destroyed yet. "
            "See what you may delete there, and try again.\n"
        )
        return 1
    return 0


def empty(s3: Any, bucket: str) -> tuple[int, list[dict[str, Any]]]:
    """Delete every object: how many went, and what S3 says of each that it did not delete."""
    deleted, refused = 0, []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        keys = [{"Key": item["Key"]} for item in page.get("Contents", [])]
        if keys:
            # The answer is a success even where not one object was deleted: it lists what was not.
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})
            failed = answer.get("Errors", [])
            refused += failed
            deleted += len(keys) - len(failed)
    return deleted, refused


if __name__ == "__main__":
    raise SystemExit(main())
