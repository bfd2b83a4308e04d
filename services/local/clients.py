"""AWS clients of the launcher itself: they speak to the emulator alone, whatever this machine's AWS settings say."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from services.local.emulator import REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """One client a service; they may be shared between threads."""

    s3: "S3Client"
    dynamodb: "DynamoDBClient"
    sqs: "SQSClient"


@contextmanager
def connected(endpoint_url: str) -> Iterator[Clients]:
    """Clients of the emulator at ``endpoint_url``; their connections close at the end of the ``with``."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)  # noqa: S106 - the emulator's
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 3}, max_pool_connections=32, proxies={}
    )
    clients = Clients(
        s3=session.client("s3", endpoint_url=endpoint_url, config=config),
        dynamodb=session.client("dynamodb", endpoint_url=endpoint_url, config=config),
        sqs=session.client("sqs", endpoint_url=endpoint_url, config=config),
    )
    try:
        yield clients
    finally:
        for client in (clients.s3, clients.dynamodb, clients.sqs):
            client.close()
