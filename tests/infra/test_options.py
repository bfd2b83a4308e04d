"""What can be chosen: mistakes are answered by a sentence that names the choice."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.cdk.options import OWN, StackOptions, names
from tests.fixtures.synthesised import EVERYTHING, PLAIN

DEPLOY = Path(__file__).resolve().parents[2] / "docs" / "deploy.md"


def chosen(**changes: str) -> StackOptions:
    """The options of the plain stack with these changes; an empty value takes one away."""
    context: Mapping[str, str] = {**PLAIN, **changes}
    return StackOptions.from_context(context)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stage": ""}, "-c stage is missing: a word of up to 16 letters, such as test."),
        ({"stage": "My Stage"}, "-c stage must be a word"),
        ({"contact": ""}, "-c contact"),
        ({"contact": "nobody"}, "-c contact"),
        ({"booksPerMessage": "101"}, "-c booksPerMessage must be a whole number from 1 to 100"),
        ({"booksPerMessage": "many"}, "-c booksPerMessage is not a whole number"),
        ({"maxConcurrency": "1"}, "-c maxConcurrency must be a whole number from 2 to 1000, not '1'."),
        ({"provisionedPollers": "1"}, "-c provisionedPollers must be a whole number from 2 to 200"),
        (
            {"reservedConcurrency": "49"},
            "-c reservedConcurrency must not be below maxConcurrency (50), not '49'.",
        ),
        (
            {"provisionedPollers": "6", "reservedConcurrency": "59"},
            "-c reservedConcurrency must not be below 10 × provisionedPollers (60), not '59'.",
        ),
        ({"retentionDays": "0"}, "-c retentionDays"),
        ({"architecture": "mips"}, "-c architecture must be arm64 or x86_64, not 'mips'."),
        ({"rollout": "yolo"}, "-c rollout must be all-at-once or canary"),
        ({"tracing": "perhaps"}, "-c tracing must be false or true"),
        ({"googleBooksKey": "AIzaNotAKey"}, "secretsmanager:NAME or ssm:/NAME"),
    ],
)
def test_a_mistake_is_named(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(SystemExit) as refusal:
        chosen(**changes)

    said = str(refusal.value).replace("FANFOLIO_", "")
    assert sentence in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("name", "hint"), [("bookPerMessage", "is -c booksPerMessage meant?"), ("colour", "docs/deploy.md lists")]
)
def test_a_choice_that_is_none_is_refused_and_not_ignored(name: str, hint: str) -> None:
    with pytest.raises(SystemExit, match=rf"-c {name} is not a choice of this stack: {re.escape(hint)}"):
        chosen(**{name: "3"})


def test_what_cdk_itself_keeps_in_the_context_is_let_through() -> None:
    names_of_cdk = {"@aws-cdk/core:target-partitions": ["aws"], "aws:cdk:enable-path-metadata": True}

    assert StackOptions.from_context({**PLAIN, **names_of_cdk}) == chosen()


def test_every_choice_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", DEPLOY.read_text(), re.MULTILINE))

    assert set(OWN) | {"booksPerMessage", "retentionDays"} <= documented <= set(names())


def test_the_key_itself_is_not_repeated_when_it_is_given_by_mistake() -> None:
    with pytest.raises(SystemExit) as refusal:
        chosen(googleBooksKey="AIzaNotAKey")

    assert "AIzaNotAKey" not in str(refusal.value)


def test_every_choice_of_the_deployment_is_known_by_its_name() -> None:
    assert EVERYTHING.keys() <= set(names())


def test_only_production_keeps_its_data() -> None:
    assert chosen(stage="prod").keeps_data
    assert not chosen(stage="test").keeps_data


@pytest.mark.parametrize(("reserved", "most"), [("", 30), ("30", 3), ("49", 4), ("1000", 30)])
def test_there_are_never_more_pollers_than_workers_reserved_for_what_they_call(
    reserved: str, most: int
) -> None:
    options = chosen(provisionedPollers="3", reservedConcurrency=reserved)

    assert options.most_pollers == most
