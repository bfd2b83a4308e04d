"""Clients that ask how a job stands, once a second each, and how long the answers take."""

import asyncio
import random
import time

import httpx

_EVERY_S = 1.0


async def poll(api_url: str, job_ids: list[str], *, clients: int, seconds: float) -> tuple[list[float], int]:
    """Latencies in ms of ``clients`` over so many seconds, and how many answers were errors."""
    latencies_ms: list[float] = []
    errors = 0
    end = time.monotonic() + seconds
    dice = random.Random(1)
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)

    async def client(number: int, first_after_s: float) -> None:
        nonlocal errors
        await asyncio.sleep(first_after_s)
        while time.monotonic() < end:
            asked = time.perf_counter()
            try:
                answer = await http.get(f"/v1/jobs/{job_ids[number % len(job_ids)]}")
                errors += answer.is_error
            except httpx.TransportError:
                errors += 1
            took_s = time.perf_counter() - asked
            latencies_ms.append(took_s * 1000)
            await asyncio.sleep(max(0.0, _EVERY_S - took_s))

    async with (
        httpx.AsyncClient(base_url=api_url, timeout=60, limits=limits, trust_env=False) as http,
        asyncio.TaskGroup() as group,
    ):
        for number in range(clients):
            group.create_task(client(number, dice.uniform(0, _EVERY_S)))
    return latencies_ms, errors
