"""What an answer means: the document that was asked for, or the problem as an exception."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from fanfolio_client import errors
from fanfolio_client.errors import Fault, Problem, UnexpectedAnswer
from fanfolio_client.reading import Members
from fanfolio_client.wire import Answer

_PROBLEM_MEDIA_TYPE = "application/problem+json"

# What stands in front of a service (a gateway, a proxy) refuses in words of its own.
_OF_STATUS: Mapping[int, type[Problem]] = {
    413: errors.ContentTooLarge,
    429: errors.TooManyRequests,
    502: errors.Unavailable,
    503: errors.Unavailable,
    504: errors.Unavailable,
}


def require_success(answer: Answer) -> Answer:
    """The answer, if it is one of success; raises the Problem that it is, or UnexpectedAnswer."""
    if answer.status < 400:
        return answer
    raise problem_of(answer)


def document_of(answer: Answer, what: str) -> Members:
    """The JSON object of a successful answer; ``what`` names it in messages."""
    return Members.of_json(answer.content, what)


def problem_of(answer: Answer) -> errors.FanfolioError:
    """The exception that an answer of failure stands for."""
    if answer.headers.get("content-type", "").split(";")[0].strip() == _PROBLEM_MEDIA_TYPE:
        return _told(answer)
    if kind := _OF_STATUS.get(answer.status):
        return kind(
            f"What stands in front of the service answered with status {answer.status}.",
            status=answer.status,
            retry_after_s=retry_after_s(answer),
        )
    return UnexpectedAnswer(
        f"Something that is not Fanfolio answered with status {answer.status}. Is the address right?"
    )


def retry_after_s(answer: Answer) -> float | None:
    """After how many seconds the service wants to be asked again, if it says so."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _told(answer: Answer) -> Problem:
    members = document_of(answer, "the problem")
    kind = errors.problem_class(members.text("type"))
    listed = members.raw.get("errors")
    return kind(
        members.text("detail"),
        title=members.text("title"),
        status=answer.status,
        errors=[_fault(fault) for fault in members.objects("errors")] if listed else (),
        retry_after_s=retry_after_s(answer),
    )


def _fault(members: Members) -> Fault:
    return Fault(
        advice=members.text("advice"),
        line=members.maybe_count("line"),
        column=members.maybe_text("column"),
        kind=members.maybe_text("kind"),
        where=members.maybe_text("where"),
    )
