"""A reader of the real service, patient with its errors: uploads, may retry or delete on the way, reads the end."""

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from bench.fault_harness.real.libraries import Library

_AGAIN_AFTER_S = 0.7
_ENDED = frozenset({"complete", "failed"})


class GaveUp(Exception):
    """The service did not answer as it should for as long as the reader waits."""


@dataclass(slots=True)
class Ended:
    """How one job ended: ``job`` as the API tells it, ``dashboard`` and ``failures`` where it is complete."""

    library: Library
    job_id: str = ""
    owner_token: str = field(default="", repr=False)
    deleted: bool = False
    retried: bool = False
    job: dict[str, Any] = field(default_factory=dict)
    dashboard: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    trouble: str | None = None


@dataclass(slots=True)
class Reader:
    """One reader, one job; ``deletes`` and ``retries`` say what else it does."""

    http: httpx.Client
    library: Library
    dice: Random
    until: float
    deletes: bool = False
    retries: bool = False

    def live(self) -> Ended:
        """From the upload to the end, whatever that is."""
        ended = Ended(library=self.library)
        began = time.monotonic()
        try:
            self._upload(ended)
            if self.deletes:
                self._delete_on_the_way(ended)
            else:
                self._follow(ended)
        except GaveUp as exc:
            ended.trouble = str(exc)
        ended.seconds = time.monotonic() - began
        return ended

    def delete(self, ended: Ended) -> None:
        """Delete the job; that it is gone already is well."""
        self._ask(
            lambda: self.http.delete(f"/v1/jobs/{ended.job_id}", headers=_owner(ended)), expected=(204, 404)
        )

    def _upload(self, ended: Ended) -> None:
        key = uuid.UUID(int=self.dice.getrandbits(128)).hex
        content = self.library.path.read_bytes()
        answer = self._ask(
            lambda: self.http.post(
                "/v1/jobs",
                files={"file": (self.library.path.name, content, "text/csv")},
                headers={"Idempotency-Key": key},
            ),
            expected=(202,),
        )
        ended.job_id, ended.owner_token = answer.json()["job_id"], answer.json()["owner_token"]

    def _delete_on_the_way(self, ended: Ended) -> None:
        time.sleep(self.dice.uniform(0.0, 8.0))
        self.delete(ended)
        ended.deleted = True

    def _follow(self, ended: Ended) -> None:
        ended.job = self._wait_for_the_end(ended)
        if ended.job["state"] != "complete":
            return
        if self.retries:
            path = f"/v1/jobs/{ended.job_id}/retry"
            answer = self._ask(lambda: self.http.post(path, headers=_owner(ended)), expected=(200, 202, 409))
            ended.retried = answer.status_code == httpx.codes.ACCEPTED
            ended.job = self._wait_for_the_end(ended)
        ended.dashboard = self._read(f"/v1/jobs/{ended.job_id}/dashboard")
        ended.failures = self._read(f"/v1/jobs/{ended.job_id}/failures?limit=500")

    def _wait_for_the_end(self, ended: Ended) -> dict[str, Any]:
        job: dict[str, Any] = {}
        while time.monotonic() < self.until:
            job = self._read(f"/v1/jobs/{ended.job_id}")
            if job["state"] in _ENDED:
                return job
            time.sleep(self.dice.uniform(0.5, 1.5))
        raise GaveUp(f"job {ended.job_id} is stuck: {json.dumps(job)}")

    def _read(self, path: str) -> dict[str, Any]:
        answer = self._ask(lambda: self.http.get(path, follow_redirects=True), expected=(200,))
        return dict(answer.json())

    def _ask(self, send: Callable[[], httpx.Response], *, expected: tuple[int, ...]) -> httpx.Response:
        """Send until the answer is none of trouble that passes; the same request again must do no harm."""
        last = "nothing"
        while time.monotonic() < self.until:
            try:
                answer = send()
            except httpx.TransportError as exc:
                last = type(exc).__name__
            else:
                if answer.status_code in expected:
                    return answer
                last = f"{answer.status_code} {answer.text[:200]}"
                if answer.status_code < 500 and answer.status_code not in (409, 429):
                    break
            time.sleep(_AGAIN_AFTER_S)
        raise GaveUp(f"expected {expected}, last answer: {last}")


def _owner(ended: Ended) -> dict[str, str]:
    return {"Authorization": f"Bearer {ended.owner_token}"}
