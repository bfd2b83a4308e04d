"""Says which account and region are about to be worked on, or what is missing: ``python -m infra.cdk.account``.

With ``--as-environment`` it prints them as CDK wants them.
"""

import sys
from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An account and a region."""

    account: str
    region: str


class NowhereToDeploy(Exception):
    """There is no account or no region to work on."""


def main() -> int:
    """Print the account and the region; 1 with a sentence where either cannot be told."""
    try:
        place = find_place(boto3.Session())
    except NowhereToDeploy as exc:
        sys.stderr.write(f"{exc} docs/deploy.md says how, from the beginning.\n")
        return 1
    if "--as-environment" in sys.argv:
        print(f"aws://{place.account}/{place.region}")  # noqa: T201 - a command's answer
    else:
        print(f"AWS account {place.account}, region {place.region}.")  # noqa: T201 - a command's answer
    return 0


def find_place(session: boto3.Session) -> Place:
    """The account and region that the machine's configuration leads to; raises NowhereToDeploy."""
    if session.region_name is None:
        raise NowhereToDeploy("No region is chosen: export AWS_REGION=eu-central-1, or another.")
    try:
        account = session.client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as exc:
        raise NowhereToDeploy(
            f"AWS does not answer with this machine's credentials ({exc}). Does `aws sts get-caller-identity`?"
        ) from exc
    return Place(account=account, region=session.region_name)


if __name__ == "__main__":
    raise SystemExit(main())
