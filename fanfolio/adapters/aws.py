"""AWS clients, all made here and each when first asked for; and what their errors mean to us.

botocore is imported with the first client, so that importing an adapter costs nothing at cold start; boto3 would
add its resources and transfer manager to that, which take a hundred milliseconds and serve nobody here.
Credentials, region and endpoint come from the environment, as boto3 reads it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, cast

from fanfolio.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.exceptions import ClientError
    from botocore.session import Session
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

DEFAULT_REGION = "us-east-1"

# What the services answer when they are overloaded or broken, beside every status of 500 and above.
_OUTAGE_CODES = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "OperationAborted",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)


class Aws:
    """The AWS clients of one process; they may be shared between threads, but ask for each first in one thread.

    A call gives up after ``attempts`` tries, each bounded by the timeouts (seconds).
    """

    def __init__(
        self,
        *,
        endpoint_url: str | None = None,
        attempts: int = 4,
        connect_timeout_s: float = 2.0,
        read_timeout_s: float = 10.0,
        pool_size: int = 16,
    ) -> None:
        self._endpoint_url = endpoint_url
        self._attempts = attempts
        self._connect_timeout_s = connect_timeout_s
        self._read_timeout_s = read_timeout_s
        self._pool_size = pool_size

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        """Tables."""
        return cast("DynamoDBClient", self._client("dynamodb", self._config))

    @cached_property
    def s3(self) -> "S3Client":
        """Objects."""
        return cast("S3Client", self._client("s3", self._config))

    @cached_property
    def s3_links(self) -> "S3Client":
        """Objects, for signing addresses that others will use: only version 4 is understood in every region."""
        from botocore.config import Config

        config = self._config.merge(Config(signature_version="s3v4"))
        return cast("S3Client", self._client("s3", config))

    @cached_property
    def sqs(self) -> "SQSClient":
        """Queues."""
        return cast("SQSClient", self._client("sqs", self._config))

    @cached_property
    def lambda_(self) -> "LambdaClient":
        """Functions."""
        return cast("LambdaClient", self._client("lambda", self._config))

    def _client(self, service: str, config: "Config") -> object:
        return self._session.create_client(service, endpoint_url=self._endpoint_url, config=config)

    @cached_property
    def _session(self) -> "Session":
        from botocore.session import Session

        session = Session()
        if session.get_config_variable("region") is None:
            session.set_config_variable("region", DEFAULT_REGION)
        return session

    @cached_property
    def _config(self) -> "Config":
        from botocore.config import Config

        return Config(
            retries={"mode": "standard", "total_max_attempts": self._attempts},
            connect_timeout=self._connect_timeout_s,
            read_timeout=self._read_timeout_s,
            max_pool_connections=self._pool_size,
            # The types of what we send are checked before we run; the service checks its values anyway.
            parameter_validation=False,
        )


@contextmanager
def outages_of(what: str) -> Iterator[None]:
    """Raise StorageUnavailable in place of what says that ``what`` does not answer for now; bugs pass through."""
    # By now a client has been used: botocore is loaded.
    from botocore import exceptions

    try:
        yield
    except (exceptions.ConnectionError, exceptions.HTTPClientError, exceptions.IncompleteReadError) as exc:
        raise StorageUnavailable(f"{what} cannot be reached for now") from exc
    except exceptions.ClientError as exc:
        if is_outage(exc):
            raise StorageUnavailable(f"{what} cannot answer for now") from exc
        raise


def is_outage(error: "ClientError") -> bool:
    """Whether an answered error says "not now" rather than "not like this"."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status >= 500 or is_outage_code(code_of(error))


def is_outage_code(code: str) -> bool:
    """Whether an error's code says "not now"."""
    return code in _OUTAGE_CODES


def code_of(error: "ClientError") -> str:
    """The error's code, as the service gives it."""
    return error.response.get("Error", {}).get("Code", "")
