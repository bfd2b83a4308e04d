"""What every queue of books promises."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.memory import FakeClock, MemoryBookQueue
from fanfolio.adapters.sqs import SqsBookQueue
from fanfolio.messages import ChunkMessage, decode_chunk
from fanfolio.ports import BookQueue
from tests.fixtures.chunks import a_chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue and its far end: ``receive`` waits so many seconds for the first message, and takes what is visible."""

    queue: BookQueue
    receive: Callable[[int], list[ChunkMessage]]


@pytest.fixture(params=["memory", pytest.param("sqs", marks=pytest.mark.emulator)])
def ends(request: pytest.FixtureRequest) -> Queue:
    if request.param == "memory":
        return _memory()
    client, url = request.getfixturevalue("aws").sqs, request.getfixturevalue("book_queue").url

    def receive(wait_s: int) -> list[ChunkMessage]:
        received: list[ChunkMessage] = []
        while True:
            answer = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=wait_s)
            bodies = [message["Body"] for message in answer.get("Messages", [])]
            if not bodies:
                return received
            received += map(decode_chunk, bodies)
            wait_s = 0

    return Queue(queue=SqsBookQueue(client, queue_url=url, clock=SystemClock()), receive=receive)


def _memory() -> Queue:
    clock = FakeClock()
    memory = MemoryBookQueue(clock)

    def receive(wait_s: int) -> list[ChunkMessage]:
        clock.advance(wait_s)
        return [decode_chunk(message.body) for message in memory.receive(most=10_000)]

    return Queue(queue=memory, receive=receive)


class TestBookQueue:
    def test_a_message_arrives_as_it_was_sent(self, ends: Queue) -> None:
        message = a_chunk(title='Ünïcode 読書 \N{BOOKS} "quoted" <&>')

        ends.queue.send([message])

        assert ends.receive(0) == [message]

    @pytest.mark.parametrize("count", [10, 11, 25, 64])
    def test_every_message_arrives_once_in_whatever_order(self, ends: Queue, count: int) -> None:
        messages = [a_chunk(number) for number in range(count)]

        ends.queue.send(messages)

        assert sorted(ends.receive(0), key=lambda message: message.chunk) == messages

    def test_sending_nothing_is_nothing(self, ends: Queue) -> None:
        ends.queue.send([])

        assert ends.receive(0) == []

    def test_messages_too_large_for_one_batch_all_arrive(self, ends: Queue) -> None:
        messages = [a_chunk(number, books=100, title="x" * 2_500) for number in range(6)]

        ends.queue.send(messages)

        assert sorted(ends.receive(0), key=lambda message: message.chunk) == messages

    def test_a_delayed_message_arrives_after_its_delay(self, ends: Queue) -> None:
        message = a_chunk()

        ends.queue.send([message], delay_s=1)

        assert ends.receive(0) == []
        assert ends.receive(2) == [message]

    def test_a_delay_longer_than_queues_know_is_cut(self, ends: Queue) -> None:
        ends.queue.send([a_chunk()], delay_s=5_000)

        assert ends.receive(0) == []

    def test_a_delay_below_nothing_is_none(self, ends: Queue) -> None:
        ends.queue.send([a_chunk()], delay_s=-3)

        assert ends.receive(0) == [a_chunk()]
