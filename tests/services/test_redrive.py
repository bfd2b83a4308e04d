"""``fanfolio-admin redrive`` over the emulator: what is dead goes back, nothing is lost, again is no harm."""

from collections.abc import Sequence

import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.messages import ChunkMessage, decode_chunk, encode_chunk
from fanfolio.settings import REQUIRED, variable_of
from services.admin import __main__ as admin
from services.admin.redrive import Redriven, redrive
from services.local.emulator import Emulator
from tests.fixtures.chunks import a_chunk
from tests.fixtures.emulator import QueuePair

pytestmark = pytest.mark.emulator


class BrokenQueue:
    """Takes one batch and then no more."""

    def __init__(self, queue: SqsBookQueue) -> None:
        self._queue = queue
        self._taken = 0

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        if self._taken:
            raise StorageUnavailable("the queue cannot answer for now")
        self._taken += 1
        self._queue.send(messages, delay_s=delay_s)


@pytest.fixture
def queue(aws: Aws, book_queue: QueuePair) -> SqsBookQueue:
    return SqsBookQueue(aws.sqs, queue_url=book_queue.url, clock=SystemClock())


def die(aws: Aws, pair: QueuePair, *bodies: str) -> None:
    for body in bodies:
        aws.sqs.send_message(QueueUrl=pair.dead_letter_url, MessageBody=body)


def chunks_in(aws: Aws, url: str) -> set[int]:
    """The chunks of the messages in a queue, however many answers it takes to see them all."""
    seen: set[int] = set()
    for _ in range(4):
        answer = aws.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        seen |= {decode_chunk(message["Body"]).chunk for message in answer.get("Messages", [])}
    return seen


def left(aws: Aws, url: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    known = aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]  # type: ignore[arg-type]
    return sum(int(known[name]) for name in names)  # type: ignore[index]


def test_dead_messages_go_back_and_are_dead_no_more(
    aws: Aws, book_queue: QueuePair, queue: SqsBookQueue
) -> None:
    die(aws, book_queue, *(encode_chunk(a_chunk(number)) for number in range(13)))

    done = redrive(aws.sqs, queue_url=book_queue.url, queue=queue)

    assert done.messages == 13
    assert left(aws, book_queue.dead_letter_url) == 0
    assert chunks_in(aws, book_queue.url) == set(range(13))
    assert redrive(aws.sqs, queue_url=book_queue.url, queue=queue) == Redriven()


def test_what_dies_half_way_has_lost_nothing(aws: Aws, book_queue: QueuePair, queue: SqsBookQueue) -> None:
    die(aws, book_queue, *(encode_chunk(a_chunk(number)) for number in range(13)))

    with pytest.raises(StorageUnavailable):
        redrive(aws.sqs, queue_url=book_queue.url, queue=BrokenQueue(queue))

    assert left(aws, book_queue.dead_letter_url) == 3
    assert left(aws, book_queue.url) == 10


def test_what_cannot_be_read_stays_where_it_is(aws: Aws, book_queue: QueuePair, queue: SqsBookQueue) -> None:
    die(aws, book_queue, "no message of ours", encode_chunk(a_chunk(1)))

    done = redrive(aws.sqs, queue_url=book_queue.url, queue=queue)

    assert (done.messages, done.unreadable) == (1, 1)
    assert left(aws, book_queue.dead_letter_url) == 1


def test_looking_moves_nothing(aws: Aws, book_queue: QueuePair, queue: SqsBookQueue) -> None:
    die(aws, book_queue, encode_chunk(a_chunk(1)))

    done = redrive(aws.sqs, queue_url=book_queue.url, queue=queue, dry_run=True)

    assert done.messages == 1
    assert left(aws, book_queue.dead_letter_url) == 1
    assert left(aws, book_queue.url) == 0


def test_the_command_says_what_it_did(
    aws: Aws,
    book_queue: QueuePair,
    emulator: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    die(aws, book_queue, encode_chunk(a_chunk(1)), "no message of ours")
    settings = {variable_of(name): "x" for name in REQUIRED}
    settings[variable_of("queue_url")] = book_queue.url
    for name, value in {**settings, **emulator.environment}.items():
        monkeypatch.setenv(name, value)

    assert admin.main(["redrive"]) == 0

    said = capsys.readouterr().err
    assert "sent back to the workers: 1, with 2 books" in said
    assert "cannot read them: 1" in said
