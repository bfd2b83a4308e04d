"""One execution environment: a process that imports a handler once and answers events one at a time.

``python -m services.local.environment MODULE:FUNCTION`` reads one JSON invocation a line from standard input and
writes one JSON answer a line to what was its standard output; whatever the handler prints goes to standard error.
It ends at once when its standard input does, busy or not, so that it never outlives whoever started it.
"""

import importlib
import json
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

Handler = Callable[[Any, "Context"], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a handler is told about its invocation, under the names that Lambda uses."""

    aws_request_id: str
    function_name: str
    memory_limit_in_mb: int
    invoked_function_arn: str
    deadline: float
    function_version: str = "$LATEST"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until this environment is killed."""
        return max(0, round((self.deadline - time.time()) * 1000))


def main() -> None:
    """Answer invocations until standard input ends."""
    answers = _take_standard_output()
    handler = _load(sys.argv[1], answers)
    invocations = _read_invocations()
    while True:
        _write(answers, _answer(handler, json.loads(invocations.get())))


def _take_standard_output() -> BinaryIO:
    """Keep the answers' channel to ourselves: a handler's print must not be taken for an answer."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _load(name: str, answers: BinaryIO) -> Handler:
    module, _, function = name.partition(":")
    try:
        handler: Handler = getattr(importlib.import_module(module), function)
    except Exception as exc:  # noqa: BLE001 - a process edge: the error is the answer, as Lambda gives it
        traceback.print_exc()
        _write(answers, _failure(exc))
        sys.exit(1)
    _write(answers, {"ready": True})
    return handler


def _read_invocations() -> "queue.SimpleQueue[bytes]":
    """Lines as they come, from a thread: it also notices while the handler is busy that nobody listens any more."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=read, name="invocations", daemon=True).start()
    return lines


def _answer(handler: Handler, invocation: dict[str, Any]) -> dict[str, Any]:
    try:
        result = handler(invocation["event"], Context(**invocation["context"]))
        json.dumps(result)
    except Exception as exc:  # noqa: BLE001 - a process edge: the error is the answer, as Lambda gives it
        traceback.print_exc()
        return _failure(exc)
    return {"result": result}


def _failure(exc: Exception) -> dict[str, Any]:
    return {"error": {"errorType": type(exc).__name__, "errorMessage": str(exc)}}


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
