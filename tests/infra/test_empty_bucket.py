"""A stack's bucket is emptied before it is destroyed: what S3 would not delete is not passed over."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.cdk import empty_bucket


class TwoPages:
    """S3's side: two pages of keys, some of which may not be deleted. The answer is a success all the same."""

    def __init__(self, *, locked: frozenset[str] = frozenset()) -> None:
        self._locked = locked

    def get_paginator(self, operation: str) -> "TwoPages":
        assert operation == "list_objects_v2"
        return self

    def paginate(self, *, Bucket: str) -> Iterator[dict[str, Any]]:  # noqa: N803 - AWS's name
        yield {"Contents": [{"Key": "a"}, {"Key": "b"}]}
        yield {"Contents": [{"Key": "c"}]}
        yield {}

    def delete_objects(self, *, Bucket: str, Delete: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        refused = [item["Key"] for item in Delete["Objects"] if item["Key"] in self._locked]
        return {"Errors": [{"Key": key, "Code": "AccessDenied"} for key in refused]} if refused else {}

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803
        return {"Stacks": [{"Outputs": [{"OutputKey": "Bucket", "OutputValue": "books"}]}]}


@pytest.mark.parametrize(("locked", "deleted", "code"), [((), 3, 0), (("b", "c"), 1, 1)])
def test_what_cannot_be_deleted_is_counted_and_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    locked: tuple[str, ...],
    deleted: int,
    code: int,
) -> None:
    monkeypatch.setattr(empty_bucket.boto3, "client", lambda _: TwoPages(locked=frozenset(locked)))
    monkeypatch.setattr(empty_bucket.sys, "argv", ["empty_bucket", "Fanfolio-test"])

    assert empty_bucket.main() == code

    told = capsys.readouterr()
    assert told.out == f"{deleted} objects deleted from books\n"
    assert ("2 objects are left in books (AccessDenied)" in told.err) == bool(code)
