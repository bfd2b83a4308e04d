"""The faulty wire does to calls what it says, and nothing when it is calm."""

from collections.abc import Iterator
from random import Random

import pytest

from bench.fault_harness.real import wire
from bench.fault_harness.real.wire import Disorder, Wire
from fanfolio.adapters.aws import Aws
from fanfolio.adapters.memory import FakeClock
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.domain.errors import StorageUnavailable
from services.local.emulator import Emulator
from tests.fixtures.chunks import a_chunk
from tests.fixtures.emulator import QueuePair
from tests.fixtures.scripted_aws import aws_at

pytestmark = pytest.mark.emulator


@pytest.fixture
def disorder(monkeypatch: pytest.MonkeyPatch) -> Disorder:
    """Nothing goes wrong but what a test asks for."""
    monkeypatch.setattr(wire, "_LIKELIHOODS", dict.fromkeys(wire._LIKELIHOODS, 0.0))
    monkeypatch.setattr(wire, "_HALVED", 0.0)
    monkeypatch.setattr(wire, "_OUTAGE_EVERY_S", 1e12)
    return Disorder(dice=Random(1))


@pytest.fixture
def through_the_wire(emulator: Emulator, disorder: Disorder) -> Iterator[Aws]:
    proxies = Wire(disorder)
    yield aws_at(proxies.in_front_of(emulator.url))
    proxies.close()


def messages_in(aws: Aws, pair: QueuePair) -> int:
    known = aws.sqs.get_queue_attributes(QueueUrl=pair.url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(known["Attributes"]["ApproximateNumberOfMessages"])


def test_a_calm_wire_is_no_wire(through_the_wire: Aws, aws: Aws, bucket: str) -> None:
    objects, straight = S3Objects(through_the_wire.s3, bucket=bucket), S3Objects(aws.s3, bucket=bucket)

    objects.put("a.json", b"{}", content_type="application/json")

    assert straight.get("a.json") == objects.get("a.json") == b"{}"
    assert objects.size("a.json") == 2


def test_what_half_a_batch_was_refused_is_sent_again(
    through_the_wire: Aws,
    aws: Aws,
    book_queue: QueuePair,
    disorder: Disorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "_HALVED", 1.0)
    queue = SqsBookQueue(through_the_wire.sqs, queue_url=book_queue.url, clock=FakeClock())

    queue.send([a_chunk(number) for number in range(10)])

    assert messages_in(aws, book_queue) == 10
    assert disorder.counts["SQS", wire.HALVED] == 4


@pytest.mark.parametrize(("fault", "stored"), [(wire.LOST, True), (wire.CUT, False), (wire.REFUSED, False)])
def test_a_call_without_an_answer_is_an_outage_whether_it_was_carried_out_or_not(
    through_the_wire: Aws, aws: Aws, bucket: str, fault: str, stored: bool
) -> None:
    wire._LIKELIHOODS[fault] = 1.0
    objects, straight = S3Objects(through_the_wire.s3, bucket=bucket), S3Objects(aws.s3, bucket=bucket)

    with pytest.raises(StorageUnavailable):
        objects.put("a.json", b"{}", content_type="application/json")

    assert list(straight.keys("")) == (["a.json"] if stored else [])
