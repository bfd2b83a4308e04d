"""The application as a Lambda function behind an HTTP API: text travels as text where it is small, else as base64."""

import base64
from typing import Any

from fastapi import FastAPI
from mangum import Mangum
from mangum.handlers import HTTPGateway
from mangum.types import Response

# A function answers with 6 MB of JSON at most. Text inside of it may grow to twice its size (quotes) or three times
# (letters that are not ASCII), base64 always grows by a third: what is large must not depend on what it says.
_MOST_TEXT_BYTES = 64 * 1024


def lambda_handler(app: FastAPI) -> Mangum:
    """The handler that answers API Gateway's events (payload format 2.0) with ``app``."""
    # Start-up and shut-down would run on every invocation: everything is wired at import instead.
    return Mangum(app, lifespan="off", custom_handlers=[FrugalGateway])


class FrugalGateway(HTTPGateway):
    """Says exactly what the application said: no media type is made up for an answer without a body."""

    def __call__(self, response: Response) -> dict[str, Any]:
        """An answer in payload format 2.0."""
        headers: dict[str, str] = {}
        for raw_name, raw_value in response["headers"]:
            name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        body, is_base64 = _written(response["body"])
        return {
            "statusCode": response["status"],
            "headers": headers,
            "body": body,
            "isBase64Encoded": is_base64,
        }


def _written(body: bytes) -> tuple[str, bool]:
    if len(body) <= _MOST_TEXT_BYTES:
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode(), True
