"""After a deletion bucket, table and queue hold nothing of the job: looked up in the emulator, step by step."""

from collections.abc import Callable

import pytest

from fanfolio.adapters.shapes import JOBS_TABLE
from services.local.function_shapes import AGGREGATOR, DEAD_LETTERS, ORCHESTRATOR, SWEEP, WORKER
from tests.fixtures.deployment import Deployment, Invoke, fan_out
from tests.fixtures.events import schedule_event, sqs_event

pytestmark = pytest.mark.emulator

Step = Callable[[], object]


def keys_in_bucket(deployment: Deployment) -> list[str]:
    listed = deployment.aws.s3.list_objects_v2(Bucket=deployment.bucket)
    return [entry["Key"] for entry in listed.get("Contents", [])]


def records(deployment: Deployment) -> list[dict[str, str]]:
    """Every record of the jobs table: what it is, its job's state, and when it goes by itself."""
    items = deployment.aws.dynamodb.scan(TableName=deployment.jobs_table)["Items"]
    names = ("record", "state", JOBS_TABLE.ttl_attribute)
    return [
        {name: next(iter(item[name].values())) for name in names if name in item}  # type: ignore[misc]
        for item in items
    ]


def require_only_a_tombstone(deployment: Deployment) -> None:
    assert keys_in_bucket(deployment) == []
    [stone] = records(deployment)
    assert (stone["record"], stone["state"]) == ("META", "deleted")
    assert int(stone[JOBS_TABLE.ttl_attribute]) > 0


@pytest.mark.parametrize("deleted_after", range(4))
def test_a_job_deleted_between_any_two_steps_leaves_a_tombstone_alone(
    deployment: Deployment, invoke: Invoke, deleted_after: int
) -> None:
    accepted = deployment.accept(rows=6)
    job_id = accepted.job.job_id
    bodies: list[str] = []
    steps: list[Step] = [
        lambda: (fan_out(invoke, job_id), bodies.extend(deployment.messages())),
        lambda: invoke(WORKER, sqs_event(*bodies)),
        lambda: invoke(AGGREGATOR, {"job_id": job_id}),
    ]
    late: list[Step] = [lambda: invoke(ORCHESTRATOR, {"job_id": job_id}), *steps[1:]]
    for step in steps[:deleted_after]:
        step()
    deployment.front.consult.delete(job_id, owner_token=accepted.owner_token)

    for step in late[deleted_after:]:
        step()
    invoke(DEAD_LETTERS, sqs_event(*bodies))

    require_only_a_tombstone(deployment)


def test_late_workers_report_their_messages_as_done(deployment: Deployment, invoke: Invoke) -> None:
    accepted = deployment.accept(rows=6)
    fan_out(invoke, accepted.job.job_id)
    bodies = deployment.messages()
    deployment.front.consult.delete(accepted.job.job_id, owner_token=accepted.owner_token)

    assert invoke(WORKER, sqs_event(*bodies)) == {"batchItemFailures": []}


def test_what_was_written_behind_a_deletion_goes_with_the_sweep(
    deployment: Deployment, invoke: Invoke
) -> None:
    accepted = deployment.accept(rows=1)
    job_id = accepted.job.job_id
    deployment.front.consult.delete(job_id, owner_token=accepted.owner_token)
    deployment.aws.s3.put_object(Bucket=deployment.bucket, Key=f"jobs/{job_id}/results/late.json", Body=b"{}")

    report = invoke(SWEEP, schedule_event())

    assert report["open_jobs"] == 0
    require_only_a_tombstone(deployment)


def test_every_record_of_a_job_expires_by_itself(deployment: Deployment, invoke: Invoke) -> None:
    job_id = deployment.upload(rows=6)
    fan_out(invoke, job_id)
    invoke(WORKER, sqs_event(*deployment.messages()))

    kept = records(deployment)

    assert {one["record"] for one in kept} == {"META", "SETTLED#0000"}
    assert all(JOBS_TABLE.ttl_attribute in one for one in kept)
