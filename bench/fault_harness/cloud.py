"""The cloud around the handlers: asynchronous starts, queue mappings, the sweep, all forgetful like the real ones."""

from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.fault_harness import ports
from bench.fault_harness import weather as faults
from bench.fault_harness.ports import Perils
from bench.fault_harness.stage import Killed, Stage
from bench.fault_harness.weather import Weather
from fanfolio.adapters.memory import MemoryBookQueue, Received
from fanfolio.messages import decode_chunk
from fanfolio.ports import Delivery

_FUNCTION_LIMIT_S = 300.0
_WORKER_LIMIT_S = 30.0
_RETRY_AFTER_S = (60.0, 120.0)
_VISIBILITY_S = 180.0
_POLL_S = 0.5
_SWEEP_EVERY_S = 60.0

_SEND = f"{ports.SQS}.send"
_WRITES = frozenset({f"{ports.S3}.put", f"{ports.DYNAMODB}.settle"})


def finished(coroutine: Coroutine[Any, Any, Any]) -> None:
    """Run a coroutine that only ever waits for the stage: it needs no event loop."""
    try:
        while True:
            coroutine.send(None)
    except StopIteration:
        return
    finally:
        coroutine.close()


@dataclass(slots=True)
class Functions:
    """What the cloud calls; wired after it, since they in turn start each other through it."""

    fan_out: Callable[[str], object]
    watch_job: Callable[..., object]
    take_message: Callable[..., Coroutine[Any, Any, Any]]
    bury: Callable[..., object]
    sweep: Callable[[], object]


