"""What a reader reads and writes is in no line of any log, whatever goes wrong; the job is in every one."""

import json
import logging

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain.errors import NoBooksFound, NotTheOwner
from fanfolio.messages import decode_chunk
from fanfolio.ports import Unanswered
from tests.fixtures.pipeline import HEADER, Pipeline, export_of, match_of

SECRETS = ("Unspeakable", "Nameless", "whispered", "underlined", "confidential", "9780306406157")
COLUMNS = (*HEADER, "My Review", "Private Notes")


def secret_row(number: int) -> list[str]:
    book = [str(number), f"Unspeakable {number}", "Nameless Author", "9780306406157" if number == 1 else ""]
    reading = ["4", "3.9", "200", "2024/03/01", "read"]
    return [*book, *reading, "whispered in a review", "underlined twice"]


def test_a_whole_job_with_everything_going_wrong_says_nothing_of_the_library(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1)}), books_per_message=2)
    pipeline.catalogue.unavailable_numbers = {2: Unanswered(reason="open-library-timeout")}
    titleless = [*secret_row(7)[:1], "", *secret_row(7)[2:]]
    export = export_of([*map(secret_row, range(1, 7)), titleless], header=COLUMNS)

    with caplog.at_level(logging.DEBUG):
        accepted = pipeline.upload(export, file_name="confidential.csv")
        job_id = accepted.job.job_id
        pipeline.starter.run()
        [first, *_] = pipeline.queue.receive(most=1)
        pipeline.bury(decode_chunk(first.body))
        pipeline.work()
        pipeline.clock.advance(700)
        pipeline.sweep()
        pipeline.aggregate(job_id)
        with pytest.raises(NotTheOwner):
            pipeline.front.consult.delete(job_id, owner_token="guessed")
        pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
        pipeline.sweep()

    lines = [
        json.loads(record.getMessage()) for record in caplog.records if record.name.startswith("fanfolio")
    ]
    # Metrics are lines too, and the sweep's are of no job.
    events = [line for line in lines if "event" in line]
    told = {event["event"] for event in events}
    assert {"fanned_out", "dead_letter_split", "job_swept", "job_complete"} <= told
    assert {event["job_id"] for event in events} == {job_id}
    for secret in (*SECRETS, accepted.owner_token):
        assert secret not in caplog.text


def test_a_refused_upload_is_not_quoted_either(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(NoBooksFound) as refusal:
        Pipeline().upload(
            export_of([["1", "", *secret_row(1)[2:]]], header=COLUMNS), file_name="confidential.csv"
        )

    said = f"{caplog.text} {refusal.value} {refusal.value.complaints}"
    assert not [secret for secret in SECRETS if secret in said]
