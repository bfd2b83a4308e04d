"""The in-memory queue behaves like SQS at its far end too: faults found with it are faults there."""

import pytest

from fanfolio.adapters.memory import FakeClock, MemoryBookQueue
from fanfolio.messages import decode_chunk
from tests.fixtures.chunks import a_chunk


@pytest.fixture
def queue(clock: FakeClock) -> MemoryBookQueue:
    return MemoryBookQueue(clock, max_receives=2)


def test_a_received_message_is_hidden_until_its_timeout(queue: MemoryBookQueue, clock: FakeClock) -> None:
    queue.send([a_chunk()])
    queue.receive(visibility_timeout_s=30)

    clock.advance(29)
    assert queue.receive() == []
    clock.advance(1)

    (again,) = queue.receive()
    assert again.receives == 2


def test_a_deleted_message_never_comes_again(queue: MemoryBookQueue, clock: FakeClock) -> None:
    queue.send([a_chunk()])
    (received,) = queue.receive()

    queue.delete(received.receipt)
    queue.delete(received.receipt)

    clock.advance(1_000)
    assert queue.receive() == []
    assert len(queue) == 0


def test_a_receipt_is_worth_nothing_once_the_message_was_delivered_again(
    queue: MemoryBookQueue, clock: FakeClock
) -> None:
    queue.send([a_chunk()])
    (first,) = queue.receive(visibility_timeout_s=1)
    clock.advance(1)
    queue.receive()

    queue.delete(first.receipt)

    assert len(queue) == 1


def test_a_message_given_back_is_visible_at_once(queue: MemoryBookQueue) -> None:
    queue.send([a_chunk()])
    (received,) = queue.receive()

    queue.hide(received.receipt, visibility_timeout_s=0)

    assert len(queue.receive()) == 1


def test_a_message_received_too_often_moves_to_the_dead_letters(
    queue: MemoryBookQueue, clock: FakeClock
) -> None:
    queue.send([a_chunk(7)])
    for _ in range(2):
        assert len(queue.receive(visibility_timeout_s=1)) == 1
        clock.advance(1)

    assert queue.receive() == []
    assert len(queue) == 0
    assert queue.dead_letters is not None
    (dead,) = queue.dead_letters.receive()
    assert decode_chunk(dead.body) == a_chunk(7)


def test_a_dead_letter_is_delivered_until_it_is_deleted(queue: MemoryBookQueue, clock: FakeClock) -> None:
    assert queue.dead_letters is not None
    queue.dead_letters.send([a_chunk()])

    for _ in range(20):
        assert len(queue.dead_letters.receive(visibility_timeout_s=1)) == 1
        clock.advance(1)


def test_no_more_messages_come_than_were_asked_for(queue: MemoryBookQueue) -> None:
    queue.send([a_chunk(number) for number in range(5)])

    assert [len(queue.receive(most=3)), len(queue.receive(most=3))] == [3, 2]


def test_the_queue_tells_when_its_next_message_is_visible(queue: MemoryBookQueue, clock: FakeClock) -> None:
    assert queue.seconds_to_next() is None

    queue.send([a_chunk()], delay_s=9)
    assert queue.seconds_to_next() == 9
    clock.advance(20)

    assert queue.seconds_to_next() == 0


def test_the_longest_delay_is_fifteen_minutes(queue: MemoryBookQueue) -> None:
    queue.send([a_chunk()], delay_s=5_000)

    assert queue.seconds_to_next() == 900
