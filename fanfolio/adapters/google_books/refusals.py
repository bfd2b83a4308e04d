"""What Google Books' refusals mean."""

from fanfolio.adapters.asking import LIMITED, REFUSED, Judge, Trouble, judge_status
from fanfolio.adapters.untrusted import decoded, list_in, record_in
from fanfolio.domain.pacing import QUOTA_SPENT, until_next_quota_day_s
from fanfolio.ports import Clock

MISCONFIGURED = Trouble(name="misconfigured", is_outage=False)
PER_MINUTE = Trouble(name=LIMITED.name, hold_back_s=60.0)

_BAD_KEY = "API key not valid"
_PER_DAY = "PerDay"


def judge_google(clock: Clock) -> Judge:
    """A judge that tells the day's quota from the minute's, and a bad key from a bad moment."""

    def judge(status: int, body: bytes) -> Trouble | None:
        if status == 429:
            return _quota_trouble(_error_in(body), clock)
        if status in (400, 401, 403):
            return _denial(status, _error_in(body))
        return judge_status(status, body)

    return judge


def _quota_trouble(error: dict[str, object], clock: Clock) -> Trouble:
    limits = [
        record_in(record_in(detail).get("metadata")).get("quota_limit")
        for detail in list_in(error.get("details"))
    ]
    if any(isinstance(limit, str) and _PER_DAY in limit for limit in limits):
        return Trouble(name=QUOTA_SPENT, hold_back_s=until_next_quota_day_s(clock.now()))
    return PER_MINUTE


def _denial(status: int, error: dict[str, object]) -> Trouble:
    if status == 403 and "unknownLocation" in _reasons(error):
        return REFUSED
    if status == 400 and _BAD_KEY not in str(error.get("message")):
        return judge_status(status, b"") or MISCONFIGURED
    return MISCONFIGURED


def _reasons(error: dict[str, object]) -> list[object]:
    return [record_in(item).get("reason") for item in list_in(error.get("errors"))]


def _error_in(body: bytes) -> dict[str, object]:
    try:
        return dict(record_in(record_in(decoded(body)).get("error")))
    except ValueError:
        return {}
