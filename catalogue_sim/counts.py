"""Every request counted: by route and status, at once, by client and by second."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

_SECONDS_KEPT = 3_600


@dataclass(frozen=True, slots=True)
class Visit:
    """A request under way; ``ordinal`` counts from 1 since the last reset."""

    ordinal: int
    route: str


class Counts:
    """What a polite client would like to know about itself; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._requests = 0
        self._outcomes: dict[str, Counter[str]] = {}
        self._under_way = 0
        self._most_at_once = 0
        self._addresses: set[str] = set()
        self._user_agents: Counter[str] = Counter()
        self._seconds: deque[tuple[int, int]] = deque(maxlen=_SECONDS_KEPT)

    def arrive(self, *, route: str, address: str, user_agent: str) -> Visit:
        """A request has come in."""
        self._requests += 1
        self._under_way += 1
        self._most_at_once = max(self._most_at_once, self._under_way)
        self._addresses.add(address)
        self._user_agents[user_agent] += 1
        self._count_second(int(self._clock() - self._began))
        return Visit(self._requests, route)

    def leave(self, visit: Visit, *, outcome: str) -> None:
        """A request has ended: with a status, or in a fault without one (``reset``, ``cut``, ``hang``)."""
        self._under_way -= 1
        self._outcomes.setdefault(visit.route, Counter())[outcome] += 1

    def as_json(self) -> dict[str, object]:
        """Everything counted since the last reset; ``per_second`` lists [second, requests] where there were any."""
        return {
            "requests": self._requests,
            "too_many": sum(outcomes["429"] for outcomes in self._outcomes.values()),
            "by_route": {route: dict(outcomes) for route, outcomes in self._outcomes.items()},
            "under_way": self._under_way,
            "most_at_once": self._most_at_once,
            "clients": len(self._addresses),
            "user_agents": dict(self._user_agents),
            "per_second": [list(second) for second in self._seconds],
        }

    def _count_second(self, second: int) -> None:
        last = self._seconds[-1] if self._seconds else None
        if last is not None and last[0] == second:
            self._seconds[-1] = (second, last[1] + 1)
        else:
            self._seconds.append((second, 1))
