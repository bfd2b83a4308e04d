"""The Lambda entry points, each in a process of its own, with real events over the emulator and the simulator."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.memory import MemoryStarter
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.shapes import CACHE_TABLE
from fanfolio.messages import decode_chunk
from fanfolio.settings import PREFIX, Settings
from services.api.bootstrap import Front, aws_ports, build_front
from services.local.emulator import Emulator
from services.local.environments import InvocationFailed
from services.local.function_shapes import (
    AGGREGATOR,
    DEAD_LETTERS,
    ORCHESTRATOR,
    SWEEP,
    WORKER,
    FunctionShape,
)
from services.local.functions import Function
from services.local.variables import process_variables
from tests.fixtures.emulator import QueuePair, create_table
from tests.fixtures.events import schedule_event, sqs_event
from tests.fixtures.pipeline import export_of, plain_rows
from tests.fixtures.simulator import simulator_served

pytestmark = pytest.mark.emulator

# Nothing listens on the discard port: starting a function fails, as when the cloud refuses.
NOBODY = "http://127.0.0.1:9"

Invoke = Callable[[FunctionShape, Any], Any]


@dataclass(frozen=True)
class Deployment:
    """The services as the cloud has them: settings in the environment, tables, a bucket, a queue."""

    aws: Aws
    queue: QueuePair
    bucket: str
    front: Front
    variables: Mapping[str, str]

    def upload(self, rows: int) -> str:
        accepted = self.front.accept_upload(io.BytesIO(export_of(plain_rows(rows))), file_name="a.csv")
        return accepted.job.job_id

    def messages(self) -> list[str]:
        answer = self.aws.sqs.receive_message(
            QueueUrl=self.queue.url, MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return [message["Body"] for message in answer.get("Messages", [])]


@pytest.fixture(scope="module")
def simulator_url() -> Iterator[str]:
    with simulator_served() as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def deployment(
    emulator: Emulator, aws: Aws, jobs_table: str, bucket: str, book_queue: QueuePair, simulator_url: str
) -> Deployment:
    cache_table = jobs_table.replace("jobs", "cache")
    create_table(aws, CACHE_TABLE, cache_table)
    named = {
        "BUCKET": bucket,
        "JOBS_TABLE": jobs_table,
        "CACHE_TABLE": cache_table,
        "QUEUE_URL": book_queue.url,
        "ORCHESTRATOR_FUNCTION": "orchestrator",
        "AGGREGATOR_FUNCTION": "aggregator",
        "OPEN_LIBRARY_URL": simulator_url,
        "CONTACT": "test@example.org",
        "BOOKS_PER_MESSAGE": "4",
    }
    variables = {PREFIX + name: value for name, value in named.items()}
    settings = Settings.from_environment(variables)
    front = build_front(settings, replace(aws_ports(settings, aws, SystemClock()), starter=MemoryStarter()))
    cloud = {**emulator.environment, "AWS_ENDPOINT_URL_LAMBDA": NOBODY}
    return Deployment(
        aws=aws, queue=book_queue, bucket=bucket, front=front, variables=process_variables(variables, cloud)
    )


@pytest.fixture
def invoke(deployment: Deployment, tmp_path: Path) -> Iterator[Invoke]:
    """Invokes a function in an execution environment of its own: a cold start."""
    functions: list[Function] = []

    def run(shape: FunctionShape, event: Any) -> Any:
        function = Function(shape, variables=deployment.variables, log=tmp_path / "function.log")
        functions.append(function)
        return function.invoke(event)

    yield run
    for function in functions:
        function.close()


def fan_out(invoke: Invoke, job_id: str) -> None:
    """Run the orchestrator, whose last step, starting the aggregator, finds nobody here."""
    with pytest.raises(InvocationFailed, match="aggregator cannot be reached"):
        invoke(ORCHESTRATOR, {"job_id": job_id})


def test_a_job_goes_from_entry_point_to_entry_point(deployment: Deployment, invoke: Invoke) -> None:
    job_id = deployment.upload(rows=6)
    fan_out(invoke, job_id)
    bodies = deployment.messages()
    assert sorted(len(decode_chunk(body).books) for body in bodies) == [2, 4]

    answer = invoke(WORKER, sqs_event(*bodies))
    watched = invoke(AGGREGATOR, {"job_id": job_id})

    assert answer == {"batchItemFailures": []}
    assert watched == {"ended": True}
    job, _ = deployment.front.consult.dashboard(job_id)
    assert sum(job.counts.values()) == 6
    assert job.counts["unavailable"] == 0


def test_only_the_message_that_failed_is_reported(deployment: Deployment, invoke: Invoke) -> None:
    job_id = deployment.upload(rows=6)
    fan_out(invoke, job_id)
    [good, _] = deployment.messages()
    event = sqs_event(good, "no message of ours")

    answer = invoke(WORKER, event)

    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["messageId"]}]}


def test_a_message_whose_result_cannot_be_stored_is_reported(deployment: Deployment, invoke: Invoke) -> None:
    job_id = deployment.upload(rows=3)
    fan_out(invoke, job_id)
    event = sqs_event(*deployment.messages())
    objects = S3Objects(deployment.aws.s3, bucket=deployment.bucket)
    objects.delete(objects.keys(""))
    deployment.aws.s3.delete_bucket(Bucket=deployment.bucket)

    answer = invoke(WORKER, event)

    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}
    assert deployment.front.consult.jobs.progress(job_id).settled == 0


def test_a_dead_chunk_is_split_into_single_books(deployment: Deployment, invoke: Invoke) -> None:
    job_id = deployment.upload(rows=3)
    fan_out(invoke, job_id)
    [body] = deployment.messages()
    deployment.aws.sqs.purge_queue(QueueUrl=deployment.queue.url)

    answer = invoke(DEAD_LETTERS, sqs_event(body, receive_count=5))

    assert answer == {"batchItemFailures": []}
    singles = [decode_chunk(body).books for body in deployment.messages()]
    assert sorted(book.number for [book] in singles) == [1, 2, 3]


def test_a_dead_letter_that_cannot_be_read_stays_where_it_is(deployment: Deployment, invoke: Invoke) -> None:
    event = sqs_event("no message of ours", receive_count=5)

    answer = invoke(DEAD_LETTERS, event)

    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}


def test_the_sweep_counts_open_jobs(deployment: Deployment, invoke: Invoke) -> None:
    deployment.upload(rows=1)

    report = invoke(SWEEP, schedule_event())

    assert report == {"open_jobs": 1, "restarted": 0, "watched_again": 0, "given_up": 0, "erased": 0}


def test_a_worker_that_would_ask_the_live_catalogue_anonymously_does_not_start(
    deployment: Deployment, tmp_path: Path
) -> None:
    anonymous = {
        name: value
        for name, value in deployment.variables.items()
        if name not in (PREFIX + "CONTACT", PREFIX + "OPEN_LIBRARY_URL")
    }
    worker = Function(WORKER, variables=anonymous, log=tmp_path / "worker.log")

    with pytest.raises(InvocationFailed):
        worker.invoke(sqs_event())
    worker.close()

    assert "CONTACT=you@example.org" in (tmp_path / "worker.log").read_text()
