"""What ``bench.requests`` runs in a process of its own: a handler, again and again, its processor time noted.

python -m bench.handler_costs api|worker JOB_ID TIMES        prints one JSON line a kind of request
"""

import json
import logging
import os
import resource
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

from bench.yardstick import yardstick_ms
from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.exports import Row, read_library
from fanfolio.domain.job import Job, JobState
from fanfolio.messages import ChunkMessage, WantedBook, encode_chunk
from services.local.demo import SAMPLE

Handler = Callable[..., dict[str, Any]]

_BOOKS = 100
_MARGIN_MS = 25_000


class Context:
    """What handlers use of Lambda's context."""

    aws_request_id = "bench"

    def get_remaining_time_in_millis(self) -> int:
        """Long enough."""
        return _MARGIN_MS


def main() -> None:
    """Print the costs of one handler."""
    kind, job_id, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    measured = _api(job_id, times) if kind == "api" else _worker(times)
    for what, cpu_ms in measured:
        line = {"what": what, "cpu_ms": round(cpu_ms, 3), "yardstick_ms": round(yardstick_ms(), 3)}
        print(
            json.dumps(
                {**line, "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)}
            )
        )


def _api(job_id: str, times: int) -> Iterator[tuple[str, float]]:
    os.environ["AWS_LAMBDA_FUNCTION_NAME"] = "fanfolio-api"
    from services.api.main import handler

    finished = _store().read(job_id)
    running = _running_job(finished)
    for what, asked in (("GET, finished job", finished.job_id), ("GET, running job", running)):
        event = get_event(f"/v1/jobs/{asked}")
        yield what, _median_cpu_ms(partial(_expect_200, handler, event), times)


def _worker(times: int) -> Iterator[tuple[str, float]]:
    from services.worker.main import handler

    # Its log lines would make the table hard to read; writing them is paid for all the same.
    for logs in logging.getLogger("fanfolio").handlers:
        assert isinstance(logs, logging.StreamHandler)  # noqa: S101 - what configure_logging makes
        logs.setStream(open(os.devnull, "w"))  # noqa: SIM115 - until the process ends
    job_id = open_job(_store())
    with SAMPLE.open("rb") as stream:
        wanted = [WantedBook.of(row.book) for row in read_library(stream) if isinstance(row, Row)][:_BOOKS]
    message = ChunkMessage(job_id=job_id, chunk=0, attempt=1, books=tuple(wanted))
    event = sqs_event(encode_chunk(message))
    yield "100 books, warm", _median_cpu_ms(partial(_expect_no_failures, handler, event), times)


def _store() -> DynamoJobStore:
    table = os.environ["FANFOLIO_JOBS_TABLE"]
    return DynamoJobStore(
        Aws().dynamodb, table=table, clock=SystemClock(), settled_lifetime=timedelta(days=1)
    )


def open_job(store: DynamoJobStore) -> str:
    """A job that nobody works on and nobody watches; its id."""
    now = datetime.now(UTC)
    soon = now + timedelta(hours=1)
    job = Job(
        job_id=secrets.token_hex(16),
        state=JobState.ENRICHING,
        file_name="library.csv",
        size_bytes=1,
        layout=None,
        owner_digest="",
        created_at=now,
        deadline=soon,
        expires_at=soon,
        steps={},
        watched_until=soon,
    )
    store.create(job)
    return job.job_id


def _running_job(like: Job) -> str:
    """A job like another one of which half of the books are settled; its id."""
    job_id, soon = secrets.token_hex(16), datetime.now(UTC) + timedelta(hours=1)
    job = replace(
        like,
        job_id=job_id,
        state=JobState.ENRICHING,
        deadline=soon,
        watched_until=soon,
        counts=None,
        document=None,
    )
    store = _store()
    store.create(job)
    store.settle(job_id, {Outcome.MATCHED: range(1, (job.total or 0) // 2)})
    return job_id


def _median_cpu_ms(call: Callable[[], None], times: int) -> float:
    for _ in range(3):
        call()
    spent = []
    for _ in range(times):
        began = time.process_time()
        call()
        spent.append(time.process_time() - began)
    return median(spent) * 1000


def _expect_200(handler: Handler, event: dict[str, Any]) -> None:
    answer = handler(event, Context())
    if answer["statusCode"] != 200:
        raise SystemExit(f"the API answers {answer['statusCode']}: {answer['body']}")


def _expect_no_failures(handler: Handler, event: dict[str, Any]) -> None:
    if handler(event, Context())["batchItemFailures"]:
        raise SystemExit("the worker could not settle the message")


def get_event(path: str) -> dict[str, Any]:
    """As an HTTP API sends it, payload format 2.0."""
    http = {
        "method": "GET",
        "path": path,
        "protocol": "HTTP/1.1",
        "sourceIp": "203.0.113.7",
        "userAgent": "bench",
    }
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "api.example.org", "user-agent": "bench", "accept": "application/json"},
        "requestContext": {
            "http": http,
            "stage": "$default",
            "domainName": "api.example.org",
            "requestId": "bench",
        },
        "isBase64Encoded": False,
    }


def sqs_event(body: str) -> dict[str, Any]:
    """A first delivery of one message."""
    now_ms = str(int(time.time() * 1000))
    attributes = {"ApproximateReceiveCount": "1", "ApproximateFirstReceiveTimestamp": now_ms}
    record = {"messageId": "bench", "receiptHandle": "bench", "body": body, "attributes": attributes}
    return {"Records": [record]}


if __name__ == "__main__":
    main()
