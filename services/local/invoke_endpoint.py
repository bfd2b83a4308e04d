"""As much of Lambda's Invoke API as is needed to start functions: boto3 finds it by AWS_ENDPOINT_URL_LAMBDA.

``Event`` is answered 202 at once and tried up to three times, as Lambda does (though seconds apart, not minutes);
``RequestResponse`` waits and answers the handler's result.
"""

import json
import logging
import re
import threading
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from services.local.children import LOOPBACK
from services.local.environments import InvocationFailed
from services.local.functions import Function

_log = logging.getLogger("fanfolio.local")

_PATH = re.compile(r"/2015-03-31/functions/([^/]+)/invocations(?:\?.*)?")
_RETRY_AFTER_S = (1.0, 2.0)
_ASYNC_PAYLOAD_LIMIT_BYTES = 1024 * 1024
_SYNC_PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024
_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer of the Invoke API."""

    status: int
    body: Any = None
    headers: Mapping[str, str]

    @classmethod
    def error(cls, status: int, kind: str, message: str) -> "Answer":
        """An error in the shape that AWS clients understand."""
        return cls(
            status=status, body={"Type": "User", "Message": message}, headers={"x-amzn-ErrorType": kind}
        )


class Invoker:
    """Runs functions by name, now or in the background."""

    def __init__(
        self, functions: Mapping[str, Function], *, retry_after_s: tuple[float, ...] = _RETRY_AFTER_S
    ) -> None:
        self._functions = functions
        self._retry_after_s = retry_after_s
        self._background = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="async-invoke")
        self._stopping = threading.Event()

    def answer(self, name: str, payload: bytes, *, wait: bool) -> Answer:
        """Invoke; the answer is what the API says about it."""
        function = self._functions.get(name.rpartition(":")[2])
        if function is None:
            return Answer.error(404, "ResourceNotFoundException", f"Function not found: {name}")
        if len(payload) > (_SYNC_PAYLOAD_LIMIT_BYTES if wait else _ASYNC_PAYLOAD_LIMIT_BYTES):
            return Answer.error(413, "RequestTooLargeException", "the payload is larger than Lambda takes")
        try:
            event = json.loads(payload or b"{}")
        except ValueError:
            return Answer.error(400, "InvalidRequestContentException", "the payload is not JSON")
        request_id = str(uuid.uuid4())
        if wait:
            return _now(function, event, request_id)
        self._background.submit(self._with_retries, function, event, request_id)
        return Answer(status=202, headers={"x-amzn-RequestId": request_id})

    def start(self) -> None:
        """Nothing to do: it acts when it is asked to."""

    def stop(self) -> None:
        """Retry nothing more; what is under way is left to its function's end."""
        self._stopping.set()
        self._background.shutdown(wait=False, cancel_futures=True)

    def join(self) -> None:
        """Wait for what is under way: after the functions are closed, a moment."""
        self._background.shutdown(wait=True)

    def _with_retries(self, function: Function, event: Any, request_id: str) -> None:
        for pause_s in (*self._retry_after_s, None):
            try:
                function.invoke(event, request_id=request_id)
            except InvocationFailed as exc:
                if self._stopping.is_set():
                    return
                _log.warning("%s: async invocation %s failed (%s)", function.shape.name, request_id, exc)
            else:
                return
            if pause_s is None or self._stopping.wait(pause_s):
                return


def _now(function: Function, event: Any, request_id: str) -> Answer:
    headers = {"x-amzn-RequestId": request_id, "X-Amz-Executed-Version": "$LATEST"}
    try:
        result = function.invoke(event, request_id=request_id)
    except InvocationFailed as exc:
        return Answer(status=200, body=exc.error, headers={**headers, "X-Amz-Function-Error": "Unhandled"})
    return Answer(status=200, body=result, headers=headers)


@contextmanager
def serve_invocations(invoker: Invoker, port: int) -> Iterator[None]:
    """Answer on a loopback port."""
    server = ThreadingHTTPServer((LOOPBACK, port), _request_handler(invoker))
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), name="invoke-endpoint", daemon=True)
    serving.start()
    try:
        yield
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def _request_handler(invoker: Invoker) -> type[BaseHTTPRequestHandler]:
    class Invocations(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def do_POST(self) -> None:
            payload = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = _PATH.fullmatch(self.path)
            if path is None:
                self._send(Answer.error(404, "ResourceNotFoundException", "only Invoke is spoken here"))
                return
            kind = self.headers.get("X-Amz-Invocation-Type", "RequestResponse")
            self._send(invoker.answer(unquote(path[1]), payload, wait=kind != "Event"))

        def _send(self, answer: Answer) -> None:
            body = b"" if answer.status == 202 else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing: functions log for themselves."""

    return Invocations
