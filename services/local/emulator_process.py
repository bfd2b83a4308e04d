"""The embedded AWS emulator's own process, run by the Python of ``.venv-emulator``: serves, and saves its state.

The emulator writes its state only when it stops in order. This launcher also saves it every few seconds while
it changes, so that killing everything loses at most that; where the state is so large that writing takes long, up
to a minute passes between two savings.
It ends when its standard input does: no orphan stays.

Usage: python emulator_process.py PORT   (the rest comes as environment variables, see emulator.py)
"""

import asyncio
import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Any, Any], Awaitable[None]]

SAVE_EVERY_S = 2.0

# All of the state is written each time, and nothing is served meanwhile. Without a bound on the share of time that
# this takes, an import of 100,000 books would spend most of its time on it.
SAVING_SHARE = 0.05
SAVE_AT_LEAST_EVERY_S = 60.0

# Calls that change nothing worth saving: without them an idle pipeline would write its state for ever.
_READS = frozenset(
    {"GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable", "ListTables"}
    | {"ReceiveMessage", "GetQueueUrl", "GetQueueAttributes", "ListQueues"}
)


class ChangeWatch:
    """Passes requests on to the emulator and remembers whether any of them may have changed its state."""

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self.changed = False

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        await self._app(scope, receive, send)
        if scope["type"] == "http" and not _only_reads(scope):
            self.changed = True


def _only_reads(scope: Scope) -> bool:
    if scope["method"] in ("GET", "HEAD"):
        return True
    target = dict(scope["headers"]).get(b"x-amz-target", b"").decode("latin-1")
    return target.rpartition(".")[2] in _READS


def main() -> None:
    """Serve on 127.0.0.1 at the given port until SIGTERM, SIGINT or the end of standard input."""
    asyncio.run(_serve(int(sys.argv[1])))


async def _serve(port: int) -> None:
    emulator = importlib.import_module("ministack.app")
    # Queues are kept under their URL: on another port after a restart, they would not be found again.
    queues: Any = importlib.import_module("ministack.services.sqs")
    queues.DEFAULT_PORT = "4566"
    stopping = asyncio.Event()
    _stop_on_signals(asyncio.get_running_loop(), stopping)
    watch = ChangeWatch(emulator.app)
    saver = asyncio.create_task(_save_regularly(emulator, watch))
    config = importlib.import_module("hypercorn.config").Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1.0
    config.loglevel = "WARNING"
    serve = importlib.import_module("hypercorn.asyncio").serve
    await serve(watch, config, shutdown_trigger=stopping.wait)
    saver.cancel()


def _stop_on_signals(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)

    def watch_the_parent() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            continue
        loop.call_soon_threadsafe(stopping.set)

    threading.Thread(target=watch_the_parent, daemon=True).start()


async def _save_regularly(emulator: Any, watch: ChangeWatch) -> None:
    """Save in the serving loop itself, between requests, so that tables and queue are of the same moment."""
    pause_s = SAVE_EVERY_S
    while True:
        await asyncio.sleep(pause_s)
        if watch.changed and emulator.PERSIST_STATE:
            watch.changed = False
            began = time.monotonic()
            emulator.save_all(emulator._build_persistence_save_dict())
            pause_s = pause_before_saving_again(time.monotonic() - began)


def pause_before_saving_again(took_s: float) -> float:
    """How long to serve after a saving that took so long."""
    return min(max(SAVE_EVERY_S, took_s / SAVING_SHARE), SAVE_AT_LEAST_EVERY_S)


if __name__ == "__main__":
    main()
