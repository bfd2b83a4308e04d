"""What can be chosen: mistakes are answered by a sentence that names the choice."""

from collections.abc import Mapping

import pytest

from infra.cdk.options import StackOptions, names
from tests.fixtures.synthesised import EVERYTHING, PLAIN


def chosen(**changes: str) -> StackOptions:
    """The options of the plain stack with these changes; an empty value takes one away."""
    context: Mapping[str, str] = {**PLAIN, **changes}
    return StackOptions.from_context(context.get)


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


def test_the_key_itself_is_not_repeated_when_it_is_given_by_mistake() -> None:
    with pytest.raises(SystemExit) as refusal:
        chosen(googleBooksKey="AIzaNotAKey")

    assert "AIzaNotAKey" not in str(refusal.value)


def test_every_choice_of_the_deployment_is_known_by_its_name() -> None:
    assert EVERYTHING.keys() <= set(names())


def test_only_production_keeps_its_data() -> None:
    assert chosen(stage="prod").keeps_data
    assert not chosen(stage="test").keeps_data
