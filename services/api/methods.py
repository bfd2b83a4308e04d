"""Which methods an address takes: HEAD is GET without its body, OPTIONS tells what there is."""

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = ("GET", "POST", "DELETE")


class AnswerHead:
    """Middleware: answers HEAD with what GET would answer, headers and all, and sends no body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            await send(message if message["type"] != "http.response.body" else {**message, "body": b""})

        await self._app({**scope, "method": "GET"}, receive, sending)


def methods_of(scope: Scope) -> list[str]:
    """The methods that this request's address takes; none where there is no such address."""
    routes: list[BaseRoute] = scope["app"].routes
    found = [method for method in _METHODS if _is_taken(routes, {**scope, "method": method})]
    if not found:
        return []
    return [*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"]


def _is_taken(routes: list[BaseRoute], scope: Scope) -> bool:
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
