"""Open Library on the wire: search in bulk, books by key, and single works."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalogue_sim import isbn as isbns
from catalogue_sim.answers import html_page, invalid_parameter, json_answer
from catalogue_sim.dice import Dice
from catalogue_sim.query import TooManyClauses, alternatives_of
from catalogue_sim.simulation import Simulation
from catalogue_sim.works import DEFAULT_FIELDS, Work, search_doc, work_page

DOCUMENTATION_URL = "https://openlibrary.org/dev/docs/api/search"
_SHORTEST_QUERY = 3
_DEFAULT_LIMIT = 100


def open_library_routes(sim: Simulation) -> APIRouter:
    """The routes of Open Library over what the simulation holds."""
    routes = APIRouter()

    @routes.get("/search.json")
    async def search(request: Request) -> Response:
        return _search(sim, request)

    @routes.get("/api/books")
    async def books(request: Request) -> Response:
        keys = request.query_params.get("bibkeys", "").split(",")
        return json_answer({key: found for key in keys if (found := _book_data(sim, key))})

    @routes.get("/works/{name}.json")
    async def work(name: str) -> Response:
        return _work(sim, f"/works/{name}")

    return routes


def _search(sim: Simulation, request: Request) -> Response:
    asked = request.query_params
    query = asked.get("q", "")
    if len(query) < _SHORTEST_QUERY:
        message = "Value error, Query too short, must be at least 3 characters"
        return invalid_parameter("q", kind="value_error", message=message, given=query)
    numbers: dict[str, int] = {}
    for name, default in (("limit", _DEFAULT_LIMIT), ("offset", 0), ("page", 1)):
        text = asked.get(name, str(default))
        if not (text.isascii() and text.isdigit()):
            message = "Input should be a valid integer, unable to parse string as an integer"
            return invalid_parameter(name, kind="int_parsing", message=message, given=text)
        numbers[name] = int(text)
    try:
        found = sim.finder("open-library").find(alternatives_of(query))
    except TooManyClauses:
        return html_page(400, "Bad Request")
    return _page_of(sim, found, request, **numbers)


def _page_of(
    sim: Simulation, found: list[Work], request: Request, *, limit: int, offset: int, page: int
) -> Response:
    asked = request.query_params
    start = offset if "offset" in asked else limit * max(0, page - 1)
    fields = set(asked["fields"].split(",")) if asked.get("fields") else DEFAULT_FIELDS
    shown = found[start : start + limit]
    sim.works.keep((work.key, work) for work in shown)
    return json_answer(
        {
            "numFound": len(found),
            "start": start,
            "numFoundExact": True,
            "num_found": len(found),
            "documentation_url": DOCUMENTATION_URL,
            "q": asked["q"],
            "offset": offset if "offset" in asked else None,
            "docs": [search_doc(work, fields) for work in shown],
        }
    )


def _work(sim: Simulation, key: str) -> Response:
    if location := sim.table.redirects.get(key):
        return json_answer({"type": {"key": "/type/redirect"}, "location": location, "key": key})
    work = sim.table.by_key.get(key) or sim.works.get(key)
    if work is None:
        return json_answer({"error": "notfound", "key": key}, status=404)
    return json_answer(work_page(work))


def _book_data(sim: Simulation, bibkey: str) -> dict[str, Any] | None:
    kind, _, number = bibkey.partition(":")
    isbn13 = isbns.to_13(number.replace("-", "")) if kind.upper() == "ISBN" else None
    works = sim.finder("open-library").of_isbn(isbn13) if isbn13 else ()
    if not works or isbn13 is None:
        return None
    work = works[0]
    edition = f"/books/OL{Dice('edition', isbn13).between(10**6, 10**8)}M"
    data: dict[str, Any] = {
        "url": f"https://openlibrary.org{edition}",
        "key": edition,
        "title": work.title,
        "authors": [
            {"url": f"https://openlibrary.org/authors/{key}", "name": name}
            for key, name in zip(work.author_key, work.author_name, strict=False)
        ],
        "identifiers": _identifiers(isbn13, work, edition),
        "publish_date": str(Dice("edition-year", isbn13).between(1960, 2024)),
    }
    if work.number_of_pages_median:
        data["number_of_pages"] = work.number_of_pages_median
    if work.subject:
        data["subjects"] = [{"name": name, "url": _subject_url(name)} for name in work.subject]
    if work.cover_i:
        sizes = {"small": "S", "medium": "M", "large": "L"}
        cover = f"https://covers.openlibrary.org/b/id/{work.cover_i}"
        data["cover"] = {size: f"{cover}-{letter}.jpg" for size, letter in sizes.items()}
    return data


def _identifiers(isbn13: str, work: Work, edition: str) -> dict[str, list[str]]:
    isbn10 = isbns.to_10(isbn13)
    known = {
        "isbn_13": [isbn13],
        "isbn_10": [isbn10] if isbn10 else [],
        "goodreads": list(work.id_goodreads),
        "openlibrary": [edition.removeprefix("/books/")],
    }
    return {kind: numbers for kind, numbers in known.items() if numbers}


def _subject_url(name: str) -> str:
    return "https://openlibrary.org/subjects/" + name.casefold().replace(" ", "_")
