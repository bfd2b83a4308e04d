"""What the simulator holds while it runs: its settings, its works, and what has happened so far."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Generic, TypeVar

from catalogue_sim.connections import Connections
from catalogue_sim.counts import Counts
from catalogue_sim.finder import Finder
from catalogue_sim.limits import NginxLimiter
from catalogue_sim.settings import SimSettings
from catalogue_sim.table import WorkTable, read_table
from catalogue_sim.volumes import Volume
from catalogue_sim.works import Work

_KEPT = 50_000

T = TypeVar("T")


class Served(Generic[T]):
    """The things served lately under their names, so that their own pages can be asked for."""

    def __init__(self) -> None:
        self._things: dict[str, T] = {}

    def keep(self, things: Iterable[tuple[str, T]]) -> None:
        """Remember these; the oldest are forgotten when there are too many."""
        self._things.update(things)
        while len(self._things) > _KEPT:
            del self._things[next(iter(self._things))]

    def get(self, name: str) -> T | None:
        """What was served under this name."""
        return self._things.get(name)


class Simulation:
    """The state behind the routes; ``clock`` gives seconds that never go back."""

    def __init__(
        self,
        settings: SimSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        connections: Connections | None = None,
    ) -> None:
        self.settings = settings
        self.connections = connections or Connections()
        self.table = read_table(Path(settings.works)) if settings.works else WorkTable()
        self.limiter = NginxLimiter(clock)
        self.counts = Counts(clock)
        self.google_used: Counter[str] = Counter()
        self.works: Served[Work] = Served()
        self.volumes: Served[Volume] = Served()
        self._clock = clock

    def change(self, changes: Mapping[str, object]) -> SimSettings:
        """Change some settings from now on; raises SettingsRefused."""
        self.settings = self.settings.updated(changes)
        return self.settings

    def reset(self) -> None:
        """Forget what has happened (requests, limits, quotas); the settings stay."""
        self.limiter.forget()
        self.counts = Counts(self._clock)
        self.google_used.clear()
        self.works = Served()
        self.volumes = Served()

    def finder(self, name: str) -> Finder:
        """The holdings of a catalogue."""
        return Finder(self.table, name=name, seed=self.settings.seed, miss_share=self.settings.miss_share)
