"""Ports that fail: around every call a process may wait, be refused, lose the answer, repeat itself, or die."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from bench.fault_harness.stage import Stage
from bench.fault_harness.weather import Weather
from fanfolio.adapters.memory import MemoryBookQueue, MemoryObjects
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.messages import ChunkMessage

_LONGEST_SLOW_CALL_S = 45.0

# What AWS's client sends again by itself when an answer is lost; sending it twice must do no harm.
_REPEATED_BY_CLIENTS = frozenset(
    {"create", "advance", "describe", "settle", "reopen", "watch", "erase", "send"}
)

# Calls that answer with one value after another: all of them are read at once, at the moment of the call.
_LISTS = frozenset({"keys", "get_all", "open_jobs"})


class Perils:
    """What may befall the process that makes a call."""

    def __init__(self, stage: Stage, weather: Weather) -> None:
        self._stage = stage
        self._weather = weather

    def strikes(self, fault: str, *, times: float = 1.0) -> bool:
        """Whether this fault happens now."""
        return self._weather.strikes(fault, at_s=self._stage.now_s, times=times)

    def survive(self, call: Callable[[], Any], *, repeatable: bool) -> Any:
        """Make one call of a port, come what may."""
        self._stage.count_call()
        self._stage.wait(self._delay_s())
        if self.strikes("killed_before_call"):
            self._stage.kill_current()
        if self.strikes("refused_call"):
            raise StorageUnavailable("injected: nothing was done")
        answer = call()
        if repeatable and self.strikes("repeated_call"):
            answer = call()
        if self.strikes("killed_after_call"):
            self._stage.kill_current()
        if self.strikes("lost_answer"):
            raise StorageUnavailable("injected: it was done, but nobody heard")
        self._stage.wait()
        return answer

    def _delay_s(self) -> float:
        if self.strikes("slow_call"):
            return self._weather.dice.uniform(1.0, _LONGEST_SLOW_CALL_S)
        return 0.0


class Imperilled:
    """Any port, with every call in peril; what is a stream of values is read at once."""

    def __init__(self, port: object, perils: Perils) -> None:
        self._port = port
        self._perils = perils

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        def call(*arguments: Any, **named: Any) -> Any:
            def once() -> Any:
                answer = method(*arguments, **named)
                return iter(list(answer)) if name in _LISTS else answer

            return self._perils.survive(once, repeatable=name in _REPEATED_BY_CLIENTS)

        return call


class ImperilledQueue:
    """A queue that may take only a part of what is sent, and say so."""

    def __init__(self, queue: MemoryBookQueue, perils: Perils) -> None:
        self._queue = queue
        self._perils = perils

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        """Send all, a part, or none."""
        if len(messages) > 1 and self._perils.strikes("partial_send", times=4):
            self._send(messages[: len(messages) // 2], delay_s)
            raise StorageUnavailable("injected: only a part was sent")
        self._send(messages, delay_s)

    def hide(self, receipt: str, *, visibility_timeout_s: float) -> None:
        """Hide a delivered message."""
        self._perils.survive(
            lambda: self._queue.hide(receipt, visibility_timeout_s=visibility_timeout_s), repeatable=False
        )

    def _send(self, messages: Sequence[ChunkMessage], delay_s: int) -> None:
        self._perils.survive(lambda: self._queue.send(messages, delay_s=delay_s), repeatable=True)


class ImperilledObjects(Imperilled):
    """Objects whose deletion may stop half-way."""

    def delete(self, keys: Iterable[str]) -> None:
        """Delete all, a part, or none."""
        doomed, objects = list(keys), cast(MemoryObjects, self._port)
        if len(doomed) > 1 and self._perils.strikes("partial_delete", times=4):
            self._perils.survive(lambda: objects.delete(doomed[: len(doomed) // 2]), repeatable=True)
            raise StorageUnavailable("injected: only a part was deleted")
        self._perils.survive(lambda: objects.delete(doomed), repeatable=True)
