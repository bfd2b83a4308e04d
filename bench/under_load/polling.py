"""Clients that ask how a job stands, once a second each, and how long the answers take."""

import asyncio
import random
import time
from http import HTTPStatus

from bench.under_load.connection import Connection, Unanswered

_EVERY_S = 1.0


async def poll(api_url: str, job_ids: list[str], *, clients: int, seconds: float) -> tuple[list[float], int]:
    """Latencies in ms of ``clients`` over so many seconds, and how many answers were errors."""
    latencies_ms: list[float] = []
    errors = 0
    end = time.monotonic() + seconds
    dice = random.Random(1)

    async def client(number: int, first_after_s: float) -> None:
        nonlocal errors
        await asyncio.sleep(first_after_s)
        async with Connection(api_url) as connection:
            while time.monotonic() < end:
                asked = time.perf_counter()
                try:
                    status, _ = await connection.get(f"/v1/jobs/{job_ids[number % len(job_ids)]}")
                    errors += status >= HTTPStatus.BAD_REQUEST
                except Unanswered:
                    errors += 1
                took_s = time.perf_counter() - asked
                latencies_ms.append(took_s * 1000)
                await asyncio.sleep(max(0.0, _EVERY_S - took_s))

    async with asyncio.TaskGroup() as group:
        for number in range(clients):
            group.create_task(client(number, dice.uniform(0, _EVERY_S)))
    return latencies_ms, errors
