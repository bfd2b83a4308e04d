"""The embedded emulator keeps its state on disk, and leaves nothing else behind."""

import os
import signal
from pathlib import Path

import pytest

from services.local.clients import connected
from services.local.emulator import Emulator, start_emulator
from services.local.emulator_process import SAVE_AT_LEAST_EVERY_S, SAVE_EVERY_S, pause_before_saving_again
from services.local.resources import Resources, create_resources, queue_url
from tests.fixtures.processes import is_running, wait_for

pytestmark = pytest.mark.emulator

_NAMES = Resources()


def _fill(emulator: Emulator) -> None:
    with connected(emulator.url) as clients:
        create_resources(clients, _NAMES)
        clients.s3.put_object(Bucket=_NAMES.bucket, Key="jobs/j/upload.csv", Body=b"bytes")
        item = {"job_id": {"S": "j"}, "record": {"S": "SETTLED#0"}, "matched": {"NS": ["1", "2"]}}
        clients.dynamodb.put_item(TableName=_NAMES.jobs_table, Item=item)
        clients.sqs.send_message(QueueUrl=queue_url(emulator.url, _NAMES.queue), MessageBody="a chunk")


def _assert_all_is_there(emulator: Emulator) -> None:
    with connected(emulator.url) as clients:
        create_resources(clients, _NAMES)
        kept = clients.s3.get_object(Bucket=_NAMES.bucket, Key="jobs/j/upload.csv")
        assert kept["Body"].read() == b"bytes"
        key = {"job_id": {"S": "j"}, "record": {"S": "SETTLED#0"}}
        item = clients.dynamodb.get_item(TableName=_NAMES.jobs_table, Key=key)["Item"]
        assert set(item["matched"]["NS"]) == {"1", "2"}
        received = clients.sqs.receive_message(QueueUrl=queue_url(emulator.url, _NAMES.queue))
        assert [message["Body"] for message in received["Messages"]] == ["a chunk"]


def test_objects_records_and_messages_survive_a_restart_on_another_port(tmp_path: Path) -> None:
    with start_emulator(state_dir=tmp_path) as first:
        _fill(first)
    with start_emulator(state_dir=tmp_path) as second:
        assert second.port != first.port
        _assert_all_is_there(second)


def test_what_has_been_there_for_a_moment_survives_even_a_killed_emulator(tmp_path: Path) -> None:
    saved = tmp_path / "services" / "sqs.json"
    with start_emulator(state_dir=tmp_path) as first:
        _fill(first)
        wait_for(lambda: saved.exists() and "a chunk" in saved.read_text(), what="the regular save")
        os.kill(first.pid, signal.SIGKILL)
    with start_emulator(state_dir=tmp_path) as second:
        _assert_all_is_there(second)


def test_saving_takes_a_small_share_of_the_time_however_large_the_state_is() -> None:
    assert pause_before_saving_again(0.01) == SAVE_EVERY_S
    assert pause_before_saving_again(2.0) == pytest.approx(40.0)
    assert pause_before_saving_again(10.0) == SAVE_AT_LEAST_EVERY_S


def test_it_ends_when_whoever_started_it_is_gone() -> None:
    with start_emulator() as emulator:
        assert emulator.child.process.stdin is not None
        emulator.child.process.stdin.close()

        wait_for(lambda: emulator.child.has_ended, what="the emulator's end", within_s=5)

    assert not is_running(emulator.pid)
