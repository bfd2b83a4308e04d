"""Imports over HTTP, as clients do them, many at once."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from bench.under_load.connection import Connection, Unanswered

_POLL_EVERY_S = 1.0

# What the front door takes in one request; larger files go straight to the store.
_DIRECT_BYTES = 4 * 1024 * 1024

_ENDED = frozenset({"complete", "failed", "deleted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One import: seconds from the POST to when its client learned of the end, and what the API said then."""

    rows: int
    seconds: float
    upload_s: float
    job: dict[str, Any]


async def import_all(api_url: str, libraries: Sequence[tuple[Path, int]], *, within_s: float) -> list[Import]:
    """Import all of them at once."""
    limits = httpx.Limits(max_connections=256)
    async with httpx.AsyncClient(base_url=api_url, timeout=120, limits=limits, trust_env=False) as http:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(import_one(http, path, rows, within_s=within_s)) for path, rows in libraries
            ]
        return [task.result() for task in tasks]


async def import_one(http: httpx.AsyncClient, path: Path, rows: int, *, within_s: float) -> Import:
    """Import one; raises httpx.HTTPError where the API answers with an error, TimeoutError past ``within_s``."""
    posted = time.monotonic()
    job_id = await _upload(http, path)
    uploaded = time.monotonic()
    async with asyncio.timeout(within_s):
        job = await _end_of(job_id, str(http.base_url))
    ended = time.monotonic()
    return Import(rows=rows, seconds=ended - posted, upload_s=uploaded - posted, job=job)


async def _end_of(job_id: str, api_url: str) -> dict[str, Any]:
    async with Connection(api_url) as connection:
        while True:
            job = await _standing(connection, job_id)
            if job.get("state") in _ENDED:
                return job
            await asyncio.sleep(_POLL_EVERY_S)


async def _standing(connection: Connection, job_id: str) -> dict[str, Any]:
    """How the job stands; nothing where the service is too busy to say, as a page bears it."""
    try:
        status, body = await connection.get(f"/v1/jobs/{job_id}")
    except Unanswered:
        return {}
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return {}
    if status != HTTPStatus.OK:
        raise AssertionError(f"a job that was accepted is answered with {status}")
    return dict(json.loads(body))


async def _upload(http: httpx.AsyncClient, path: Path) -> str:
    content = path.read_bytes()
    if len(content) <= _DIRECT_BYTES:
        answer = await http.post("/v1/jobs", files={"file": (path.name, content, "text/csv")})
    else:
        form = (await http.post("/v1/uploads")).raise_for_status().json()
        files = {"file": (path.name, content, "text/csv")}
        (await http.post(form["url"], data=form["fields"], files=files)).raise_for_status()
        answer = await http.post("/v1/jobs", json={"upload_id": form["upload_id"], "file_name": path.name})
    job_id: str = answer.raise_for_status().json()["job_id"]
    return job_id
