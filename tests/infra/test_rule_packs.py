"""Both rule packs: nothing found that is not acknowledged, nothing acknowledged without a reason."""

import json
from pathlib import Path

import pytest
from aws_cdk import App, aws_sqs

from infra.cdk.app import build
from tests.fixtures.synthesised import PLAIN, Synthesised

PACKS = {"AwsSolutions", "Serverless"}


@pytest.mark.parametrize("name", ["plain", "everything"])
def test_the_packs_find_nothing_that_is_not_acknowledged(name: str, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    assert stack.reports.keys() >= PACKS
    assert {pack: stack.reports[pack]["violations"] for pack in PACKS} == {pack: [] for pack in PACKS}


def test_the_packs_do_look(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), context=dict(PLAIN), analytics_reporting=False)
    aws_sqs.Queue(build(app), "QueueWithoutDeadLetters")

    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()

    reports = json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"]
    found = {violation["ruleName"] for report in reports for violation in report["violations"]}
    assert {"AwsSolutions-SQS3", "AwsSolutions-SQS4", "Serverless-SQSRedrivePolicy"} <= found


@pytest.mark.parametrize("name", ["plain", "everything"])
def test_every_acknowledgement_says_why_in_a_sentence(name: str, request: pytest.FixtureRequest) -> None:
    stack: Synthesised = request.getfixturevalue(name)

    reasons = [one["reason"] for report in stack.reports.values() for one in report["suppressedViolations"]]

    assert reasons
    assert all(reason.endswith(".") and len(reason.split()) >= 8 for reason in reasons)
