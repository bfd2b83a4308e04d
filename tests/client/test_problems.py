"""The error tree mirrors the problem types of the API one to one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fanfolio_client import errors
from fanfolio_client.answers import problem_of
from fanfolio_client.wire import Answer

OPENAPI = json.loads(Path("docs/openapi.json").read_text())
METHODS = ("get", "post", "delete")

# Of no operation, because they answer requests that are none.
OF_THE_PROTOCOL = {"/problems/not-found", "/problems/method-not-allowed"}


def examples() -> Iterator[dict[str, Any]]:
    """Every example of a problem in the API's description."""
    for path in OPENAPI["paths"].values():
        for operation in (path[method] for method in METHODS if method in path):
            for response in operation["responses"].values():
                content = response.get("content", {}).get("application/problem+json", {})
                yield from (example["value"] for example in content.get("examples", {}).values())


PROBLEMS = {problem["type"]: problem for problem in examples()}


def classes(parent: type[errors.Problem] = errors.Problem) -> Iterator[type[errors.Problem]]:
    for cls in parent.__subclasses__():
        yield cls
        yield from classes(cls)


def answered(problem: dict[str, Any], **headers: str) -> Answer:
    named = {"content-type": "application/problem+json", **headers}
    return Answer(status=problem["status"], headers=named, content=json.dumps(problem).encode())


def test_every_problem_type_has_one_class_and_every_class_a_problem_type() -> None:
    types = [cls.type for cls in classes()]

    assert sorted(types) == sorted(PROBLEMS.keys() | OF_THE_PROTOCOL)


def test_classes_are_named_like_their_types() -> None:
    for cls in classes():
        named = "".join(word.capitalize() for word in cls.type.removeprefix("/problems/").split("-"))
        assert cls.__name__ == named


@pytest.mark.parametrize("kind", sorted(PROBLEMS))
def test_a_problem_becomes_its_exception_with_everything_it_says(kind: str) -> None:
    problem = PROBLEMS[kind]

    error = problem_of(answered(problem, **{"retry-after": "5"}))

    assert isinstance(error, errors.Problem)
    assert type(error).type == kind
    assert (str(error), error.title, error.status) == (problem["detail"], problem["title"], problem["status"])
    assert error.retry_after_s == 5
    assert [fault.advice for fault in error.errors] == [
        fault["advice"] for fault in problem.get("errors") or ()
    ]


def test_a_type_that_this_version_does_not_know_is_a_problem_all_the_same() -> None:
    error = problem_of(answered({"type": "/problems/new", "title": "T", "status": 418, "detail": "D"}))

    assert type(error) is errors.Problem


@pytest.mark.parametrize(
    ("status", "kind"),
    [(413, errors.ContentTooLarge), (429, errors.TooManyRequests), (502, errors.Unavailable)],
)
def test_what_a_gateway_says_in_its_own_words_is_known_by_its_status(status: int, kind: type) -> None:
    assert type(problem_of(Answer(status=status, headers={}, content=b'{"message":"no"}'))) is kind


def test_any_other_refusal_is_not_fanfolios() -> None:
    error = problem_of(Answer(status=404, headers={"content-type": "text/html"}, content=b"<h1>nginx</h1>"))

    assert type(error) is errors.UnexpectedAnswer


def test_the_tree_is_drawn_as_it_is() -> None:
    drawn = errors.__doc__ or ""

    for cls in (*classes(), *errors.FanfolioError.__subclasses__()):
        assert f"── {cls.__name__}" in drawn
