"""The API's description as one page, written from the OpenAPI document: no script, nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from services.api.problem_kinds import all_kinds

DOCS_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3 { line-height: 1.2; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { background: var(--soft); padding: 0.75rem; overflow-x: auto; border-radius: 0.3rem; }
section { border-top: 1px solid var(--line); padding-top: 0.5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; }
tr { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: 0.2rem 0; }
.method { font-weight: 700; }
nav ul { columns: 2; padding-left: 1rem; }
"""

_METHODS = ("get", "post", "delete")


def render_docs(document: Mapping[str, Any]) -> str:
    """The whole page."""
    info = document["info"]
    operations = [
        (method, path, item[method])
        for path, item in document["paths"].items()
        for method in _METHODS
        if method in item
    ]
    body = "\n".join(
        [
            f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>",
            f"<p>{escape(info['summary'])} {_prose(info['description'])}</p>",
            '<p>For programs: <a href="/openapi.json">openapi.json</a>.</p>',
            f"<nav><ul>{''.join(_entry(*operation) for operation in operations)}</ul></nav>",
            *(_section(*operation) for operation in operations),
            *_problems(),
        ]
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(info["title"])} API</title><link rel="stylesheet" href="/docs/style.css"></head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


def _entry(method: str, path: str, operation: Mapping[str, Any]) -> str:
    return f'<li><a href="#{escape(operation["operationId"])}">{method.upper()} {escape(path)}</a></li>'


def _section(method: str, path: str, operation: Mapping[str, Any]) -> str:
    lines = [
        f'<section id="{escape(operation["operationId"])}">',
        f'<h2><span class="method">{method.upper()}</span> <code>{escape(path)}</code></h2>',
        f"<p>{_prose(operation.get('description', ''))}</p>",
        *_parameters(operation.get("parameters", [])),
        *_body(operation.get("requestBody")),
        "<h3>Answers</h3>",
        *(_answer(status, answer) for status, answer in operation["responses"].items()),
        "</section>",
    ]
    if {"ownerToken": []} in operation.get("security", []):
        lines.insert(3, "<p>Owner token: <code>Authorization: Bearer …</code></p>")
    return "\n".join(lines)


def _parameters(parameters: list[Mapping[str, Any]]) -> Iterator[str]:
    if not parameters:
        return
    yield "<h3>Parameters</h3><table><tr><th>name</th><th>in</th><th>what it is</th></tr>"
    for parameter in parameters:
        yield (
            f"<tr><td><code>{escape(parameter['name'])}</code></td><td>{escape(parameter['in'])}</td>"
            f"<td>{_prose(parameter.get('description', ''))}</td></tr>"
        )
    yield "</table>"


def _body(body: Mapping[str, Any] | None) -> Iterator[str]:
    if body is None:
        return
    yield f"<h3>Body</h3><p>{_prose(body.get('description', ''))}</p>"
    for media_type, content in body["content"].items():
        yield f"<details><summary><code>{escape(media_type)}</code></summary>{_examples(content)}</details>"


def _answer(status: str, answer: Mapping[str, Any]) -> str:
    contents = answer.get("content", {})
    shown = "".join(
        f"<p><code>{escape(media_type)}</code></p>{_examples(content)}"
        for media_type, content in contents.items()
    )
    headers = "".join(
        f"<p><code>{escape(name)}</code>: {_prose(header['description'])}</p>"
        for name, header in answer.get("headers", {}).items()
    )
    summary = f"<code>{escape(status)}</code> {escape(answer['description'])}"
    return f"<details><summary>{summary}</summary>{headers}{shown}</details>"


def _examples(content: Mapping[str, Any]) -> str:
    values = [one["value"] for one in content.get("examples", {}).values()]
    if "example" in content:
        values.append(content["example"])
    return "".join(f"<pre>{escape(_written(value))}</pre>" for value in values)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _problems() -> Iterator[str]:
    yield "<section><h2>Problems</h2><table><tr><th>type</th><th>status</th><th>what it says</th></tr>"
    for kind in all_kinds():
        yield (
            f'<tr id="problem-{escape(kind.type)}"><td><code>{escape(kind.uri)}</code></td><td>{kind.status}</td>'
            f"<td>{escape(kind.detail)}</td></tr>"
        )
    yield "</table></section>"


def _prose(text: str) -> str:
    """Text in which backticks mark code."""
    parts = escape(text).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
