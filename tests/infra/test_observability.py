"""Dashboard and alarms: only metrics that somebody emits, and an answer in the runbook to every alarm."""

import json
import re
from pathlib import Path

import pytest

from fanfolio.metrics import METRICS
from fanfolio.observability import NAMESPACE
from infra.cdk.metrics import Metrics
from tests.fixtures.synthesised import Synthesised

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"
OURS = {
    "dead-letters",
    "books-given-up",
    "failed-starts",
    "oldest-message",
    "job-p95",
    "errors",
    "stuck-jobs",
    "unreadable-jobs",
    "sweep-errors",
    "worker-errors",
}


def test_every_alarm_has_a_section_in_the_runbook_and_says_so(plain: Synthesised) -> None:
    alarms = {
        one["AlarmName"].removeprefix("fanfolio-test-"): one["AlarmDescription"]
        for one in plain.resources("AWS::CloudWatch::Alarm").values()
    }
    sections = set(re.findall(r"^## ([a-z0-9-]+)$", RUNBOOK.read_text(), re.MULTILINE))

    assert alarms.keys() == OURS == sections
    for name, description in alarms.items():
        assert description.endswith(f"docs/runbook.md#{name}")


def test_alarms_reach_whoever_wants_them_and_nobody_else(plain: Synthesised, everything: Synthesised) -> None:
    plain.template.resource_count_is("AWS::SNS::Topic", 0)
    everything.template.has_resource_properties(
        "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": "alarms@example.org"}
    )
    for alarm in everything.resources("AWS::CloudWatch::Alarm").values():
        assert len(alarm["AlarmActions"]) == 1


def test_cloudwatch_may_publish_alarms(everything: Synthesised) -> None:
    allowed = [
        statement
        for _, statement in everything.statements()
        if statement["Effect"] == "Allow" and statement["Action"] == "sns:Publish"
    ]

    assert [one["Principal"] for one in allowed] == [{"Service": "cloudwatch.amazonaws.com"}]


def test_dashboard_and_alarms_show_every_metric_of_the_services_and_no_other(plain: Synthesised) -> None:
    text = _dashboard(plain) + json.dumps(plain.resources("AWS::CloudWatch::Alarm"))
    shown = set(re.findall(rf'"{NAMESPACE}","(\w+)"', text))
    alarmed = {
        one["MetricName"]
        for one in plain.resources("AWS::CloudWatch::Alarm").values()
        if one.get("Namespace") == NAMESPACE
    }

    assert shown | alarmed == METRICS.keys()


def test_the_dashboard_answers_what_the_design_asks(plain: Synthesised) -> None:
    text = _dashboard(plain)

    for title in (
        "Seconds from upload to dashboard",
        "Books settled a second",
        "Share of books matched",
        "Functions at work",
        "Queue: messages, and the oldest one's age",
        "Errors and throttles",
        "Dead letters",
        "Catalogues",
        "Cost",
    ):
        assert title in text, title


def test_a_metric_that_nobody_emits_cannot_be_shown() -> None:
    with pytest.raises(KeyError):
        Metrics("test")("BooksEaten")


def _dashboard(stack: Synthesised) -> str:
    (dashboard,) = stack.resources("AWS::CloudWatch::Dashboard").values()
    parts = dashboard["DashboardBody"]["Fn::Join"][1]
    return "".join(part if isinstance(part, str) else "…" for part in parts)
