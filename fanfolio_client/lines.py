"""Those who hold conversations: `Line` in a thread, `AsyncLine` in an event loop. Nothing is decided here."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeAlias

import httpx

from fanfolio_client.http import Service, Timeouts, answer_of, client_options, lost, request_options
from fanfolio_client.job import Progress
from fanfolio_client.wire import Answer, Conversation, Lost, Pause, Reply, Request, Send, Step, T, Tell

OnProgress: TypeAlias = Callable[[Progress], object]


class Line:
    """A line to a service, for threads."""

    def __init__(
        self,
        service: Service,
        *,
        transport: httpx.BaseTransport | None,
        timeouts: Timeouts,
        sleep: Callable[[float], None],
    ) -> None:
        self.service = service
        self._timeouts = timeouts
        self._sleep = sleep
        self._http = httpx.Client(transport=transport, **client_options(service))

    def hold(self, conversation: Conversation[T], on_progress: OnProgress | None = None) -> T:
        """Hold a conversation to its end: its result, or what it raises."""
        reply: Reply = None
        while True:
            try:
                step = conversation.send(reply)
            except StopIteration as end:
                result: T = end.value
                return result
            reply = self._do(step, on_progress)

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def _do(self, step: Step, on_progress: OnProgress | None) -> Reply:
        match step:
            case Send(request):
                return self._send(request)
            case Pause(seconds):
                self._sleep(seconds)
            case Tell(progress) if on_progress is not None:
                on_progress(progress)
        return None

    def _send(self, request: Request) -> Answer | Lost:
        try:
            return answer_of(self._http.request(**request_options(self.service, request, self._timeouts)))
        except httpx.RequestError as exc:
            return lost(exc, self.service, request, self._timeouts)


class AsyncLine:
    """A line to a service, for event loops; a file is read from the disk as it is sent, in the loop."""

    def __init__(
        self,
        service: Service,
        *,
        transport: httpx.AsyncBaseTransport | None,
        timeouts: Timeouts,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.service = service
        self._timeouts = timeouts
        self._sleep = sleep
        self._http = httpx.AsyncClient(transport=transport, **client_options(service))

    async def hold(self, conversation: Conversation[T], on_progress: OnProgress | None = None) -> T:
        """Hold a conversation to its end: its result, or what it raises."""
        reply: Reply = None
        while True:
            try:
                step = conversation.send(reply)
            except StopIteration as end:
                result: T = end.value
                return result
            reply = await self._do(step, on_progress)

    async def close(self) -> None:
        """Close its connections."""
        await self._http.aclose()

    async def _do(self, step: Step, on_progress: OnProgress | None) -> Reply:
        match step:
            case Send(request):
                return await self._send(request)
            case Pause(seconds):
                await self._sleep(seconds)
            case Tell(progress) if on_progress is not None:
                told = on_progress(progress)
                if isawaitable(told):
                    await told
        return None

    async def _send(self, request: Request) -> Answer | Lost:
        try:
            options = request_options(self.service, request, self._timeouts)
            return answer_of(await self._http.request(**options))
        except httpx.RequestError as exc:
            return lost(exc, self.service, request, self._timeouts)
