"""Thirty workers at once, a pacer in DynamoDB, and a catalogue that enforces its limit."""

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
import uvicorn

from catalogue_sim.app import create_app
from catalogue_sim.settings import SimSettings
from fanfolio.adapters.asking import Asker
from fanfolio.adapters.aws import Aws
from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamo_pacer import DynamoPacer
from fanfolio.adapters.http import open_http
from fanfolio.adapters.open_library import OpenLibrary
from fanfolio.adapters.pacing import pace_rules
from fanfolio.adapters.shapes import CACHE_TABLE
from fanfolio.domain.enrichment import Source
from fanfolio.observability import EventLog
from fanfolio.ports import Answers
from tests.fixtures.catalogues import a_book, isbn_of
from tests.fixtures.emulator import create_table

pytestmark = pytest.mark.emulator

WORKERS = 30


@pytest.fixture
def simulator() -> Iterator[str]:
    """The simulator under uvicorn on a free port, its limits enforced."""
    config = uvicorn.Config(
        create_app(SimSettings(works=None, limits=True)), port=0, log_level="error", ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 10
    while not server.started and time.monotonic() < ends:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def cache_table(aws: Aws) -> Iterator[str]:
    name = f"cache-{uuid4().hex}"
    create_table(aws, CACHE_TABLE, name)
    yield name
    aws.dynamodb.delete_table(TableName=name)


async def test_thirty_workers_at_once_meet_no_refusal(aws: Aws, cache_table: str, simulator: str) -> None:
    clock = SystemClock()
    rules = pace_rules(open_library_rate_per_s=3.0, open_library_burst=10, google_books_per_day=0)

    async def work(number: int) -> Answers:
        async with open_http("reader@example.org") as client:
            asker = Asker(
                Source.OPEN_LIBRARY,
                client=client,
                pacer=DynamoPacer(aws.dynamodb, table=cache_table, rules=rules, clock=clock),
                clock=clock,
                log=EventLog("test"),
                jitter=random.Random(number),
            )
            book = a_book(number, isbn13=isbn_of(number))
            return await OpenLibrary(asker, base_url=simulator).find([book], until=clock.monotonic() + 30.0)

    async with asyncio.TaskGroup() as tasks:
        workers = [tasks.create_task(work(number)) for number in range(1, WORKERS + 1)]

    answers = [worker.result() for worker in workers]
    async with httpx.AsyncClient() as client:
        counts = (await client.get(f"{simulator}/_sim/counts")).json()
    assert [len(answer.matched) for answer in answers] == [1] * WORKERS
    assert counts["requests"] == WORKERS
    assert counts["too_many"] == 0
