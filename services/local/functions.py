"""A function: a handler with its execution environments, started on demand, kept warm, killed when they overrun."""

import threading
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from services.local.environments import Environment, InvocationFailed
from services.local.function_shapes import FunctionShape


class Function:
    """A function: as many environments as there are invocations at once, up to its concurrency."""

    def __init__(self, shape: FunctionShape, *, variables: Mapping[str, str], log: Path) -> None:
        self.shape = shape
        self.log = log
        self._variables = variables
        self._places = threading.BoundedSemaphore(shape.concurrency)
        self._idle: list[Environment] = []
        self._all: set[Environment] = set()
        self._lock = threading.Lock()
        self._closed = False

    def invoke(self, event: Any, *, request_id: str | None = None) -> Any:
        """Run the handler in a free or new environment, waiting for a place; raises InvocationFailed."""
        with self._places:
            environment = self._take()
            try:
                return environment.invoke(event, request_id=request_id or str(uuid.uuid4()))
            finally:
                self._give_back(environment)

    def warm_up(self, count: int = 1) -> None:
        """Have ``count`` environments ready, so that first invocations need not wait for imports.

        Raises InvocationFailed where the handler cannot be imported.
        """
        with ThreadPoolExecutor(count) as starting:
            ready = list(starting.map(lambda _: self._take(), range(count)))
        for environment in ready:
            self._give_back(environment)

    @contextmanager
    def throttled(self) -> Iterator[None]:
        """No invocation begins before the end of the ``with``, as with a reserved concurrency of 0.

        Those under way are waited for.
        """
        with ExitStack() as places:
            for _ in range(self.shape.concurrency):
                places.enter_context(self._places)
            yield

    def pids(self) -> frozenset[int]:
        """The processes of this function's environments."""
        with self._lock:
            return frozenset(environment.pid for environment in self._all)

    def close(self) -> None:
        """End all environments; invocations that were under way fail."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._forget(self._idle.pop())
            # Whoever waits for a busy one sees it end, and disposes of it.
            for environment in self._all:
                environment.kill()

    def _take(self) -> Environment:
        with self._lock:
            while self._idle:
                environment = self._idle.pop()
                if environment.usable:
                    return environment
                self._forget(environment)
        return self._start()

    def _start(self) -> Environment:
        with self._lock:
            if self._closed:
                raise InvocationFailed("Runtime.Closed", f"{self.shape.name} is being stopped")
            environment = Environment(self.shape, variables=self._variables, log=self.log)
            self._all.add(environment)
        try:
            environment.start()
        except InvocationFailed:
            with self._lock:
                self._forget(environment)
            raise
        return environment

    def _give_back(self, environment: Environment) -> None:
        with self._lock:
            if environment.usable and not self._closed:
                self._idle.append(environment)
            else:
                self._forget(environment)

    def _forget(self, environment: Environment) -> None:
        self._all.discard(environment)
        environment.dispose()
