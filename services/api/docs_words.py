"""Schemas in words, for the page that describes the API: ``whole number, 0 to 20`` instead of JSON."""

from collections.abc import Mapping
from html import escape
from typing import Any

_FORMATS = {"date-time": "time", "binary": "file"}
_TYPES = {"integer": "whole number", "boolean": "true or false", "null": "null", "string": "text"}
_HEX_ID = "^[0-9a-f]{32}$"


def words_of(schema: Mapping[str, Any]) -> str:
    """What a value of this schema is, as HTML: named shapes are links."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#shape-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(words_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {words_of(schema.get('items', {}))}"
        case "object" if "additionalProperties" in schema:
            return f"name → {words_of(schema['additionalProperties'])}"
        case kind:
            return _plain(schema, str(kind)) + _bounds(schema)


def prose(text: str) -> str:
    """Text in which backticks mark code, as HTML."""
    parts = escape(text.replace("``", "`")).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def _plain(schema: Mapping[str, Any], kind: str) -> str:
    if schema.get("pattern") == _HEX_ID:
        return "id"
    return _FORMATS.get(schema.get("format", ""), _TYPES.get(kind, kind))


def _bounds(schema: Mapping[str, Any]) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f", {least:g} to {most:,g}" if most < 1e6 else f", {least:g} or more"
    if least is not None:
        return f", {least:g} or more"
    return f", {schema['maxLength']} characters at most" if "maxLength" in schema else ""
