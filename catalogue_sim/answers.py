"""The bodies both catalogues answer with when something is wrong, and JSON as they send it."""

import msgspec
from starlette.responses import Response


def json_answer(body: object, *, status: int = 200) -> Response:
    """A JSON response."""
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")


def html_page(status: int, title: str, *, server: str = "nginx/1.30.1") -> Response:
    """An error page as a front server shows it."""
    heading = f"{status} {title}"
    page = (
        f"<html><head><title>{heading}</title></head><body><center><h1>{heading}</h1></center>"
        f"<hr><center>{server}</center></body></html>\n"
    )
    return Response(page, status_code=status, media_type="text/html")


def no_server_available() -> Response:
    """The load balancer's page when nothing behind it answers."""
    page = (
        "<html><body><h1>503 Service Unavailable</h1>\n"
        "No server is available to handle this request.\n</body></html>\n"
    )
    return Response(page, status_code=503, media_type="text/html")


def too_many_requests() -> Response:
    """Open Library's word on too many requests: JSON, and no Retry-After."""
    message = "Too Many Requests. Consider using https://openlibrary.org/developers/dumps."
    return json_answer({"status": 429, "message": message}, status=429)


def invalid_parameter(name: str, *, kind: str, message: str, given: str) -> Response:
    """Open Library's word on a parameter it cannot use."""
    problem = {"type": kind, "loc": ["query", name], "msg": message, "input": given}
    return json_answer({"detail": [problem]}, status=422)


def google_error(
    status: int, message: str, *, reason: str, state: str | None = None, limit: tuple[str, int] | None = None
) -> Response:
    """Google's error envelope; ``limit`` is the name and value of a quota that is used up."""
    error: dict[str, object] = {
        "code": status,
        "message": message,
        "errors": [{"message": message, "domain": "global", "reason": reason}],
    }
    if state is not None:
        error["status"] = state
    if limit is not None:
        error["details"] = [_quota_details(*limit)]
    return json_answer({"error": error}, status=status)


def google_quota_exceeded(limit_name: str, value: int) -> Response:
    """Google's word on a quota that is used up, for the minute or for the day."""
    period = "minute" if "Minute" in limit_name else "day"
    return google_error(
        429,
        f"Quota exceeded for quota metric 'Queries' and limit 'Queries per {period}' "
        "of service 'books.googleapis.com' for consumer 'project_number:1'.",
        reason="rateLimitExceeded",
        state="RESOURCE_EXHAUSTED",
        limit=(limit_name, value),
    )


def google_backend_failed() -> Response:
    """Google's routine way to be unavailable."""
    return google_error(503, "Service temporarily unavailable.", reason="backendFailed")


def google_unknown_location() -> Response:
    """Google's word to callers whose country it cannot tell."""
    message = "Cannot determine user location for geographically restricted operation."
    return google_error(403, message, reason="unknownLocation")


def _quota_details(limit_name: str, value: int) -> dict[str, object]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "books.googleapis.com",
            "consumer": "projects/1",
            "quota_metric": "books.googleapis.com/default",
            "quota_limit": limit_name,
            "quota_limit_value": str(value),
            "quota_location": "global",
            "quota_unit": "1/min/{project}/{user}" if "Minute" in limit_name else "1/d/{project}",
        },
    }
