"""What routes ask for: the front door, the owner token, what the client accepts and knows already."""

from typing import Annotated

from fastapi import Depends, Header, Path, Request

from services.api.bootstrap import Front
from services.api.compression import accepts_gzip
from services.api.problem_kinds import UNAUTHORIZED
from services.api.problems import HttpProblem

# Documented as a pattern, not checked as one: a malformed id is answered like any other that is nobody's.
JobId = Annotated[str, Path(description="The job's id.", json_schema_extra={"pattern": "^[0-9a-f]{32}$"})]

# They wait for nothing, and are coroutines for that: a plain function would be sent to a thread, on every request.


async def _front(request: Request) -> Front:
    front: Front = request.app.state.front
    return front


async def _owner_token(authorization: Annotated[str, Header(include_in_schema=False)] = "") -> str:
    token = bearer_token(authorization)
    if token is None:
        raise HttpProblem(UNAUTHORIZED, headers={"www-authenticate": "Bearer"})
    return token


async def _accepts_gzip(accept_encoding: Annotated[str, Header(include_in_schema=False)] = "") -> bool:
    return accepts_gzip(accept_encoding)


TheFront = Annotated[Front, Depends(_front)]
OwnerToken = Annotated[str, Depends(_owner_token)]
AcceptsGzip = Annotated[bool, Depends(_accepts_gzip)]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="The ETag of the answer that you have; the same again is answered by 304.",
    ),
]


def bearer_token(authorization: str) -> str | None:
    """The token of an Authorization header, or ``None`` where it has none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
