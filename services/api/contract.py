"""How operations are described: their answers with examples, their problems, what they take."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.api import examples
from services.api.problem_kinds import ProblemKind, all_kinds

Answers = dict[int | str, dict[str, Any]]

# Stands for null in an example, until the document is complete.
NULL = "\0"

PROBLEM_SCHEMA = "#/components/schemas/Problem"
_PROBLEM_MEDIA_TYPE = "application/problem+json"

_KINDS: Mapping[str, ProblemKind] = {kind.type: kind for kind in all_kinds()}

# What any operation may answer.
_ALWAYS = ("internal", "unavailable")

_WITH_LINES = frozenset({"no-books-found"})

_HEADERS: Mapping[str, dict[str, Any]] = {
    "Location": {"description": "The job's address.", "schema": {"type": "string"}},
    "Retry-After": {
        "description": "Seconds after which it is worth asking again; absent once the job has ended.",
        "schema": {"type": "integer"},
    },
    "ETag": {"description": "For If-None-Match.", "schema": {"type": "string"}},
    "Content-Disposition": {"description": "A name to save it under.", "schema": {"type": "string"}},
}

_OPERATIONS_ON_A_JOB = ("getJob", "getDashboard", "getFailures", "getBooksCsv", "retryJob", "deleteJob")

NO_BODY: Mapping[int, Answers] = {
    204: {204: {"description": "The upload, the results and the dashboard are gone."}},
    303: {
        303: {
            "description": "Over 4 MB: Location is where it lies, gzipped, for five minutes.",
            "headers": {
                "Location": {"description": "A signed address in the store.", "schema": {"type": "string"}}
            },
        }
    },
    304: {304: {"description": "What you have is what there is.", "headers": {"ETag": _HEADERS["ETag"]}}},
}

OWNED: dict[str, Any] = {"security": [{"ownerToken": []}]}
OWNED_IF_PRIVATE: dict[str, Any] = {"security": [{}, {"ownerToken": []}]}

SECURITY_SCHEMES = {
    "ownerToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "The owner_token that came with the upload. Without one, 401; with another job's, 404.",
    }
}

UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The export itself, or the id of an upload under which it was sent.",
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {"file": {"type": "string", "contentMediaType": "text/csv"}},
                },
                "encoding": {"file": {"contentType": "text/csv"}},
            },
            "text/csv": {
                "schema": {"type": "string"},
                "example": "Book Id,Title,Author,My Rating,Exclusive Shelf\n1,Salt Ledger,Ada Holt,4,read\n",
            },
            "application/json": {
                "schema": {"$ref": "#/components/schemas/UploadReference"},
                "example": examples.REFERENCE,
            },
        },
    }
}


def answer(
    status: int,
    example: Any,
    *,
    description: str = "",
    media_type: str = "application/json",
    schema: Mapping[str, Any] | None = None,
    model: Any = None,
    headers: Sequence[str] = (),
    links: bool = False,
) -> Answers:
    """A successful answer with its example; ``links`` says what can be done with the job it names."""
    content: dict[str, Any] = {"example": _marked(example)}
    if schema is not None:
        content["schema"] = schema
    elif media_type != "application/json":
        content["schema"] = {"type": "string"}
    described: dict[str, Any] = {
        "description": description or _DESCRIPTIONS[status],
        "content": {media_type: content},
    }
    if model is not None:
        described["model"] = model
    if headers:
        described["headers"] = {name: _HEADERS[name] for name in headers}
    if links:
        described["links"] = {name: _link(name) for name in _OPERATIONS_ON_A_JOB}
    return {status: described}


def answers(*parts: Answers | str) -> Answers:
    """All answers of an operation: those given, and the problems named by their type."""
    together: Answers = {}
    problems: dict[int, list[ProblemKind]] = {}
    for part in (*parts, *_ALWAYS):
        if isinstance(part, str):
            kind = _KINDS[part]
            problems.setdefault(kind.status, []).append(kind)
        else:
            together |= part
    return together | {status: _problem_answer(kinds) for status, kinds in sorted(problems.items())}


def _problem_answer(kinds: Sequence[ProblemKind]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": " · ".join(kind.title for kind in kinds),
        "content": {
            _PROBLEM_MEDIA_TYPE: {
                "schema": {"$ref": PROBLEM_SCHEMA},
                "examples": {kind.type: {"summary": kind.title, "value": _example(kind)} for kind in kinds},
            }
        },
    }
    if any(kind.status in (429, 503) or kind.type == "dashboard-not-ready" for kind in kinds):
        described["headers"] = {"Retry-After": _HEADERS["Retry-After"]}
    return described


def _example(kind: ProblemKind) -> dict[str, Any]:
    example: dict[str, Any] = {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.detail,
    }
    if kind.type in _WITH_LINES:
        example["errors"] = [examples.LINE_FAULT]
    if kind.type == "invalid-request":
        example["errors"] = [examples.PLACE_FAULT]
    return example


def _marked(value: Any) -> Any:
    """An example with its nulls marked."""
    if isinstance(value, dict):
        return {name: _marked(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_marked(member) for member in value]
    return NULL if value is None else value


def _link(operation: str) -> dict[str, Any]:
    return {"operationId": operation, "parameters": {"job_id": "$response.body#/job_id"}}


_DESCRIPTIONS = {
    200: "Here it is.",
    201: "The upload is open.",
    202: "The job is under way.",
}
