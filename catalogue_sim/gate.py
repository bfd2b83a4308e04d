"""What every catalogue request passes on its way in: counting, front-server rules, limits, faults, latency."""

import asyncio
import re
from urllib.parse import unquote_plus

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalogue_sim import answers, google_books
from catalogue_sim.counts import Visit
from catalogue_sim.dice import Dice
from catalogue_sim.faults import (
    Cut,
    Spoiled,
    address_of,
    fault_for,
    google_refusal,
    header_of,
    open_library_refusal,
    stay_silent,
)
from catalogue_sim.simulation import Simulation

CONTROL = "/_sim/"

_LONGEST_URL = 8 * 1024  # the front server's buffer for a request line
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+")
_SQL_LIKE = re.compile(r"""["']\s*--""")
_ROUTES = ("/search.json", "/api/books", "/works", "/books/v1/volumes")


class Gate:
    """The middleware in front of the catalogues' routes; the simulator's own controls pass untouched."""

    def __init__(self, app: ASGIApp, *, sim: Simulation) -> None:
        self._app = app
        self._sim = sim

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        visit = self._sim.counts.arrive(
            route=next(filter(scope["path"].startswith, _ROUTES), "other"),
            address=address_of(scope)[0],
            user_agent=header_of(scope, "user-agent"),
        )
        counts, passage = self._sim.counts, _Passage(self._app, self._sim, visit)
        try:
            await passage.go(scope, receive, send)
        finally:
            counts.leave(visit, outcome=passage.outcome)


class _Passage:
    """One request on its way; ``outcome`` is how it ended."""

    def __init__(self, app: ASGIApp, sim: Simulation, visit: Visit) -> None:
        self._app = app
        self._sim = sim
        self._settings = sim.settings
        self._visit = visit
        self.outcome = "gone"

    async def go(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noting_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.outcome = str(message["status"])
            await send(message)

        google = scope["path"].startswith(google_books.PREFIX)
        refusal = None if google else self._front_server(scope)
        delay_s = 0.0 if google or refusal else self._held_back_s(scope)
        if delay_s is None:
            refusal = answers.too_many_requests()
        if refusal is not None:
            await refusal(scope, receive, noting_send)
            return
        fault = self._fault(google=google)
        if fault == "hang":
            await self._hang(scope, receive, noting_send)
            return
        await asyncio.sleep((delay_s or 0.0) + self._latency_s())
        await self._answer(fault, scope, receive, noting_send)

    def _front_server(self, scope: Scope) -> Response | None:
        query = scope["query_string"]
        if len(scope.get("raw_path") or b"") + 1 + len(query) > _LONGEST_URL:
            return answers.html_page(414, "Request-URI Too Large")
        if self._settings.contact_required and not _CONTACT.search(header_of(scope, "user-agent")):
            return answers.html_page(403, "Forbidden")
        if _SQL_LIKE.search(unquote_plus(query.decode("latin-1"))):
            return answers.html_page(403, "Forbidden")
        return None

    def _held_back_s(self, scope: Scope) -> float | None:
        return self._sim.limiter.admit(address_of(scope)[0]) if self._settings.limits else 0.0

    def _fault(self, *, google: bool) -> str | None:
        mix = self._settings.google_errors if google else self._settings.errors
        return fault_for(self._visit.ordinal, mix=mix, seed=self._settings.seed)

    def _latency_s(self) -> float:
        jitter = Dice("jitter", self._settings.seed, self._visit.ordinal).share() * 2 - 1
        return max(0.0, self._settings.latency_ms + jitter * self._settings.jitter_ms) / 1000

    async def _hang(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.outcome = "hang"
        await stay_silent(receive, at_most_s=self._settings.hang_s)
        await answers.html_page(504, "Gateway Time-out")(scope, receive, send)
        self.outcome = "hang"

    async def _answer(self, fault: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        if fault is None:
            await self._app(scope, receive, send)
            return
        cut = Cut(self._sim.connections, scope)
        if fault == "reset":
            self.outcome = fault
            cut.at_once()
            await stay_silent(receive, at_most_s=1.0)
            return
        if refusal := self._refusal(fault, scope):
            await refusal(scope, receive, send)
            return
        spoiled = Spoiled(fault, send=send, slow_body_s=self._settings.slow_body_s, cut=cut)
        await self._app(scope, receive, spoiled)
        if fault == "cut":
            self.outcome = fault
            await stay_silent(receive, at_most_s=1.0)

    def _refusal(self, fault: str, scope: Scope) -> Response | None:
        if scope["path"].startswith(google_books.PREFIX):
            return google_refusal(fault)
        return open_library_refusal(fault, ordinal=self._visit.ordinal)
