"""Starts the orchestrator and the aggregator as asynchronous Lambda invocations."""

from typing import TYPE_CHECKING

import msgspec

from fanfolio.adapters.aws import outages_of
from fanfolio.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

_ACCEPTED = 202


class LambdaStarter:
    """Invokes functions with ``{"job_id": …}`` and does not wait for them; Lambda may run one twice."""

    def __init__(
        self, client: "LambdaClient", *, orchestrator_function: str, aggregator_function: str
    ) -> None:
        self._client = client
        self._orchestrator_function = orchestrator_function
        self._aggregator_function = aggregator_function

    def start_orchestrator(self, job_id: str) -> None:
        """Have the job's file read and its books sent out; raises StorageUnavailable."""
        self._start(self._orchestrator_function, job_id)

    def start_aggregator(self, job_id: str) -> None:
        """Have somebody watch the job until it ends; raises StorageUnavailable."""
        self._start(self._aggregator_function, job_id)

    def _start(self, function: str, job_id: str) -> None:
        with outages_of(f"the function {function}"):
            answer = self._client.invoke(
                FunctionName=function,
                InvocationType="Event",
                Payload=msgspec.json.encode({"job_id": job_id}),
            )
        if answer["StatusCode"] != _ACCEPTED:
            raise StorageUnavailable(f"the function {function} has not taken the start of job {job_id}")
