"""What each AWS service answers when it throttles or fails, as its clients read it."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from random import Random

DYNAMODB, S3, SQS, LAMBDA = "DynamoDB", "S3", "SQS", "Lambda"

_JSON = "application/x-amz-json-1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def refusal_of(service: str, dice: Random) -> Answer:
    """Throttled, or broken."""
    return dice.choice((_throttled, _broken))(service)


def _throttled(service: str) -> Answer:
    if service == S3:
        return _xml(HTTPStatus.SERVICE_UNAVAILABLE, "SlowDown")
    if service == LAMBDA:
        return _error(HTTPStatus.TOO_MANY_REQUESTS, "TooManyRequestsException")
    code = "RequestThrottled" if service == SQS else "ProvisionedThroughputExceededException"
    return _error(HTTPStatus.BAD_REQUEST, code)


def _broken(service: str) -> Answer:
    if service == S3:
        return _xml(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalError")
    return _error(HTTPStatus.INTERNAL_SERVER_ERROR, "InternalServerError")


def _error(status: int, code: str) -> Answer:
    body = json.dumps({"__type": code, "message": "injected"}).encode()
    return Answer(status=status, body=body, headers={"Content-Type": _JSON, "x-amzn-ErrorType": code})


def _xml(status: int, code: str) -> Answer:
    body = f"<Error><Code>{code}</Code><Message>injected</Message></Error>".encode()
    return Answer(status=status, body=body, headers={"Content-Type": "application/xml"})