@dataclass(slots=True)
class Cloud:
    """Calls functions as Lambda, SQS and EventBridge do; ``busy`` counts invocations that will still run.

    ``hasty`` counts workers that sent books back while something of the same message had still to be written: each
    failure of that write would send them once more.
    """

    stage: Stage
    weather: Weather
    perils: Perils
    queue: MemoryBookQueue
    functions: Functions | None = None
    busy: int = 0
    deliveries: dict[int, int] = field(default_factory=dict)
    in_hand: dict[int, frozenset[int]] = field(default_factory=dict)
    hasty: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    _first_received_s: dict[str, float] = field(default_factory=dict)
    _hands: int = 0

    def start_orchestrator(self, job_id: str) -> None:
        """As LambdaStarter does."""
        self._start("orchestrator", lambda: self._function.fan_out(job_id))

    def start_aggregator(self, job_id: str) -> None:
        """As LambdaStarter does."""
        self._start("aggregator", lambda: self._function.watch_job(job_id, until=self.stage.now_s + 285))

    def open(self) -> None:
        """Have the mappings and the schedule run for the rest of the play."""
        self.stage.enter("worker-mapping", lambda: self._map(self.queue, "worker", self._work))
        dead_letters = self.queue.dead_letters
        assert dead_letters is not None  # noqa: S101 - narrows the type: this queue was made with one
        self.stage.enter("dead-letter-mapping", lambda: self._map(dead_letters, "dead letters", self._bury))
        self.stage.enter("schedule", self._schedule, delay_s=self.weather.dice.uniform(0, _SWEEP_EVERY_S))

    @property
    def _function(self) -> Functions:
        assert self.functions is not None  # noqa: S101 - narrows the type: wired before anything is started
        return self.functions

    def _start(self, name: str, body: Callable[[], object]) -> None:
        if self.perils.strikes(faults.START_LOST, whom=name, times=3):
            return
        for _ in range(2 if self.perils.strikes(faults.START_DOUBLED, whom=name, times=3) else 1):
            late = self.perils.strikes(faults.START_LATE, whom=name, times=3)
            self._invoke(name, body, retries=len(_RETRY_AFTER_S), delay_s=40.0 if late else 0.05)

    def _invoke(self, name: str, body: Callable[[], object], *, retries: int, delay_s: float) -> None:
        self.busy += 1

        def invocation() -> None:
            try:
                body()
            except (Killed, Exception):
                if retries:
                    again_s = _RETRY_AFTER_S[-retries]
                    self._invoke(name, body, retries=retries - 1, delay_s=again_s)
                raise
            finally:
                self.busy -= 1

        self._enter(name, invocation, delay_s=delay_s, limit_s=_FUNCTION_LIMIT_S)

    def _map(self, queue: MemoryBookQueue, name: str, process: Callable[[Received], None]) -> None:
        while True:
            for received in queue.receive(most=1, visibility_timeout_s=_VISIBILITY_S):
                self._hand_over(queue, received, name, process)
            wait_s = queue.seconds_to_next()
            self.stage.wait(_POLL_S if wait_s is None else max(wait_s, 0.02))

    def _hand_over(
        self, queue: MemoryBookQueue, received: Received, name: str, process: Callable[[Received], None]
    ) -> None:
        numbers = frozenset(book.number for book in decode_chunk(received.body).books)
        self._first_received_s.setdefault(received.message_id, self.stage.now_s)
        self._disturb(queue, received, name)
        self._hands += 1
        hand = self._hands
        self.in_hand[hand] = numbers
        for number in numbers:
            self.deliveries[number] = self.deliveries.get(number, 0) + 1

        self.messages[f"messages handed to {name}"] += 1

        def invocation() -> None:
            try:
                try:
                    process(received)
                except BaseException:
                    self.messages[f"messages that failed or killed {name}"] += 1
                    raise
                if self.perils.strikes(faults.NOT_ACKNOWLEDGED, whom=name, times=2):
                    return
                queue.delete(received.receipt)
            finally:
                del self.in_hand[hand]

        self._enter(name, invocation, delay_s=0.01, limit_s=_WORKER_LIMIT_S)

    def _disturb(self, queue: MemoryBookQueue, received: Received, name: str) -> None:
        if self.perils.strikes(faults.SECOND_WORKER, whom=name, times=2):
            queue.hide(received.receipt, visibility_timeout_s=0.05)
        if self.perils.strikes(faults.DUPLICATE, whom=name, times=2):
            queue.send_body(received.body)
        if self.perils.strikes(faults.LATE, whom=name, times=2):
            queue.send_body(received.body, delay_s=self.weather.dice.randrange(30, 900))

    def _work(self, received: Received) -> None:
        delivery = Delivery(
            message=decode_chunk(received.body),
            receipt=received.receipt,
            receives=received.receives,
            waited_s=max(0.0, self._worker_time_s() - self._first_received_s[received.message_id]),
        )
        until = self.stage.now_s + _WORKER_LIMIT_S - 5.0
        try:
            finished(self._function.take_message(delivery, until=until, life_s=_WORKER_LIMIT_S))
        finally:
            self.hasty += _is_hasty(self.stage.current.calls)

    def _worker_time_s(self) -> float:
        """What the queue writes on a message is held against the worker's own clock."""
        return self.stage.now_s + self.stage.current.skew_s

    def _bury(self, received: Received) -> None:
        self._function.bury(decode_chunk(received.body))

    def _schedule(self) -> None:
        while True:
            self._enter("sweep", self._sweep, limit_s=60.0)
            self.stage.wait(_SWEEP_EVERY_S)

    def _sweep(self) -> None:
        self._function.sweep()

    def _enter(self, name: str, body: Callable[[], None], *, limit_s: float, delay_s: float = 0.0) -> None:
        self.stage.enter(name, body, delay_s=delay_s, limit_s=limit_s, skew_s=self.skew_s(name))

    def skew_s(self, name: str) -> float:
        """How far the clock of a new process is off."""
        return self.weather.skew_s() if self.perils.strikes(faults.CLOCK_OFF, whom=name, times=4) else 0.0


def _is_hasty(calls: Sequence[str]) -> bool:
    after_sending = calls[calls.index(_SEND) :] if _SEND in calls else ()
    return not _WRITES.isdisjoint(after_sending)
