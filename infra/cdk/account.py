"""Says which account and region are about to be worked on, or what is missing: ``python -m infra.cdk.account``."""

import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError


def main() -> int:
    """Print the account and the region; 1 with a sentence where either cannot be told."""
    session = boto3.Session()
    try:
        print(where(session))  # noqa: T201 - a command's answer
    except NowhereToDeploy as exc:
        sys.stderr.write(f"{exc} docs/deploy.md says how, from the beginning.\n")
        return 1
    return 0


class NowhereToDeploy(Exception):
    """There is no account or no region to work on."""


def where(session: boto3.Session) -> str:
    """The account and region that the machine's configuration leads to; raises NowhereToDeploy."""
    if session.region_name is None:
        raise NowhereToDeploy("No region is chosen: export AWS_REGION=eu-central-1, or another.")
    try:
        account = session.client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as exc:
        raise NowhereToDeploy(
            f"AWS does not answer with this machine's credentials ({exc}). Does `aws sts get-caller-identity`?"
        ) from exc
    return f"AWS account {account}, region {session.region_name}."


if __name__ == "__main__":
    raise SystemExit(main())
