"""Ports that fail: around every call a process may wait, be refused, lose the answer, repeat itself, or die."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, cast

from bench.fault_harness import weather as faults
from bench.fault_harness.stage import Stage
from bench.fault_harness.weather import Weather
from fanfolio.adapters.memory import MemoryBookQueue, MemoryCatalogueCache, MemoryObjects
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.messages import ChunkMessage
from fanfolio.ports import CachedAnswer

_LONGEST_SLOW_CALL_S = 45.0
_LONGEST_PAUSE_OF_CLIENTS_S = 12.0

# What AWS's client sends again by itself when an answer is lost; sending it twice must do no harm.
_REPEATED_BY_CLIENTS = frozenset(
    {
        "create",
        "advance",
        "describe",
        "settle",
        "reopen",
        "watch",
        "erase",
        "confirm_erased",
        "claim",
        "release",
        "put",
        "start_orchestrator",
        "start_aggregator",
    }
)

# Calls that answer with one value after another: all of them are read at once, at the moment of the call.
_LISTS = frozenset({"keys", "get_all", "open_jobs", "erasures"})

DYNAMODB, S3, SQS, LAMBDA = "DynamoDB", "S3", "SQS", "Lambda"


class Perils:
    """What may befall the process that makes a call."""

    def __init__(self, stage: Stage, weather: Weather) -> None:
        self._stage = stage
        self._weather = weather

    def strikes(self, fault: str, *, whom: str, times: float = 1.0, call: int = 0) -> bool:
        """Whether this fault happens now; ``call`` is the number of the call that it would befall."""
        return self._weather.strikes(fault, whom=whom, at_s=self._stage.now_s, call=call, times=times)

    def survive(self, call: Callable[[], Any], *, of: str, name: str, repeatable: bool) -> Any:
        """Make one call of a port, come what may; ``of`` says whose port it is."""
        process = self._stage.current
        number = self._stage.count_call(f"{of}.{name}")

        def strikes(fault: str, whom: str) -> bool:
            return self.strikes(fault, whom=whom, call=number)

        if strikes(faults.CLOCK_JUMPS, process.name):
            process.skew_s = self._weather.skew_s()
        self._stage.wait(self._slow_s() if strikes(faults.SLOW, of) else 0.0)
        if strikes(faults.KILLED_BEFORE, process.name):
            self._stage.kill_current()
        if strikes(faults.REFUSED, of):
            raise StorageUnavailable("injected: nothing was done")
        answer = call()
        if repeatable and strikes(faults.SENT_TWICE, of):
            # The client has waited in vain for the first answer: meanwhile others go on.
            self._stage.wait(self._weather.dice.choice((0.0, 0.2, _LONGEST_PAUSE_OF_CLIENTS_S)))
            answer = call()
        if strikes(faults.KILLED_AFTER, process.name):
            self._stage.kill_current()
        if strikes(faults.ANSWER_LOST, of):
            raise StorageUnavailable("injected: it was done, but nobody heard")
        self._stage.wait()
        return answer

    def _slow_s(self) -> float:
        return self._weather.dice.uniform(1.0, _LONGEST_SLOW_CALL_S)


class Imperilled:
    """Any port, with every call in peril; what is a stream of values is read at once."""

    def __init__(self, port: object, perils: Perils, *, of: str) -> None:
        self._port = port
        self._perils = perils
        self._of = of

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        def call(*arguments: Any, **named: Any) -> Any:
            def once() -> Any:
                answer = method(*arguments, **named)
                return iter(list(answer)) if name in _LISTS else answer

            return self._survive(once, name)

        return call

    def _survive(self, call: Callable[[], Any], name: str) -> Any:
        return self._perils.survive(call, of=self._of, name=name, repeatable=name in _REPEATED_BY_CLIENTS)


class ImperilledQueue:
    """A queue that may take only a part of what is sent, and say so."""

    def __init__(self, queue: MemoryBookQueue, perils: Perils) -> None:
        self._queue = queue
        self._perils = perils

    def send(self, messages: Sequence[ChunkMessage], *, delay_s: int = 0) -> None:
        """Send all, a part, or none."""
        if len(messages) > 1 and self._perils.strikes(faults.PARTIAL_SEND, whom=SQS, times=4):
            self._send(messages[: len(messages) // 2], delay_s)
            raise StorageUnavailable("injected: only a part was sent")
        self._send(messages, delay_s)

    def hide(self, receipt: str, *, visibility_timeout_s: float) -> None:
        """Hide a delivered message."""
        self._perils.survive(
            lambda: self._queue.hide(receipt, visibility_timeout_s=visibility_timeout_s),
            of=SQS,
            name="hide",
            repeatable=False,
        )

    def _send(self, messages: Sequence[ChunkMessage], delay_s: int) -> None:
        self._perils.survive(
            lambda: self._queue.send(messages, delay_s=delay_s), of=SQS, name="send", repeatable=True
        )


class ImperilledObjects(Imperilled):
    """Objects whose deletion may stop half-way; a stream is stored from where it stands, however often."""

    def put(self, key: str, body: Any, **about: Any) -> None:
        """Store an object."""
        content = body if isinstance(body, bytes) else body.read()
        self._survive(lambda: cast(MemoryObjects, self._port).put(key, content, **about), "put")

    def delete(self, keys: Iterable[str]) -> None:
        """Delete all, a part, or none."""
        doomed, objects = list(keys), cast(MemoryObjects, self._port)
        if len(doomed) > 1 and self._perils.strikes(faults.PARTIAL_DELETE, whom=S3, times=12):
            self._survive(lambda: objects.delete(doomed[: len(doomed) // 2]), "delete")
            raise StorageUnavailable("injected: only a part was deleted")
        self._survive(lambda: objects.delete(doomed), "delete")


class ImperilledCache:
    """A cache that may be out, which its users must not notice; but they may die over it."""

    def __init__(self, cache: MemoryCatalogueCache, perils: Perils) -> None:
        self._cache = cache
        self._perils = perils

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        """What is known, or nothing."""
        try:
            return cast(
                Mapping[str, CachedAnswer],
                self._perils.survive(
                    lambda: self._cache.get(keys), of=DYNAMODB, name="cache", repeatable=False
                ),
            )
        except StorageUnavailable:
            return {}

    def put(self, answers: Mapping[str, CachedAnswer]) -> None:
        """Remember, or not."""
        try:
            self._perils.survive(
                lambda: self._cache.put(answers), of=DYNAMODB, name="remember", repeatable=True
            )
        except StorageUnavailable:
            return
