"""The schedule sends what an EventBridge rule sends."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from services.local.function_shapes import FunctionShape
from services.local.functions import Function
from services.local.schedule import Schedule, scheduled_event
from tests.fixtures.processes import wait_for


def test_a_schedule_ticks_at_once_and_goes_on_after_a_failure(tmp_path: Path) -> None:
    shape = FunctionShape(
        name="toy", handler="tests.fixtures.toy_handlers:tick", timeout_s=10, memory_mb=128, concurrency=1
    )
    notes = tmp_path / "notes"
    function = Function(shape, variables={**os.environ, "TOY_NOTES": str(notes)}, log=tmp_path / "log")
    schedule = Schedule(function, every_s=0.01, again_after_s=(0.01, 0.02), rule="toy-rule")

    schedule.start()
    wait_for(lambda: notes.exists() and len(notes.read_text().splitlines()) >= 3, what="three ticks")
    schedule.stop()
    function.close()
    schedule.join()

    event = json.loads(notes.read_text().splitlines()[0])
    assert event["source"] == "aws.events"
    assert event["resources"] == ["arn:aws:events:us-east-1:000000000000:rule/toy-rule"]


def test_a_scheduled_event_says_when_it_was_due() -> None:
    event = scheduled_event("sweep", at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))

    assert event["time"] == "2026-01-02T03:04:05Z"
    assert event["detail-type"] == "Scheduled Event"
    assert event["detail"] == {}
