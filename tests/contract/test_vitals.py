"""What a deployment's vitals tell, read from the emulated cloud as the workers leave it."""

import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.dynamo_pacer import DynamoPacer
from fanfolio.adapters.memory import FakeClock
from fanfolio.adapters.pacing import pace_rules
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.adapters.vitals import AwsVitals
from fanfolio.domain.enrichment import Source
from fanfolio.messages import ChunkMessage, WantedBook
from tests.fixtures.emulator import QueuePair

pytestmark = pytest.mark.emulator


@pytest.fixture
def vitals(aws: Aws, book_queue: QueuePair, cache_table: str, clock: FakeClock) -> AwsVitals:
    return AwsVitals(aws.sqs, aws.dynamodb, queue_url=book_queue.url, cache_table=cache_table, clock=clock)


def test_messages_wait_until_they_are_deleted(
    vitals: AwsVitals, aws: Aws, book_queue: QueuePair, clock: FakeClock
) -> None:
    message = ChunkMessage(job_id="1", chunk=0, attempt=1, books=(WantedBook(number=1, title="Quay"),))
    queue = SqsBookQueue(aws.sqs, queue_url=book_queue.url, clock=clock)
    assert vitals.waiting() == 0

    queue.send([message, message])
    queue.send([message], delay_s=60)
    aws.sqs.receive_message(QueueUrl=book_queue.url)

    assert vitals.waiting() == 3


def test_a_catalogue_whose_circuit_is_open_pauses_until_it_closes(
    vitals: AwsVitals, aws: Aws, cache_table: str, clock: FakeClock
) -> None:
    rules = pace_rules(open_library_rate_per_s=3, open_library_burst=10, google_books_per_day=1_000)
    pacer = DynamoPacer(aws.dynamodb, table=cache_table, rules=rules, clock=clock)
    assert vitals.paused() == {}

    for _ in range(4):
        pacer.report(Source.OPEN_LIBRARY, ok=False)

    assert list(vitals.paused()) == [Source.OPEN_LIBRARY]
    assert vitals.paused()[Source.OPEN_LIBRARY] > clock.now()
    clock.advance(3_600)
    assert vitals.paused() == {}
