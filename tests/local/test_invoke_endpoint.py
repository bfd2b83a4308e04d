"""boto3's Lambda client starts functions through the local endpoint, as it would in the cloud."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from mypy_boto3_lambda import LambdaClient

from services.local.children import free_port
from services.local.function_shapes import FunctionShape
from services.local.functions import Function
from services.local.invoke_endpoint import Invoker, serve_invocations
from tests.fixtures.processes import wait_for


@pytest.fixture
def client(tmp_path: Path) -> Iterator[LambdaClient]:
    functions = {name: _function(name, tmp_path) for name in ("echo", "obey")}
    invoker = Invoker(functions, retry_after_s=(0.05, 0.05))
    port = free_port()
    with serve_invocations(invoker, port):
        client = boto3.client(
            "lambda",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            region_name="us-east-1",
            config=Config(retries={"total_max_attempts": 1}, proxies={}),
        )
        yield client
        client.close()
        invoker.stop()
        for function in functions.values():
            function.close()
        invoker.join()


def _function(name: str, directory: Path) -> Function:
    shape = FunctionShape(
        name=name, handler=f"tests.fixtures.toy_handlers:{name}", timeout_s=10, memory_mb=128, concurrency=2
    )
    return Function(shape, variables=os.environ, log=directory / f"{name}.log")


def test_an_asynchronous_invocation_is_accepted_and_runs(client: LambdaClient, tmp_path: Path) -> None:
    note = tmp_path / "note"

    answer = client.invoke(
        FunctionName="obey",
        InvocationType="Event",
        Payload=json.dumps({"do": "answer", "note": str(note)}).encode(),
    )

    assert answer["StatusCode"] == 202
    wait_for(note.exists, what="the invocation")


def test_a_failing_asynchronous_invocation_is_tried_three_times(client: LambdaClient, tmp_path: Path) -> None:
    note = tmp_path / "note"
    payload = json.dumps({"do": "raise", "note": str(note)}).encode()

    client.invoke(FunctionName="obey", InvocationType="Event", Payload=payload)
    client.invoke(FunctionName="obey", InvocationType="Event", Payload=payload.replace(b"raise", b"crash"))

    wait_for(lambda: note.exists() and len(note.read_text().split()) == 6, what="three tries of each")


def test_a_synchronous_invocation_answers_the_result(client: LambdaClient) -> None:
    answer = client.invoke(FunctionName="echo", Payload=b'{"job_id": "j"}')

    assert answer["StatusCode"] == 200
    assert "FunctionError" not in answer
    assert json.load(answer["Payload"])["event"] == {"job_id": "j"}


def test_a_function_may_be_named_by_its_arn(client: LambdaClient) -> None:
    answer = client.invoke(FunctionName="arn:aws:lambda:us-east-1:000000000000:function:echo")

    assert json.load(answer["Payload"])["event"] == {}


def test_a_failing_synchronous_invocation_answers_the_error(client: LambdaClient) -> None:
    answer = client.invoke(FunctionName="obey", Payload=b'{"do": "raise"}')

    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"]) == {"errorType": "ValueError", "errorMessage": "as told"}


def test_an_unknown_function_is_refused_by_name(client: LambdaClient) -> None:
    with pytest.raises(ClientError, match="Function not found: nobody") as refusal:
        client.invoke(FunctionName="nobody", InvocationType="Event", Payload=b"{}")

    assert refusal.value.response["Error"]["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"{", "InvalidRequestContentException"),
        (b'"' + b"x" * 1024 * 1024 + b'"', "RequestTooLargeException"),
    ],
)
def test_a_payload_that_lambda_would_not_take_is_refused(
    client: LambdaClient, payload: bytes, code: str
) -> None:
    with pytest.raises(ClientError) as refusal:
        client.invoke(FunctionName="echo", InvocationType="Event", Payload=payload)

    assert refusal.value.response["Error"]["Code"] == code


def test_no_other_call_of_the_api_is_spoken(client: LambdaClient) -> None:
    with pytest.raises(ClientError):
        client.list_functions()
