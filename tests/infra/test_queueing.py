"""The queue: time enough to retry, dead letters, and what the one-machine runtime creates, too."""

import json

import pytest

from fanfolio.adapters.shapes import BOOK_QUEUE
from tests.fixtures.synthesised import Synthesised


def test_a_message_stays_invisible_six_times_as_long_as_its_function_may_take(plain: Synthesised) -> None:
    for function, queue in (("worker", "QueueingBooks"), ("dead-letters", "QueueingDeadLetters")):
        assert _queue(plain, queue)["VisibilityTimeout"] >= 6 * plain.function(function)["Timeout"]


def test_the_queue_is_what_the_adapters_declare(plain: Synthesised) -> None:
    books, dead_letters = _queue(plain, "QueueingBooks"), _queue(plain, "QueueingDeadLetters")

    declared = BOOK_QUEUE.attributes(dead_letter_arn="any")
    assert str(books["VisibilityTimeout"]) == declared["VisibilityTimeout"]
    assert str(books["MessageRetentionPeriod"]) == declared["MessageRetentionPeriod"]
    assert (
        books["RedrivePolicy"]["maxReceiveCount"] == json.loads(declared["RedrivePolicy"])["maxReceiveCount"]
    )
    declared = BOOK_QUEUE.dead_letter_attributes()
    assert str(dead_letters["VisibilityTimeout"]) == declared["VisibilityTimeout"]
    assert str(dead_letters["MessageRetentionPeriod"]) == declared["MessageRetentionPeriod"]


def test_what_is_received_too_often_goes_to_the_dead_letters(plain: Synthesised) -> None:
    redrive = _queue(plain, "QueueingBooks")["RedrivePolicy"]

    assert redrive["maxReceiveCount"] >= 5
    assert redrive["deadLetterTargetArn"]["Fn::GetAtt"][0].startswith("QueueingDeadLetters")


def test_queues_are_encrypted_and_take_nothing_without_tls(plain: Synthesised) -> None:
    queues = plain.resources("AWS::SQS::Queue")

    assert len(queues) == 3
    assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())
    refusing = [
        policy
        for policy, statement in plain.statements()
        if statement["Effect"] == "Deny"
        and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
        and policy.startswith("Queueing")
    ]
    assert len(refusing) == 3


@pytest.mark.parametrize("queue", ["QueueingBooks", "QueueingDeadLetters"])
def test_one_message_is_one_invocation_and_failures_are_reported_one_by_one(
    plain: Synthesised, queue: str
) -> None:
    mapping = _mapping(plain, queue)

    assert mapping["BatchSize"] == 1
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert "MaximumBatchingWindowInSeconds" not in mapping


def test_concurrency_is_capped_unless_pollers_are_provisioned(
    plain: Synthesised, everything: Synthesised
) -> None:
    capped, provisioned = _mapping(plain, "QueueingBooks"), _mapping(everything, "QueueingBooks")

    assert capped["ScalingConfig"] == {"MaximumConcurrency": 50}
    assert "ProvisionedPollerConfig" not in capped
    assert provisioned["ProvisionedPollerConfig"] == {"MinimumPollers": 3, "MaximumPollers": 4}
    assert "ScalingConfig" not in provisioned


def _queue(stack: Synthesised, prefix: str) -> dict:
    (queue,) = (one for name, one in stack.resources("AWS::SQS::Queue").items() if name.startswith(prefix))
    return queue


def _mapping(stack: Synthesised, queue: str) -> dict:
    (mapping,) = (
        one
        for one in stack.resources("AWS::Lambda::EventSourceMapping").values()
        if one["EventSourceArn"]["Fn::GetAtt"][0].startswith(queue)
    )
    return mapping
