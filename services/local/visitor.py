"""What somebody with an export does over HTTP: upload it, follow the job, read the dashboard."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec

_ENDED = frozenset({"complete", "failed", "deleted"})


class ImportRefused(Exception):
    """The upload was refused; ``problem`` is the API's own explanation."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(problem.get("detail") or problem.get("title") or "the upload was refused")
        self.problem = dict(problem)


class ImportFailed(Exception):
    """The job did not end in a dashboard; the message is a plain sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a job stands, as the API tells it."""

    job_id: str
    state: str
    settled: int
    total: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, datetime] = field(default_factory=dict)
    failure: Mapping[str, str] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in _ENDED


class Visitor:
    """A visitor of one API; raises ImportRefused, ImportFailed."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def upload(self, library: Path) -> Standing:
        """Post the file; the job that has begun."""
        with library.open("rb") as stream:
            answer = self._http.post("/v1/jobs", files={"file": (library.name, stream, "text/csv")})
        if answer.status_code != httpx.codes.ACCEPTED:
            raise ImportRefused(_problem_of(answer))
        return msgspec.json.decode(answer.content, type=Standing)

    def follow(self, job_id: str, *, every_s: float = 0.25, within_s: float = 300.0) -> Iterator[Standing]:
        """How the job stands, again and again until it has ended; raises ImportFailed if it takes too long."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            standing = self._standing(job_id)
            yield standing
            if standing.has_ended:
                return
            time.sleep(every_s)
        raise ImportFailed(f"The job has not ended within {within_s:.0f} seconds.")

    def dashboard(self, job_id: str) -> bytes:
        """The dashboard document, as JSON."""
        answer = self._http.get(f"/v1/jobs/{job_id}/dashboard", follow_redirects=True)
        if answer.is_error:
            raise ImportFailed(f"The dashboard cannot be read: {_problem_of(answer).get('detail')}")
        return answer.content

    def _standing(self, job_id: str) -> Standing:
        answer = self._http.get(f"/v1/jobs/{job_id}")
        if answer.is_error:
            raise ImportFailed(f"The job cannot be followed: {_problem_of(answer).get('detail')}")
        return msgspec.json.decode(answer.content, type=Standing)


def require_complete(standing: Standing) -> None:
    """Raise ImportFailed, with the reason, for a job that ended otherwise."""
    if standing.state != "complete":
        reason = (standing.failure or {}).get("message", "no reason is given")
        raise ImportFailed(f"The job ended as {standing.state}: {reason}")


def _problem_of(answer: httpx.Response) -> dict[str, Any]:
    try:
        return dict(answer.json())
    except ValueError:
        return {"title": answer.reason_phrase, "status": answer.status_code, "detail": answer.text[:200]}
