"""The OpenAPI document, where the framework's own needs a hand: nulls in examples, problems instead of its errors."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from services.api.contract import NULL, SECURITY_SCHEMES
from services.api.views import Problem, UploadReference

_FRAMEWORK_ERRORS = ("HTTPValidationError", "ValidationError")
_METHODS = ("get", "post", "delete")


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The document of ``app``, made once."""
    if app.openapi_schema is None:
        document: dict[str, Any] = _with_nulls(
            get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                description=app.description,
                routes=app.routes,
            )
        )
        _complete(document.setdefault("components", {}))
        for item in document["paths"].values():
            for method in _METHODS:
                if method in item:
                    item[method]["responses"] = _own_answers(item[method]["responses"])
                    for parameter in item[method].get("parameters", []):
                        parameter["schema"] = _without_null(parameter["schema"])
        app.openapi_schema = document
    return app.openapi_schema


def _complete(components: dict[str, Any]) -> None:
    schemas = components.setdefault("schemas", {})
    for unused in _FRAMEWORK_ERRORS:
        schemas.pop(unused, None)
    components["schemas"] = dict(sorted((schemas | _schemas_by_name()).items()))
    components["securitySchemes"] = SECURITY_SCHEMES


def _schemas_by_name() -> dict[str, Any]:
    """Shapes that routes refer to by name."""
    _, definitions = models_json_schema(
        [(Problem, "serialization"), (UploadReference, "validation")],
        ref_template="#/components/schemas/{model}",
    )
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _own_answers(answers: dict[str, Any]) -> dict[str, Any]:
    """By status, without the validation error that the framework adds wherever there is a parameter at all."""
    return {
        status: answer
        for status, answer in sorted(answers.items())
        if not (status == "422" and "application/json" in answer.get("content", {}))
    }


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is not null: there is no null in a header or a query."""
    match schema:
        case {"anyOf": [dict() as given, {"type": "null"}], **others}:
            return others | given
        case _:
            return schema


def _with_nulls(value: Any) -> Any:
    """The framework drops every null, those of examples too: they come marked, and are put back here."""
    if isinstance(value, dict):
        return {name: _with_nulls(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_nulls(member) for member in value]
    return None if value == NULL else value
