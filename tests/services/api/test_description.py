"""The API's description: OpenAPI 3.1 for programs, a page for people, and examples that are true."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.api.problem_kinds import all_kinds
from tests.fixtures.asgi import AsgiClient

DESCRIPTION: dict[str, Any] = json.loads(Path("docs/openapi.json").read_text(encoding="utf-8"))
DASHBOARD_SCHEMA = json.loads(Path("docs/dashboard.schema.json").read_text(encoding="utf-8"))


def operations() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in DESCRIPTION["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def answers_with_content() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every media type of every answer, by a name for test reports."""
    for _, _, operation in operations():
        for status, answer in operation["responses"].items():
            for media_type, content in answer.get("content", {}).items():
                yield f"{operation['operationId']} {status} {media_type}", content


ANSWERS = dict(answers_with_content())


def examples_of(content: Mapping[str, Any]) -> list[Any]:
    named = [example["value"] for example in content.get("examples", {}).values()]
    return [*named, content["example"]] if "example" in content else named


def test_it_is_openapi_3_1_and_served_as_it_is_committed(client: AsgiClient) -> None:
    assert DESCRIPTION["openapi"].startswith("3.1.")
    assert client.get("/openapi.json").json() == DESCRIPTION


def test_operations_have_short_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+[A-Z][A-Za-z]{2,12}", name) for name in names), names


def test_operations_and_parameters_are_described() -> None:
    for path, method, operation in operations():
        assert operation["description"].endswith("."), (path, method)
        for parameter in operation.get("parameters", []):
            assert parameter["description"].endswith("."), (path, parameter["name"])


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_an_example_that_its_schema_allows(name: str) -> None:
    examples = examples_of(ANSWERS[name])
    schema = {**ANSWERS[name]["schema"], "components": DESCRIPTION["components"]}

    assert examples
    for example in examples:
        jsonschema.validate(example, schema, cls=jsonschema.Draft202012Validator)


def test_every_member_of_every_shape_is_described() -> None:
    for name, schema in DESCRIPTION["components"]["schemas"].items():
        for member, what in schema.get("properties", {}).items():
            assert what["description"].endswith("."), (name, member)


def test_an_example_leaves_out_nothing_that_answers_have() -> None:
    for content in ANSWERS.values():
        reference = content["schema"].get("$ref", "")
        if reference and not reference.endswith("/Problem"):
            members = DESCRIPTION["components"]["schemas"][reference.rpartition("/")[2]]["properties"]
            assert set(examples_of(content)[0]) == set(members), reference


def test_the_dashboards_example_is_a_dashboard() -> None:
    example = ANSWERS["getDashboard 200 application/json"]["example"]

    document = DASHBOARD_SCHEMA["$defs"][DASHBOARD_SCHEMA["$ref"].rpartition("/")[2]]
    assert set(document["required"]) <= set(example) <= set(document["properties"])


def test_every_kind_of_problem_is_the_answer_of_some_operation() -> None:
    described = {
        example["type"]
        for name, content in ANSWERS.items()
        if "problem+json" in name
        for example in examples_of(content)
    }
    of_no_operation = {"/problems/not-found", "/problems/method-not-allowed"}
    assert described == {kind.uri for kind in all_kinds()} - of_no_operation


def test_every_reference_leads_somewhere() -> None:
    for reference in set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(DESCRIPTION))):
        found: Any = DESCRIPTION
        for step in reference.split("/"):
            found = found[step]
        assert found


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute))]


class TestPage:
    @pytest.fixture
    def page(self, client: AsgiClient) -> _Page:
        return _Page(client.get("/docs").text)

    def test_it_needs_nothing_from_elsewhere_and_nothing_that_its_policy_forbids(self, page: _Page) -> None:
        tags = {tag for tag, _ in page.tags}
        assert tags.isdisjoint({"script", "style", "iframe", "img", "form", "object"})
        assert page.values("style") == []
        assert all(address.startswith(("/", "#")) for address in page.values("href") + page.values("src"))

    def test_its_links_lead_somewhere(self, page: _Page, client: AsgiClient) -> None:
        for address in page.values("href"):
            if address.startswith("#"):
                assert address[1:] in page.values("id")
            else:
                assert client.get(address).status_code == 200

    def test_it_shows_every_operation_every_answer_and_every_example(self, client: AsgiClient) -> None:
        text = client.get("/docs").text
        for path, _, operation in operations():
            assert path in text
            assert f'id="{operation["operationId"]}"' in text
            for parameter in operation.get("parameters", []):
                assert parameter["name"] in text
        assert text.count("<details>") >= len(ANSWERS)
