"""Who may do what: no action and no resource is left to a star, but where AWS has no name for it."""

from collections.abc import Iterable
from typing import Any

import pytest

from fanfolio.adapters.shapes import OPEN_JOBS_INDEX
from tests.fixtures.synthesised import Synthesised

# What an event source mapping needs, and the worker itself while it has a message in hand.
_CONSUMING = {
    "sqs:ReceiveMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueUrl",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
}

BOTH = pytest.mark.parametrize("name", ["plain", "everything"])


@BOTH
def test_no_statement_allows_all_actions_of_anything(name: str, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    for policy, statement in stack.statements():
        if statement["Effect"] == "Allow":
            assert not [action for action in _listed(statement["Action"]) if "*" in action], policy


@BOTH
def test_only_tracing_is_allowed_on_all_resources(name: str, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    on_everything = {
        action
        for _, statement in stack.statements()
        if statement["Effect"] == "Allow" and "*" in _listed(statement.get("Resource", []))
        for action in _listed(statement["Action"])
    }

    tracing = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
    assert on_everything == (tracing if name == "everything" else set())


@pytest.mark.parametrize(
    ("function", "started"),
    [
        ("Api", ["fanfolio-test-orchestrator", "fanfolio-test-aggregator"]),
        ("Orchestrator", ["fanfolio-test-aggregator"]),
        ("Sweep", ["fanfolio-test-orchestrator", "fanfolio-test-aggregator"]),
        ("Worker", []),
        ("Aggregator", []),
        ("DeadLetters", []),
    ],
)
def test_a_function_starts_only_those_that_are_its_to_start(
    plain: Synthesised, function: str, started: list[str]
) -> None:
    arns = [
        arn
        for policy, statement in plain.statements()
        if policy.startswith(f"Functions{function}Role")
        and "lambda:InvokeFunction" in _listed(statement["Action"])
        for arn in _listed(statement["Resource"])
    ]

    assert [_tail(arn) for arn in arns] == [f":function:{name}" for name in started]


@pytest.mark.parametrize(
    ("function", "actions"),
    [
        ("Api", {"sqs:SendMessage", "sqs:GetQueueAttributes"}),
        ("Orchestrator", {"sqs:SendMessage"}),
        ("Worker", _CONSUMING | {"sqs:SendMessage"}),
        ("DeadLetters", {"sqs:SendMessage"}),
        ("Aggregator", set()),
        ("Sweep", set()),
    ],
)
def test_a_function_does_to_the_queue_what_its_adapter_does(
    plain: Synthesised, function: str, actions: set[str]
) -> None:
    assert _allowed_on(plain, function, "QueueingBooks") == actions


@pytest.mark.parametrize(
    ("function", "prefixes"),
    [
        ("Api", {"jobs/*", "uploads/*"}),
        ("Orchestrator", {"jobs/*"}),
        ("Worker", {"jobs/*"}),
        ("DeadLetters", {"jobs/*"}),
        ("Aggregator", {"jobs/*"}),
        ("Sweep", {"jobs/*"}),
    ],
)
def test_only_the_front_door_reaches_files_that_wait_for_a_job(
    plain: Synthesised, function: str, prefixes: set[str]
) -> None:
    reached = {
        _tail(arn).removeprefix("/")
        for statement in _of_function(plain, function)
        if "s3:GetObject" in _listed(statement["Action"])
        for arn in _listed(statement["Resource"])
    }

    assert reached == prefixes


def test_the_check_of_health_may_look_at_the_shared_pace(plain: Synthesised) -> None:
    assert _allowed_on(plain, "Api", "StorageCache") == {"dynamodb:GetItem"}


def test_only_the_sweep_and_the_check_of_health_list_open_jobs(plain: Synthesised) -> None:
    listing = {
        policy.partition("Role")[0]
        for policy, statement in plain.statements()
        if f"/index/{OPEN_JOBS_INDEX}" in str(statement.get("Resource"))
    }

    assert listing == {"FunctionsApi", "FunctionsSweep"}


def test_only_the_worker_writes_into_the_catalogue_cache(plain: Synthesised) -> None:
    cache = next(name for name in plain.resources("AWS::DynamoDB::Table") if name.startswith("StorageCache"))

    writing = {
        policy.partition("Role")[0]
        for policy, statement in plain.statements()
        if cache in str(statement.get("Resource")) and statement["Action"] != "dynamodb:GetItem"
    }

    assert writing == {"FunctionsWorker"}


def test_every_function_has_a_role_of_its_own(plain: Synthesised) -> None:
    roles = [str(one["Role"]) for one in plain.resources("AWS::Lambda::Function").values()]

    assert len(set(roles)) == len(roles) == 6


@BOTH
def test_no_function_has_a_policy_that_aws_may_widen(name: str, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    managed = {
        role: properties["ManagedPolicyArns"]
        for role, properties in stack.resources("AWS::IAM::Role").items()
        if "ManagedPolicyArns" in properties
    }

    assert [role for role in managed if not role.startswith("Rollout")] == []


def _of_function(stack: Synthesised, function: str) -> list[dict[str, Any]]:
    return [one for policy, one in stack.statements() if policy.startswith(f"Functions{function}Role")]


def _allowed_on(stack: Synthesised, function: str, resource: str) -> set[str]:
    """The actions that a function may take on the resource itself whose logical id begins so."""
    return {
        action
        for statement in _of_function(stack, function)
        for arn in _listed(statement["Resource"])
        if str(arn.get("Fn::GetAtt", [""])[0]).startswith(resource)
        for action in _listed(statement["Action"])
    }


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _tail(arn: dict[str, Any]) -> str:
    parts: Iterable[Any] = arn["Fn::Join"][1]
    return str(list(parts)[-1])
