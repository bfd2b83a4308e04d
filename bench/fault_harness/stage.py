"""The stage: processes that take turns one port call at a time, on a clock that moves only when all of them wait.

Each process is a thread, but only one ever runs: a seeded choice hands the turn over at every call of a port. So
every interleaving of effects can happen, and the same seed always gives the same one.
"""

import asyncio
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

_START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Killed(BaseException):
    """This process is no more: no ``except Exception`` sees it, and every further call of it raises it again."""


@dataclass(eq=False, slots=True)
class Process:
    """One process of the play; ``dies_at_s`` is its time limit, ``skew_s`` how far its wall clock is off.

    ``calls`` are those of ports that it has begun, by name, in their order.
    """

    name: str
    body: Callable[[], None]
    wake_at_s: float
    dies_at_s: float | None = None
    skew_s: float = 0.0
    dead: bool = False
    over: bool = False
    calls: list[str] = field(default_factory=list)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.turn.acquire()


class Stage:
    """Runs processes until ``quiet`` says that all is done, or the play has lasted too long."""

    def __init__(self, dice: Random) -> None:
        self.now_s = 0.0
        self.calls = 0
        self.cues: dict[int, list[Callable[[], None]]] = {}
        self.crashes: list[BaseException] = []
        self._dice = dice
        self._trace = hashlib.sha256()
        self._processes: list[Process] = []
        self._current: Process | None = None
        self._stage_turn = threading.Lock()
        self._stage_turn.acquire()

    @property
    def trace(self) -> str:
        """A digest of all that happened: two plays with the same trace are the same play."""
        return self._trace.hexdigest()[:16]

    @property
    def current(self) -> Process:
        """The process whose turn it is."""
        assert self._current is not None  # noqa: S101 - narrows the type: ports are called by processes only
        return self._current

    def enter(
        self,
        name: str,
        body: Callable[[], None],
        *,
        delay_s: float = 0.0,
        limit_s: float | None = None,
        skew_s: float = 0.0,
    ) -> Process:
        """Have a process begin ``delay_s`` from now; past ``limit_s`` of running it is killed."""
        begins_s = self.now_s + delay_s
        process = Process(
            name=name,
            body=body,
            wake_at_s=begins_s,
            dies_at_s=None if limit_s is None else begins_s + limit_s,
            skew_s=skew_s,
        )
        self._processes.append(process)
        threading.Thread(target=self._perform, args=(process,), name=name, daemon=True).start()
        return process

    def count_call(self, name: str) -> int:
        """A port is being called, its number is returned; whoever has that call for a cue enters."""
        self.calls += 1
        self.current.calls.append(name)
        self._trace.update(f"{self.now_s:.6f} {self.current.name} {name}\n".encode())
        for cue in self.cues.pop(self.calls, ()):
            cue()
        return self.calls

    def wait(self, seconds: float = 0.0) -> None:
        """Give the turn away for so long (0: until the dice give it back); raises Killed in a dead process."""
        process = self.current
        if process.dead:
            raise Killed
        wake_at_s = self.now_s + seconds
        if process.dies_at_s is not None and wake_at_s >= process.dies_at_s:
            wake_at_s, process.dead = process.dies_at_s, True
        process.wake_at_s = wake_at_s
        self._stage_turn.release()
        process.turn.acquire()
        if process.dead:
            raise Killed

    def kill_current(self) -> None:
        """End the process whose turn it is, here and now."""
        self.current.dead = True
        raise Killed

    def play(self, quiet: Callable[[], bool], *, limit_s: float) -> bool:
        """Hand out turns; whether it became quiet within ``limit_s`` of the play's own time."""
        while not quiet():
            ready = [process for process in self._processes if process.wake_at_s <= self.now_s]
            if not ready:
                if not self._processes:
                    return True
                self.now_s = min(process.wake_at_s for process in self._processes)
                if self.now_s > limit_s:
                    return False
                continue
            self._hand_turn_to(self._dice.choice(ready))
        return True

    def clear(self) -> None:
        """Kill whoever is left: a play that is over keeps no threads."""
        while self._processes:
            process = self._processes[0]
            process.dead = True
            self._hand_turn_to(process)

    def _hand_turn_to(self, process: Process) -> None:
        self._current = process
        process.turn.release()
        self._stage_turn.acquire()
        self._current = None
        if process.over:
            self._processes.remove(process)

    def _perform(self, process: Process) -> None:
        process.turn.acquire()
        try:
            if not process.dead:
                process.body()
        except Killed:
            process.dead = True
        except BaseException as exc:  # noqa: BLE001 - the edge of a process: whoever plays looks at it
            self.crashes.append(exc)
        finally:
            process.over = True
            self._stage_turn.release()


class StageClock:
    """Each process's view of the stage's time: sleeping gives the turn away, wall clocks may be off."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def now(self) -> datetime:
        """Aware UTC, as this process's wall clock has it."""
        return _START + timedelta(seconds=self._stage.now_s + self._stage.current.skew_s)

    def monotonic(self) -> float:
        """Seconds since the play began."""
        return self._stage.now_s

    def sleep(self, seconds: float) -> None:
        """Let others play."""
        self._stage.wait(seconds)

    async def pause(self, seconds: float) -> None:
        """The same for a coroutine: it has its process for itself."""
        self._stage.wait(seconds)
        await asyncio.sleep(0)
