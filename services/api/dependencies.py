"""What routes ask for: the front door, the owner token, what the client accepts and knows already."""

import re
from typing import Annotated

from fastapi import Depends, Header, Path, Request

from services.api.bootstrap import Front
from services.api.compression import accepts_gzip
from services.api.looks import Looks
from services.api.problem_kinds import UNAUTHORIZED
from services.api.problems import HttpProblem

# Documented as a pattern, not checked as one: a malformed id is answered like any other that is nobody's.
JobId = Annotated[str, Path(description="The job's id.", json_schema_extra={"pattern": "^[0-9a-f]{32}$"})]

# They wait for nothing, and are coroutines for that: a plain function would be sent to a thread, on every request.


# As AcceptUpload and AcceptOnce make them: 32 bytes, in the alphabet of addresses.
_OWNER_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_MALFORMED = (
    "This is not an owner token: those have 43 characters, letters, digits, - and _. Copy it once more from the "
    "answer to the upload."
)
_CHALLENGE = {"www-authenticate": "Bearer"}


async def _front(request: Request) -> Front:
    front: Front = request.app.state.front
    return front


async def _looks(request: Request) -> Looks:
    looks: Looks = request.app.state.looks
    return looks


async def _owner_token(authorization: Annotated[str, Header(include_in_schema=False)] = "") -> str:
    return owner_token_of(authorization)


async def _accepts_gzip(accept_encoding: Annotated[str, Header(include_in_schema=False)] = "") -> bool:
    return accepts_gzip(accept_encoding)


TheFront = Annotated[Front, Depends(_front)]
TheLooks = Annotated[Looks, Depends(_looks)]
OwnerToken = Annotated[str, Depends(_owner_token)]
AcceptsGzip = Annotated[bool, Depends(_accepts_gzip)]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="The ETag of the answer that you have; the same again is answered by 304.",
    ),
]


def owner_token_of(authorization: str) -> str:
    """The token of an Authorization header; raises UNAUTHORIZED for what cannot be anybody's.

    That says nothing about any job, and a token that was cut off when it was copied is told so.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise HttpProblem(UNAUTHORIZED, headers=_CHALLENGE)
    if not _OWNER_TOKEN.fullmatch(token.strip()):
        raise HttpProblem(UNAUTHORIZED, _MALFORMED, headers=_CHALLENGE)
    return token.strip()
