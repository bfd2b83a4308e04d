"""The functions: the same as on one machine, sized, settled in their environment, and started as they should be."""

from dataclasses import fields

import pytest
from aws_cdk.assertions import Match

from fanfolio.settings import REQUIRED, Settings, variable_of
from services.local.function_shapes import FUNCTIONS, SWEEP_EVERY_S, FunctionShape
from tests.fixtures.synthesised import Synthesised

NAMES = ("api", "orchestrator", "aggregator", "sweep", "worker", "dead-letters")
VARIABLES = {variable_of(field.name) for field in fields(Settings)}
ONE_PROCESSOR_MB = 1769


@pytest.mark.parametrize("shape", FUNCTIONS, ids=lambda shape: shape.name)
def test_a_function_is_what_one_machine_runs(plain: Synthesised, shape: FunctionShape) -> None:
    function = plain.function(shape.name.removeprefix("fanfolio-"))

    assert function["ImageConfig"] == {"Command": [shape.handler.replace(":", ".")]}
    assert function["Timeout"] == shape.timeout_s
    assert function["MemorySize"] == shape.memory_mb


@pytest.mark.parametrize("name", NAMES)
def test_a_function_gets_every_required_setting_and_none_that_is_unknown(
    plain: Synthesised, everything: Synthesised, name: str
) -> None:
    for stack in (plain, everything):
        given = stack.function(name)["Environment"]["Variables"].keys()

        assert {variable_of(one) for one in REQUIRED} <= given <= VARIABLES


def test_functions_that_are_named_in_settings_exist(plain: Synthesised) -> None:
    names = {one["FunctionName"] for one in plain.resources("AWS::Lambda::Function").values()}
    variables = plain.function("api")["Environment"]["Variables"]

    for setting in ("orchestrator_function", "aggregator_function"):
        assert variables[variable_of(setting)] in names


def test_choices_reach_the_functions_as_settings(everything: Synthesised) -> None:
    variables = everything.function("orchestrator")["Environment"]["Variables"]

    assert variables[variable_of("stage")] == "prod"
    assert variables[variable_of("contact")] == "you@example.org"
    assert variables[variable_of("books_per_message")] == "50"
    assert variables[variable_of("retention_days")] == "10"


def test_the_key_for_google_books_is_in_no_template_and_only_the_worker_gets_it(
    everything: Synthesised,
) -> None:
    variable = variable_of("google_books_key")
    having = {
        name: everything.function(name)["Environment"]["Variables"].get(variable)
        for name in NAMES
        if variable in everything.function(name)["Environment"]["Variables"]
    }

    assert having == {"worker": "{{resolve:secretsmanager:fanfolio/google:SecretString:::}}"}


def test_the_worker_has_a_whole_processor(plain: Synthesised) -> None:
    assert plain.function("worker")["MemorySize"] >= ONE_PROCESSOR_MB


@pytest.mark.parametrize(("name", "architecture"), [("plain", "arm64"), ("everything", "x86_64")])
def test_all_functions_have_the_chosen_architecture(
    name: str, architecture: str, request: pytest.FixtureRequest
) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    for function in stack.resources("AWS::Lambda::Function").values():
        assert function["Architectures"] == [architecture]


def test_functions_that_differ_only_in_their_handler_share_an_image(plain: Synthesised) -> None:
    images = {name: str(plain.function(name)["Code"]) for name in NAMES}

    assert images["api"] == images["orchestrator"]
    assert images["aggregator"] == images["sweep"]
    assert images["worker"] == images["dead-letters"]
    assert len(set(images.values())) == 3


def test_reserved_concurrency_is_only_for_the_worker_and_only_by_choice(
    plain: Synthesised, everything: Synthesised
) -> None:
    reserved = {name: everything.function(name).get("ReservedConcurrentExecutions") for name in NAMES}

    assert reserved == dict.fromkeys(NAMES) | {"worker": 40}
    assert not any("ReservedConcurrentExecutions" in plain.function(name) for name in NAMES)


@pytest.mark.parametrize("name", ["worker", "dead-letters"])
def test_lambda_does_not_take_books_that_come_back_for_an_endless_loop(plain: Synthesised, name: str) -> None:
    assert plain.function(name)["RecursiveLoop"] == "Allow"


@pytest.mark.parametrize(("name", "days"), [("plain", 30), ("everything", 7)])
def test_every_log_is_kept_for_as_long_as_a_job_at_most(
    name: str, days: int, request: pytest.FixtureRequest
) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    kept = [group["RetentionInDays"] for group in stack.resources("AWS::Logs::LogGroup").values()]

    assert kept == [days] * (len(NAMES) + 1)


def test_the_sweep_comes_every_minute(plain: Synthesised) -> None:
    assert SWEEP_EVERY_S == 60
    plain.template.has_resource_properties(
        "AWS::Events::Rule", {"ScheduleExpression": "rate(1 minute)", "State": "ENABLED"}
    )


def test_a_start_that_fails_for_good_is_kept(plain: Synthesised) -> None:
    plain.template.resource_count_is("AWS::Lambda::EventInvokeConfig", 3)
    plain.template.all_resources_properties(
        "AWS::Lambda::EventInvokeConfig",
        {
            "DestinationConfig": {"OnFailure": {"Destination": Match.any_value()}},
            "MaximumRetryAttempts": Match.any_value(),
            "MaximumEventAgeInSeconds": Match.any_value(),
        },
    )


@pytest.mark.parametrize(("name", "mode"), [("plain", None), ("everything", {"Mode": "Active"})])
def test_tracing_is_a_choice(name: str, mode: dict | None, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    for function in NAMES:
        assert stack.function(function).get("TracingConfig") == mode


def test_a_new_worker_comes_in_gradually_and_goes_back_out_on_an_alarm(everything: Synthesised) -> None:
    everything.template.has_resource_properties(
        "AWS::CodeDeploy::DeploymentGroup",
        {
            "AlarmConfiguration": {"Enabled": True, "Alarms": Match.any_value()},
            "AutoRollbackConfiguration": {
                "Enabled": True,
                "Events": Match.array_with(["DEPLOYMENT_STOP_ON_ALARM"]),
            },
            "DeploymentConfigName": "CodeDeployDefault.LambdaCanary10Percent5Minutes",
        },
    )
    (mapping,) = (
        one
        for one in everything.resources("AWS::Lambda::EventSourceMapping").values()
        if one["EventSourceArn"]["Fn::GetAtt"][0].startswith("QueueingBooks")
    )
    aliases = everything.resources("AWS::Lambda::Alias")
    assert "live" in str(mapping["FunctionName"]) or any(
        name in str(mapping["FunctionName"]) for name in aliases
    )


def test_without_that_choice_there_is_no_roll_out(plain: Synthesised) -> None:
    plain.template.resource_count_is("AWS::CodeDeploy::DeploymentGroup", 0)
    plain.template.resource_count_is("AWS::Lambda::Alias", 0)
