"""Asking a catalogue once: leave from the pacer, bounded time, the few tries that are worth it, and why it failed.

Everything a catalogue does ends here as an answer or as a reason; nothing of it is raised.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx

from fanfolio.adapters.http import AnswerTooLarge, read_bounded
from fanfolio.domain.enrichment import Source
from fanfolio.domain.pacing import CIRCUIT_PROBING
from fanfolio.metrics import emit
from fanfolio.observability import EventLog
from fanfolio.ports import Clock, Pacer, Refusal, Unanswered

OUT_OF_TIME = "out-of-time"

REQUEST_TIMEOUT_S = 5.0
# With less time than this a request is not worth starting.
_SHORTEST_REQUEST_S = 0.5
# A worker is paid for while it waits: past this the books go back to the queue.
_LONGEST_PATIENCE_S = 15.0
# While another worker probes a catalogue that was down, waiting for its word is cheaper than an attempt.
_PROBE_PATIENCE_S = 10.0
_PROBE_LOOK_S = 0.5

_FIRST_BACKOFF_S = 0.3
_LONGEST_BACKOFF_S = 4.0

T = TypeVar("T")


class Unreadable(ValueError):
    """An answer with a good status whose body is broken or of an unknown shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What a failed request means: how often to try in all, and how long everybody should hold back."""

    name: str
    tries: int = 1
    hold_back_s: float = 0.0
    # A refusal of this one request shows that the catalogue is well; ``None`` says nothing either way.
    is_outage: bool | None = True
    # What is over at once may be tried again before it counts against the catalogue.
    counts_at_once: bool = True


TIMEOUT = Trouble(name="timeout", tries=2)
ERROR = Trouble(name="error", tries=3, counts_at_once=False)
LIMITED = Trouble(name="limited", tries=3, hold_back_s=3.0)
REFUSED = Trouble(name="refused")
MISUNDERSTOOD = Trouble(name="misunderstood", is_outage=False)
UNREADABLE = Trouble(name="unreadable", is_outage=None)

Judge = Callable[[int, bytes], Trouble | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Generic[T]):
    """An answer, or what went wrong and the reason for it in the port's words; and how many requests were made."""

    value: T | None = None
    trouble: Trouble | None = None
    why: Unanswered | None = None
    requests: int = 0


def judge_status(status: int, body: bytes) -> Trouble | None:
    """What a status means where the body says nothing more; ``None`` is a good one."""
    if status == 200:
        return None
    if status == 429:
        return LIMITED
    if status in (401, 403):
        return REFUSED
    return MISUNDERSTOOD if 400 <= status < 500 else ERROR


class Asker:
    """Asks one catalogue; shared by all tasks of a process."""

    def __init__(
        self,
        source: Source,
        *,
        client: httpx.AsyncClient,
        pacer: Pacer,
        clock: Clock,
        log: EventLog,
        judge: Judge = judge_status,
        timeout_s: float = REQUEST_TIMEOUT_S,
        jitter: random.Random | None = None,
    ) -> None:
        self._source = source
        self._client = client
        self._pacer = pacer
        self._clock = clock
        self._log = log
        self._judge = judge
        self._timeout_s = timeout_s
        self._jitter = jitter or random.Random()  # noqa: S311 - backoff, no secret

    async def ask(self, url: str, read: Callable[[bytes], T], *, until: float) -> Asked[T]:
        """GET ``url`` and ``read`` its body (which may raise Unreadable); be back by ``until``, whatever happens."""
        requests, uncounted = 0, False
        while True:
            if why := await self._leave(until=until, awaits_probe=not uncounted):
                if uncounted:
                    await self._report(ok=False)
                return Asked(why=why, requests=requests)
            requests += 1
            value, trouble = await self._get(url, read, until=until)
            if trouble is None:
                await self._report(ok=True)
                return Asked(value=value, requests=requests)
            self._log_trouble(trouble, requests)
            uncounted = not trouble.counts_at_once
            if not uncounted and trouble.is_outage is not None:
                await self._report(ok=not trouble.is_outage, hold_back_s=trouble.hold_back_s)
            if requests >= trouble.tries or not await self._back_off(requests, until=until):
                if uncounted:
                    await self._report(ok=False)
                return Asked(trouble=trouble, why=self.reason_of(trouble), requests=requests)

    async def report_outage(self) -> None:
        """Tell everybody of a failure that only several answers together show."""
        await self._report(ok=False)

    def reason_of(self, trouble: Trouble) -> Unanswered:
        """The documented code of a trouble, and when asking again may help."""
        return Unanswered(reason=f"{self._source}-{trouble.name}", retry_after_s=trouble.hold_back_s)

    async def _leave(self, *, until: float, awaits_probe: bool) -> Unanswered | None:
        """Wait for a slot of the shared pace; returns why there is none. Whoever probes does not await itself."""
        look_until = min(until, self._clock.monotonic() + _PROBE_PATIENCE_S)
        while True:
            patience_s = min(_LONGEST_PATIENCE_S, self._time_left_s(until) - _SHORTEST_REQUEST_S)
            if patience_s < 0:
                return Unanswered(reason=OUT_OF_TIME)
            leave = await asyncio.to_thread(self._pacer.reserve, self._source, patience_s=patience_s)
            if not isinstance(leave, Refusal):
                await self._pause(leave.wait_s)
                return None
            is_worth_a_look = awaits_probe and self._clock.monotonic() < look_until
            if leave.reason != CIRCUIT_PROBING or not is_worth_a_look:
                return Unanswered(reason=leave.reason, retry_after_s=leave.retry_after_s)
            await self._pause(_PROBE_LOOK_S)

    async def _get(
        self, url: str, read: Callable[[bytes], T], *, until: float
    ) -> tuple[T | None, Trouble | None]:
        timeout_s = min(self._timeout_s, self._time_left_s(until))
        try:
            async with asyncio.timeout(max(0.0, timeout_s)):
                async with self._client.stream("GET", url, timeout=timeout_s) as response:
                    body = await read_bounded(response)
            trouble = self._judge(response.status_code, body)
            return (None, trouble) if trouble else (read(body), None)
        except (TimeoutError, httpx.TimeoutException):
            return None, TIMEOUT
        except httpx.DecodingError:
            return None, UNREADABLE
        except httpx.TransportError:
            return None, ERROR
        except (AnswerTooLarge, Unreadable):
            return None, UNREADABLE

    def _log_trouble(self, trouble: Trouble, requests: int) -> None:
        self._log.warning(
            "catalogue_trouble", source=self._source.value, trouble=trouble.name, request=requests
        )
        if trouble.name == LIMITED.name:
            emit(self._log, {"Catalogue429s": 1})

    async def _report(self, *, ok: bool, hold_back_s: float = 0.0) -> None:
        await asyncio.to_thread(self._pacer.report, self._source, ok=ok, retry_after_s=hold_back_s)

    async def _back_off(self, tries: int, *, until: float) -> bool:
        """Full jitter, longer each time; False where no time would be left for another request."""
        longest_s = min(_LONGEST_BACKOFF_S, _FIRST_BACKOFF_S * 2**tries)
        wait_s = self._jitter.uniform(0.0, longest_s)
        if self._time_left_s(until) < wait_s + _SHORTEST_REQUEST_S:
            return False
        await self._pause(wait_s)
        return True

    async def _pause(self, seconds: float) -> None:
        if seconds > 0:
            await self._clock.pause(seconds)

    def _time_left_s(self, until: float) -> float:
        return until - self._clock.monotonic()
