"""What every starter promises; the emulator runs real functions, which report to a socket of the test."""

import io
import json
import socket
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.lambda_ import LambdaStarter
from fanfolio.adapters.memory import MemoryStarter
from fanfolio.ports import Starter

FUNCTION = """
import json, os, socket

def handler(event, context):
    report = json.dumps([os.environ["ROLE"], event])
    with socket.create_connection(("127.0.0.1", int(os.environ["REPORT_PORT"])), timeout=10) as connection:
        connection.sendall(report.encode())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A starter, and what it started: the next so many (role, job id), sorted."""

    starter: Starter
    began: Callable[[int], list[tuple[str, str]]]


@pytest.fixture(params=["memory", pytest.param("lambda", marks=pytest.mark.emulator)])
def started(request: pytest.FixtureRequest) -> Started:
    if request.param == "memory":
        return _memory()
    functions: LambdaFunctions = request.getfixturevalue("functions")
    starter = LambdaStarter(
        request.getfixturevalue("aws").lambda_,
        orchestrator_function=functions.orchestrator,
        aggregator_function=functions.aggregator,
    )
    return Started(
        starter=starter, began=lambda count: sorted(_report(functions.reports) for _ in range(count))
    )


def _memory() -> Started:
    seen: list[tuple[str, str]] = []
    starter = MemoryStarter(
        orchestrate=lambda job_id: seen.append(("orchestrator", job_id)),
        aggregate=lambda job_id: seen.append(("aggregator", job_id)),
    )

    def began(count: int) -> list[tuple[str, str]]:
        assert starter.run() == count
        return sorted(seen)

    return Started(starter=starter, began=began)


@dataclass(frozen=True, slots=True, kw_only=True)
class LambdaFunctions:
    """The names of two functions that report their invocations."""

    orchestrator: str
    aggregator: str
    reports: socket.socket


@pytest.fixture
def functions(aws: Aws) -> Iterator[LambdaFunctions]:
    with socket.create_server(("127.0.0.1", 0)) as reports:
        reports.settimeout(20)
        port = reports.getsockname()[1]
        names = {role: _create_function(aws, role, port) for role in ("orchestrator", "aggregator")}
        yield LambdaFunctions(reports=reports, **names)
        for name in names.values():
            aws.lambda_.delete_function(FunctionName=name)


def _create_function(aws: Aws, role: str, port: int) -> str:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("reporter.py", FUNCTION)
    name = f"{role}-{uuid4().hex}"
    aws.lambda_.create_function(
        FunctionName=name,
        Runtime="python3.11",
        Handler="reporter.handler",
        Role="arn:aws:iam::000000000000:role/tests",
        Code={"ZipFile": package.getvalue()},
        Environment={"Variables": {"ROLE": role, "REPORT_PORT": str(port)}},
    )
    return name


def _report(reports: socket.socket) -> tuple[str, str]:
    connection, _ = reports.accept()
    with connection, connection.makefile("rb") as stream:
        role, event = json.loads(stream.read())
    assert event.keys() == {"job_id"}
    return role, event["job_id"]


class TestStarter:
    def test_each_step_is_started_with_its_job(self, started: Started) -> None:
        started.starter.start_orchestrator("job-1")
        started.starter.start_aggregator("job-2")

        assert started.began(2) == [("aggregator", "job-2"), ("orchestrator", "job-1")]

    def test_starting_twice_starts_twice(self, started: Started) -> None:
        started.starter.start_aggregator("job-1")
        started.starter.start_aggregator("job-1")

        assert started.began(2) == [("aggregator", "job-1"), ("aggregator", "job-1")]


class TestMemoryStarter:
    def test_what_a_step_starts_is_carried_out_too(self) -> None:
        watched: list[str] = []
        starter = MemoryStarter(aggregate=watched.append)
        starter.orchestrate = starter.start_aggregator
        starter.start_orchestrator("job-1")

        assert starter.run() == 2

        assert watched == ["job-1"]
        assert (starter.orchestrators, starter.aggregators) == (["job-1"], ["job-1"])

    def test_starts_are_remembered_without_anybody_to_carry_them_out(self) -> None:
        starter = MemoryStarter()

        starter.start_orchestrator("job-1")

        assert starter.orchestrators == ["job-1"]
        assert starter.run() == 1
