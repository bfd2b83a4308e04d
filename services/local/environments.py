"""An execution environment seen from outside: a warm process that is given one event at a time."""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.local.children import close_input, open_log
from services.local.emulator import ACCOUNT, PROJECT, REGION
from services.local.function_shapes import FunctionShape

_START_WITHIN_S = 30.0


class InvocationFailed(Exception):
    """The handler raised, crashed or overran; ``error`` is the document that Lambda would answer with."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.error = {"errorType": kind, "errorMessage": message}


class Environment:
    """One warm process; it takes one invocation at a time and is of no more use once it has crashed."""

    def __init__(self, shape: FunctionShape, *, variables: Mapping[str, str], log: Path) -> None:
        self._shape = shape
        with open_log(log) as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.local.environment", shape.handler],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                env={**variables, **_lambda_variables(shape)},
                cwd=PROJECT,
                start_new_session=True,
            )
        self._unread = b""

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def start(self) -> None:
        """Wait until the handler is imported; raises InvocationFailed."""
        self._result_of(self._read_answer(time.monotonic() + _START_WITHIN_S))

    def invoke(self, event: Any, *, request_id: str) -> Any:
        """The handler's result; raises InvocationFailed."""
        context = {
            "aws_request_id": request_id,
            "function_name": self._shape.name,
            "memory_limit_in_mb": self._shape.memory_mb,
            "invoked_function_arn": arn_of(self._shape.name),
            "deadline": time.time() + self._shape.timeout_s,
        }
        self._send({"event": event, "context": context})
        return self._result_of(self._read_answer(time.monotonic() + self._shape.timeout_s))

    @property
    def usable(self) -> bool:
        """Whether the process can take another invocation."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.wait()

    def dispose(self) -> None:
        """End the process and close its pipes: for whoever is the last to hold this environment."""
        self.kill()
        close_input(self._process)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _send(self, invocation: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101 - narrows the type: it was opened as a pipe
        try:
            self._process.stdin.write(json.dumps(invocation).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._crash() from None

    def _read_answer(self, end: float) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 - narrows the type: it was opened as a pipe
        channel = self._process.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(channel, selectors.EVENT_READ)
            while b"\n" not in self._unread:
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise self._overrun()
                piece = os.read(channel, 1 << 16)
                if not piece:
                    raise self._crash()
                self._unread += piece
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _result_of(self, answer: dict[str, Any]) -> Any:
        if error := answer.get("error"):
            raise InvocationFailed(error["errorType"], error["errorMessage"])
        return answer.get("result")

    def _overrun(self) -> InvocationFailed:
        self.kill()
        return InvocationFailed("Sandbox.Timedout", f"Task timed out after {self._shape.timeout_s} seconds")

    def _crash(self) -> InvocationFailed:
        self.kill()
        status = self._process.returncode
        return InvocationFailed("Runtime.ExitError", f"the process of {self._shape.name} ended with {status}")


def arn_of(name: str) -> str:
    """A function's ARN on this machine."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"


def _lambda_variables(shape: FunctionShape) -> dict[str, str]:
    return {
        "AWS_LAMBDA_FUNCTION_NAME": shape.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(shape.memory_mb),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "PYTHONUNBUFFERED": "1",
    }
