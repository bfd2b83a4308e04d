"""The API's description as one page, written from the OpenAPI document: no script, nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from services.api.docs_words import prose, words_of
from services.api.problem_kinds import all_kinds

DOCS_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_STYLE_PATH = Path(__file__).with_name("docs.css")

_METHODS = ("get", "post", "delete")
_FILE = "goodreads_library_export.csv"


@cache
def docs_style() -> str:
    """The page's style sheet."""
    return _STYLE_PATH.read_text(encoding="utf-8")


def render_docs(document: Mapping[str, Any]) -> str:
    """The whole page."""
    info = document["info"]
    operations = [
        (method, path, item[method])
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
    shapes = document["components"]["schemas"]
    body = "\n".join(
        [
            f"<nav>{_contents(operations)}</nav>",
            "<main>",
            f"<h1>{escape(info['title'])} API <small>{escape(info['version'])}</small></h1>",
            f"<p>{escape(info['summary'])} {prose(info['description'])}</p>",
            '<p>For programs: <a href="/openapi.json">openapi.json</a>. To the <a href="/">page</a>.</p>',
            *(_operation(*operation) for operation in operations),
            *_shapes(shapes),
            *_problems(),
            "</main>",
        ]
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(info["title"])} API</title><link rel="stylesheet" href="/docs/style.css"></head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


def _contents(operations: list[tuple[str, str, Mapping[str, Any]]]) -> str:
    entries = "".join(
        f'<li><a href="#{escape(operation["operationId"])}">{_badge(method)} {escape(_short(path))}</a></li>'
        for method, path, operation in operations
    )
    return f'<ul>{entries}<li><a href="#shapes">Shapes</a></li><li><a href="#problems">Problems</a></li></ul>'


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    name = escape(operation["operationId"])
    owner = {"ownerToken": []} in operation.get("security", [])
    return "\n".join(
        [
            f'<section id="{name}"><h2>{_badge(method)} <code>{escape(path)}</code></h2>',
            f"<p>{prose(operation.get('description', ''))}</p>",
            f"<pre>{escape(_command(method, path, operation, is_owners=owner))}</pre>",
            *_parameters(operation.get("parameters", [])),
            *_body(operation.get("requestBody")),
            "<h3>Answers</h3>",
            *(_answer(status, answer) for status, answer in operation["responses"].items()),
            "</section>",
        ]
    )


def _command(method: str, path: str, operation: Mapping[str, Any], *, is_owners: bool) -> str:
    """How to ask for it with curl."""
    parts = ["curl"]
    if "requestBody" in operation:
        parts.append(f"-F file=@{_FILE}")
    elif method != "get":
        parts.append(f"-X {method.upper()}")
    if is_owners:
        parts.append('-H "Authorization: Bearer $OWNER_TOKEN"')
    return " ".join([*parts, "$URL" + path.replace("{job_id}", "$JOB_ID")])


def _parameters(parameters: list[Mapping[str, Any]]) -> Iterator[str]:
    if parameters:
        yield "<h3>Parameters</h3><table><tr><th>name</th><th>in</th><th>value</th><th>what it is</th></tr>"
        for parameter in parameters:
            schema = parameter["schema"]
            default = f", else {json.dumps(schema['default'])}" if "default" in schema else ""
            yield (
                f"<tr><td><code>{escape(parameter['name'])}</code></td><td>{escape(parameter['in'])}</td>"
                f"<td>{words_of(schema)}{default}</td><td>{prose(parameter['description'])}</td></tr>"
            )
        yield "</table>"


def _body(body: Mapping[str, Any] | None) -> Iterator[str]:
    if body is not None:
        yield f"<h3>Body</h3><p>{prose(body['description'])}</p>"
        for media_type, content in body["content"].items():
            summary = f"<summary><code>{escape(media_type)}</code></summary>"
            yield f"<details>{summary}{_shape_and_examples(content)}</details>"


def _answer(status: str, answer: Mapping[str, Any]) -> str:
    headers = "".join(
        f"<p><code>{escape(name)}</code>: {prose(header['description'])}</p>"
        for name, header in answer.get("headers", {}).items()
    )
    shown = "".join(
        f"<p><code>{escape(media_type)}</code></p>{_shape_and_examples(content)}"
        for media_type, content in answer.get("content", {}).items()
    )
    summary = f'<code class="status-{status[0]}">{escape(status)}</code> {prose(answer["description"])}'
    return f"<details><summary>{summary}</summary>{headers}{shown}</details>"


def _shape_and_examples(content: Mapping[str, Any]) -> str:
    values = [one["value"] for one in content.get("examples", {}).values()]
    if "example" in content:
        values.append(content["example"])
    shape = f"<p>{words_of(content['schema'])}</p>" if "$ref" in content.get("schema", {}) else ""
    return shape + "".join(f"<pre>{escape(_written(value))}</pre>" for value in values)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _shapes(schemas: Mapping[str, Any]) -> Iterator[str]:
    yield '<section id="shapes"><h2>Shapes</h2>'
    for name, schema in schemas.items():
        described = f"<p>{prose(schema['description'])}</p>" if "description" in schema else ""
        yield f'<h3 id="shape-{escape(name)}">{escape(name)}</h3>{described}'
        if "properties" not in schema:
            yield f"<p>{words_of(schema)}</p>"
            continue
        yield "<table><tr><th>member</th><th>value</th><th>what it is</th></tr>"
        for member, what in schema["properties"].items():
            yield (
                f"<tr><td><code>{escape(member)}</code></td><td>{words_of(what)}</td>"
                f"<td>{prose(what['description'])}</td></tr>"
            )
        yield "</table>"
    yield "</section>"


def _problems() -> Iterator[str]:
    yield '<section id="problems"><h2>Problems</h2>'
    yield "<table><tr><th>type</th><th>status</th><th>what it says, for example</th></tr>"
    for kind in all_kinds():
        yield (
            f'<tr id="problem-{escape(kind.type)}"><td><code>{escape(kind.uri)}</code></td><td>{kind.status}</td>'
            f"<td>{escape(kind.detail)}</td></tr>"
        )
    yield "</table></section>"


def _badge(method: str) -> str:
    return f'<span class="method {method}">{method.upper()}</span>'


def _short(path: str) -> str:
    return path.removeprefix("/v1")
