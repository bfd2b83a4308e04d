"""The event source mapping keeps Lambda's rules; redelivery, counting and dead letters stay the queue's own."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from fanfolio.adapters.shapes import QueueShape
from services.local.clients import Clients, connected
from services.local.emulator import Emulator
from services.local.function_shapes import FunctionShape
from services.local.functions import Function
from services.local.mapping import AnswerInvalid, EventSourceMapping, failed_items
from services.local.receipts import Receipts
from services.local.resources import Resources, create_resources, queue_arn, queue_url
from tests.fixtures.processes import wait_for

pytestmark = pytest.mark.emulator


@dataclass
class Line:
    """A queue with its dead letters and a toy function at its end."""

    clients: Clients
    endpoint: str
    names: Resources
    directory: Path

    @property
    def url(self) -> str:
        return queue_url(self.endpoint, self.names.queue)

    def send(self, do: str | list[str], **more: Any) -> str:
        body = {"do": do, "note": str(self.directory / "notes"), **more}
        return self.clients.sqs.send_message(
            QueueUrl=self.url,
            MessageBody=json.dumps(body),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "toy"}},
        )["MessageId"]

    def deliveries(self) -> list[dict[str, Any]]:
        notes = self.directory / "notes"
        lines = notes.read_text().splitlines() if notes.exists() else []
        return [json.loads(line)["record"] for line in lines]

    def counts(self, *, of: str | None = None) -> list[int]:
        records = [record for record in self.deliveries() if of in (None, record["messageId"])]
        return [int(record["attributes"]["ApproximateReceiveCount"]) for record in records]

    def remaining(self, queue: str | None = None) -> int:
        attributes = self.clients.sqs.get_queue_attributes(
            QueueUrl=queue_url(self.endpoint, queue or self.names.queue),
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return sum(int(count) for count in attributes.values())

    @contextmanager
    def running(
        self, *, batch_size: int = 1, concurrency: int = 4, timeout_s: int = 10
    ) -> Iterator[Function]:
        shape = FunctionShape(
            name="toy-queue",
            handler="tests.fixtures.toy_handlers:queue",
            timeout_s=timeout_s,
            memory_mb=128,
            concurrency=concurrency,
        )
        function = Function(shape, variables=os.environ, log=self.directory / "toy.log")
        mapping = EventSourceMapping(
            queue=self.clients.sqs,
            queue_url=self.url,
            queue_arn=queue_arn(self.names.queue),
            function=function,
            receipts=Receipts(self.directory / "in-flight"),
            batch_size=batch_size,
            maximum_concurrency=concurrency,
        )
        with ExitStack() as ends:
            ends.callback(mapping.join)
            ends.callback(function.close)
            ends.callback(mapping.stop)
            mapping.start()
            yield function


@pytest.fixture
def clients(emulator: Emulator) -> Iterator[Clients]:
    with connected(emulator.url) as clients:
        yield clients


@pytest.fixture
def line(emulator: Emulator, clients: Clients, tmp_path: Path) -> Line:
    return _line(emulator, clients, tmp_path, visibility_timeout_s=1)


@pytest.fixture
def patient_line(emulator: Emulator, clients: Clients, tmp_path: Path) -> Line:
    return _line(emulator, clients, tmp_path, visibility_timeout_s=3_600)


def _line(emulator: Emulator, clients: Clients, directory: Path, *, visibility_timeout_s: int) -> Line:
    shape = QueueShape(
        visibility_timeout_s=visibility_timeout_s,
        retention_s=7_200,
        dead_letter_visibility_timeout_s=60,
        dead_letter_retention_s=14_400,
        max_receives=2,
    )
    queue = f"toys-{uuid4().hex}"
    names = Resources(queue=queue, dead_letter_queue=f"{queue}-dead")
    create_resources(clients, names, queue_shape=shape)
    return Line(clients=clients, endpoint=emulator.url, names=names, directory=directory)


def _settled(line: Line) -> Callable[[], bool]:
    return lambda: bool(line.deliveries()) and line.remaining() == 0


def test_a_message_reaches_the_handler_in_the_shape_of_an_sqs_event_and_is_deleted(line: Line) -> None:
    with line.running():
        message_id = line.send("answer")
        wait_for(_settled(line), what="the message's end")

    (record,) = line.deliveries()
    assert record["messageId"] == message_id
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == queue_arn(line.names.queue)
    assert record["awsRegion"] == "us-east-1"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert {"SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"} <= record["attributes"].keys()
    assert record["messageAttributes"]["kind"]["stringValue"] == "toy"
    assert json.loads(record["body"])["do"] == "answer"
    assert record["receiptHandle"]
    assert record["md5OfBody"]


def test_a_message_reported_as_failed_comes_back_and_the_others_of_its_batch_do_not(line: Line) -> None:
    line.send("answer")
    line.send(["fail", "answer"])
    line.send("answer")

    with line.running(batch_size=10):
        wait_for(_settled(line), what="the messages' end")

    assert sorted(line.counts()) == [1, 1, 1, 2]
    assert line.remaining(line.names.dead_letter_queue) == 0


def test_after_an_error_or_an_invalid_answer_the_whole_batch_comes_back(line: Line) -> None:
    troubles = ("raise", "crash", "hang", "stranger", "garbage")

    with line.running(timeout_s=1, concurrency=5):
        sent = {line.send([trouble, "answer"]): trouble for trouble in troubles}
        wait_for(lambda: len(line.deliveries()) == 10 and line.remaining() == 0, what="the messages' end")

    assert {trouble: line.counts(of=message_id) for message_id, trouble in sent.items()} == {
        trouble: [1, 2] for trouble in troubles
    }


def test_a_message_that_always_fails_ends_in_the_dead_letter_queue(line: Line) -> None:
    with line.running():
        line.send("crash")
        wait_for(lambda: line.remaining(line.names.dead_letter_queue) == 1, what="the dead letter")

    assert line.counts() == [1, 2]


def test_messages_are_worked_on_side_by_side(line: Line) -> None:
    place = line.directory / "place"
    place.mkdir()

    with line.running(concurrency=3):
        for _ in range(3):
            line.send("meet", at=str(place), guests=3)
        wait_for(_settled(line), what="the messages' end")

    assert len(list(place.iterdir())) == 3


def test_messages_in_flight_when_all_was_stopped_go_back_at_once_on_the_next_start(
    patient_line: Line,
) -> None:
    patient_line.send(["hang", "answer"])

    with patient_line.running():
        wait_for(lambda: patient_line.counts() == [1], what="the first delivery")
    with patient_line.running():
        wait_for(_settled(patient_line), what="the message's end")

    assert patient_line.counts() == [1, 2]


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": None}, {"batchItemFailures": []}])
def test_nothing_reported_is_success(answer: Any) -> None:
    assert failed_items(answer, among={"a"}) == frozenset()


@pytest.mark.parametrize(
    "answer",
    [
        "fine",
        [],
        {"batchItemFailures": "a"},
        {"batchItemFailures": ["a"]},
        {"batchItemFailures": [{}]},
        {"batchItemFailures": [{"itemIdentifier": ""}]},
        {"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "of no message"}]},
    ],
)
def test_an_answer_that_is_no_report_is_invalid(answer: Any) -> None:
    with pytest.raises(AnswerInvalid):
        failed_items(answer, among={"a"})
