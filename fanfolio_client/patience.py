"""How long to wait, and when to give up."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from fanfolio_client.answers import problem_of, retry_after_s
from fanfolio_client.errors import RequestInFlight
from fanfolio_client.wire import Answer, Lost

_NOT_EVEN_TRIED = 429
_FOR_NOW = frozenset({_NOT_EVEN_TRIED, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a request is sent, and for how long, before whatever came of it is final.

    All requests of this client can be repeated: reading changes nothing, an upload carries an idempotency key,
    retrying and deleting twice is the same as once. While a job is watched, a service may be away for
    ``watching_within_s``.
    """

    attempts: int = 4
    within_s: float = 30.0
    watching_within_s: float = 90.0
    first_pause_s: float = 0.25
    longest_pause_s: float = 5.0
    now: Callable[[], float] = time.monotonic
    random: Callable[[], float] = random.random

    def while_watching(self) -> "Patience":
        """The patience of whoever waits for a job that goes on meanwhile."""
        return replace(self, attempts=self.attempts * 6, within_s=self.watching_within_s)


class Attempts:
    """Counts attempts at one request; ``may_have_got_through``: one that is repeated may have been carried out."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._made = 0
        self.may_have_got_through = False
        self._end = patience.now() + patience.within_s

    def pause_after(self, reply: Answer | Lost) -> float | None:
        """Seconds until the request is worth sending again; ``None`` where the reply is final."""
        self._made += 1
        if self._made >= self._patience.attempts or not _is_for_now(reply):
            return None
        pause_s = self._backoff_s()
        if isinstance(reply, Answer):
            pause_s = max(pause_s, retry_after_s(reply) or 0.0)
        if self._patience.now() + pause_s > self._end:
            return None
        self.may_have_got_through |= not (isinstance(reply, Answer) and reply.status == _NOT_EVEN_TRIED)
        return pause_s

    def _backoff_s(self) -> float:
        """Doubled every time, and half of it by chance, so that many clients do not come back at once."""
        longest_s = min(
            self._patience.longest_pause_s, self._patience.first_pause_s * 2.0 ** (self._made - 1)
        )
        return longest_s * (0.5 + self._patience.random() / 2)


def _is_for_now(reply: Answer | Lost) -> bool:
    if isinstance(reply, Lost):
        return True
    return reply.status in _FOR_NOW or (
        reply.status == 409 and isinstance(problem_of(reply), RequestInFlight)
    )
