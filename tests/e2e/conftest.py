"""The deployed stack, as `make e2e` has put it onto the emulator; without it nothing here is collected."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import httpx
import pytest

from tests.e2e.stage import Stage

DEPLOYED = "FANFOLIO_E2E_URL" in os.environ

collect_ignore_glob = [] if DEPLOYED else ["test_*"]


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The stack's addresses, and clients for what is behind them."""
    outputs = next(iter(json.loads(Path(os.environ["FANFOLIO_E2E_OUTPUTS"]).read_text()).values()))
    with httpx.Client(base_url=os.environ["FANFOLIO_E2E_URL"], timeout=30, trust_env=False) as http:
        yield Stage(
            name=os.environ["FANFOLIO_E2E_STACK"],
            http=http,
            outputs=outputs,
            s3=boto3.client("s3"),
            sqs=boto3.client("sqs"),
            dynamodb=boto3.client("dynamodb"),
            functions=boto3.client("lambda"),
            logs=boto3.client("logs"),
        )
