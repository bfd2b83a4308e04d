"""Google Books on the wire: volumes by query and single volumes, behind a key and a daily quota."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalogue_sim import isbn as isbns
from catalogue_sim import seeded
from catalogue_sim.answers import (
    google_error,
    google_quota_exceeded,
    google_unknown_location,
    json_answer,
)
from catalogue_sim.dice import Dice
from catalogue_sim.finder import Finder
from catalogue_sim.partial_response import masked
from catalogue_sim.query import Wanted
from catalogue_sim.simulation import Simulation
from catalogue_sim.volumes import Volume, volume_alone, volume_in_list, volume_of

PREFIX = "/books/v1"

_TERM = re.compile(r'(isbn|intitle|inauthor):(?:"([^"]*)"|(.*?))(?=\s+(?:isbn|intitle|inauthor):|\s*$)')
_NAMES = {"isbn": "isbn", "intitle": "title", "inauthor": "author"}
_PACIFIC = timedelta(hours=-8)  # quotas start anew at midnight there; daylight saving is ignored
_DEFAULT_RESULTS = 10
_MOST_RESULTS = 40


def google_books_routes(sim: Simulation) -> APIRouter:
    """The routes of Google Books over what the simulation holds."""
    routes = APIRouter(prefix=PREFIX)

    @routes.get("/volumes")
    async def search(request: Request) -> Response:
        return _refusal(sim, request) or _search(sim, request)

    @routes.get("/volumes/{name}")
    async def single(name: str, request: Request) -> Response:
        return _refusal(sim, request) or _single(sim, name, request)

    return routes


def _search(sim: Simulation, request: Request) -> Response:
    query = request.query_params.get("q")
    if not query:
        return google_error(400, "Missing query.", reason="queryRequired")
    found = _found(sim, query)
    sim.volumes.keep((volume.name, volume) for volume in found)
    return _volume_list(found, request)


def _single(sim: Simulation, name: str, request: Request) -> Response:
    volume = sim.volumes.get(name)
    if volume is None:
        return google_error(404, "The volume ID could not be found.", reason="notFound")
    return json_answer(masked(volume_alone(volume), request.query_params.get("fields")))


def _refusal(sim: Simulation, request: Request) -> Response | None:
    settings = sim.settings
    key = request.query_params.get("key")
    if not key:
        return google_quota_exceeded("defaultPerDayPerProject", 0)
    if key != settings.google_key:
        return google_error(
            400,
            "API key not valid. Please pass a valid API key.",
            reason="badRequest",
            state="INVALID_ARGUMENT",
        )
    today = (datetime.now(UTC) + _PACIFIC).date().isoformat()
    if sim.google_used[today] >= settings.google_per_day:
        return google_quota_exceeded("defaultPerDayPerProject", settings.google_per_day)
    sim.google_used[today] += 1
    if settings.google_needs_country and not request.query_params.get("country"):
        return google_unknown_location()
    return None


def _found(sim: Simulation, query: str) -> Sequence[Volume]:
    terms = {_NAMES[name]: quoted or bare for name, quoted, bare in _TERM.findall(query)}
    finder = sim.finder("google-books")
    if "isbn" in terms:
        return _of_isbn(sim, finder, isbns.to_13(terms["isbn"].replace("-", "")))
    works = finder.find([Wanted(**terms) if terms else Wanted(words=query)])
    return [volume_of(work) for work in works]


def _of_isbn(sim: Simulation, finder: Finder, isbn13: str | None) -> Sequence[Volume]:
    if isbn13 is None:
        return ()
    if Dice("wrong", sim.settings.seed, isbn13).chance(sim.settings.google_wrong_isbn_share):
        other = isbns.with_check(f"978{Dice('other', isbn13).below(10**9):09d}")
        return [volume_of(seeded.works_of_isbn(other)[0], isbn13=other)]
    return [volume_of(work, isbn13=isbn13) for work in finder.of_isbn(isbn13)[:1]]


def _volume_list(found: Sequence[Volume], request: Request) -> Response:
    asked = request.query_params
    start = _number(asked.get("startIndex"), 0)
    shown = found[start : start + min(_number(asked.get("maxResults"), _DEFAULT_RESULTS), _MOST_RESULTS)]
    body: dict[str, Any] = {"kind": "books#volumes", "totalItems": len(found)}
    if shown:
        lite = asked.get("projection") == "lite"
        body["items"] = [volume_in_list(volume, lite=lite) for volume in shown]
    return json_answer(masked(body, asked.get("fields")))


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default
