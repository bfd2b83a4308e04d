"""Who may do what: no action and no resource is left to a star, but where AWS has no name for it."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.fixtures.synthesised import Synthesised

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
        ("Api", ["fanfolio-test-orchestrator"]),
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


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _tail(arn: dict[str, Any]) -> str:
    parts: Iterable[Any] = arn["Fn::Join"][1]
    return str(list(parts)[-1])
