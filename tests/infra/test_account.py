"""Before anything is deployed: which account and region is meant, or what is missing."""

from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from infra.cdk.account import NowhereToDeploy, Place, find_place


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No configuration of this machine is read."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def test_without_a_region_it_says_how_to_choose_one() -> None:
    with pytest.raises(NowhereToDeploy, match="export AWS_REGION="):
        find_place(boto3.Session())


def test_without_credentials_it_says_so() -> None:
    with pytest.raises(NowhereToDeploy, match=r"credentials \(Unable to locate credentials\)"):
        find_place(boto3.Session(region_name="eu-central-1"))


def test_with_both_it_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    session = boto3.Session(region_name="eu-central-1", aws_access_key_id="a", aws_secret_access_key="b")
    sts = session.client("sts")
    monkeypatch.setattr(session, "client", lambda _: sts)

    with Stubber(sts) as stub:
        stub.add_response("get_caller_identity", {"Account": "123456789012"})

        assert find_place(session) == Place(account="123456789012", region="eu-central-1")
