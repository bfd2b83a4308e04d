"""Everything that calls handlers: the functions, the endpoint that starts them, the queues' mappings, the sweep."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from fanfolio.flow import assemble, fan_out
from services.local.children import DidNotStart
from services.local.clients import Clients
from services.local.environments import InvocationFailed
from services.local.function_shapes import (
    AGGREGATOR,
    BATCH_SIZE,
    DEAD_LETTERS,
    FUNCTIONS,
    ORCHESTRATOR,
    SWEEP,
    SWEEP_EVERY_S,
    WORKER,
    FunctionShape,
)
from services.local.functions import Function
from services.local.invoke_endpoint import Invoker, serve_invocations
from services.local.mapping import EventSourceMapping
from services.local.receipts import Receipts
from services.local.resources import Resources, queue_arn, queue_url
from services.local.schedule import Schedule

# Ready before the first upload, as many workers as an ordinary library has chunks; more start when they are needed.
_WARM = {ORCHESTRATOR: 1, WORKER: 6, AGGREGATOR: 1}


class Starter(Protocol):
    """Something that invokes functions by itself, and can be told to stop."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def join(self) -> None: ...


@contextmanager
def pumping(
    *,
    variables_of: Callable[[FunctionShape], Mapping[str, str]],
    port: int,
    clients: Clients,
    endpoint_url: str,
    names: Resources,
    state_dir: Path,
) -> Iterator[Mapping[str, Function]]:
    """Call handlers until the end of the ``with``; ``port`` is where functions can be invoked.

    ``variables_of`` gives each function its environment, and with it its credentials.
    """
    functions = {
        shape.name: Function(
            shape, variables=variables_of(shape), log=state_dir / "logs" / f"{shape.name}.log"
        )
        for shape in FUNCTIONS
    }
    invoker = Invoker(functions)
    sources = [
        _mapping(clients, endpoint_url, queue, functions[shape.name], state_dir)
        for queue, shape in ((names.queue, WORKER), (names.dead_letter_queue, DEAD_LETTERS))
    ]
    sweep = Schedule(
        functions[SWEEP.name],
        every_s=SWEEP_EVERY_S,
        again_after_s=sorted(lease.total_seconds() + 1 for lease in (assemble.LEASE, fan_out.LEASE)),
        rule="fanfolio-sweep",
    )
    starters: tuple[Starter, ...] = (*sources, sweep, invoker)
    with serve_invocations(invoker, port):
        for starter in starters:
            starter.start()
        try:
            _warm_up(functions)
            yield functions
        finally:
            for starter in starters:
                starter.stop()
            for function in functions.values():
                function.close()
            for starter in starters:
                starter.join()


def _mapping(
    clients: Clients, endpoint_url: str, queue: str, function: Function, state_dir: Path
) -> EventSourceMapping:
    return EventSourceMapping(
        queue=clients.sqs,
        queue_url=queue_url(endpoint_url, queue),
        queue_arn=queue_arn(queue),
        function=function,
        receipts=Receipts(state_dir / "in-flight" / queue),
        batch_size=BATCH_SIZE,
        maximum_concurrency=function.shape.concurrency,
    )


def _warm_up(functions: Mapping[str, Function]) -> None:
    for shape, count in _WARM.items():
        function = functions[shape.name]
        try:
            function.warm_up(count)
        except InvocationFailed as exc:
            raise DidNotStart(f"{shape.name} did not start ({exc}): see {function.log}") from exc
