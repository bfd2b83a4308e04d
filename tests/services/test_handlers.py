"""The Lambda entry points, each in a process of its own, with real events over the emulator and the simulator."""

from pathlib import Path

import pytest

from fanfolio.adapters.s3 import S3Objects
from fanfolio.messages import decode_chunk
from fanfolio.settings import PREFIX
from services.local.environments import InvocationFailed
from services.local.function_shapes import (
    AGGREGATOR,
    DEAD_LETTERS,
    SWEEP,
    WORKER,
)
from services.local.functions import Function
from tests.fixtures.deployment import Deployment, Invoke, fan_out
from tests.fixtures.events import schedule_event, sqs_event

pytestmark = pytest.mark.emulator


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

    assert report == {
        "open_jobs": 1,
        "restarted": 0,
        "watched_again": 0,
        "given_up": 0,
        "erased": 0,
        "unreadable": 0,
    }


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
