"""Open Library as the simulator plays it."""

from pathlib import Path

import pytest

from catalogue_sim import isbn as isbns
from tests.fixtures.simulator import ALL_FIELDS, simulator_in_process

TABLE = """
{"key":"/works/OL1W","title":"Salt","author_name":["Ida Roe"],"isbn":["9780000000019","0000000116"],\
"edition_count":9,"subject":["Sea stories"],"description":"By the sea."}
{"key":"/works/OL2W","title":"SALT","author_name":["Ida Roe"],"isbn":["9780000000019"],"edition_count":1}
{"redirect":"/works/OL3W","location":"/works/OL1W"}
"""
ENVELOPE = ["numFound", "start", "numFoundExact", "num_found", "documentation_url", "q", "offset", "docs"]


@pytest.fixture
def works(tmp_path: Path) -> str:
    path = tmp_path / "works.jsonl"
    path.write_text(TABLE)
    return str(path)


def many_isbns(count: int) -> str:
    return " OR ".join(isbns.with_check(f"978{n * 7919:09d}") for n in range(count))


async def test_the_envelope_is_open_librarys() -> None:
    async with simulator_in_process() as client:
        answer = (await client.get("/search.json", params={"q": "isbn:9780441172719"})).json()
    assert list(answer) == ENVELOPE
    assert answer["numFound"] == answer["num_found"] == len(answer["docs"])
    assert answer["start"] == 0
    assert answer["offset"] is None
    assert answer["q"] == "isbn:9780441172719"


async def test_the_default_fields_leave_out_what_a_matcher_needs(works: str) -> None:
    async with simulator_in_process(works=works) as client:
        docs = (await client.get("/search.json", params={"q": "isbn:9780000000019"})).json()["docs"]
    assert docs[0].keys() == {"key", "title", "author_name", "author_key", "edition_count"}


async def test_absent_values_are_absent_keys_and_a_description_is_a_string(works: str) -> None:
    async with simulator_in_process(works=works) as client:
        asked = {"q": "isbn:9780000000019", "fields": ALL_FIELDS}
        salt, copy = (await client.get("/search.json", params=asked)).json()["docs"]
        invented = (
            await client.get(
                "/search.json", params={"q": f"isbn:({many_isbns(100)})", "fields": ALL_FIELDS, "limit": 500}
            )
        ).json()["docs"]
    assert salt["description"] == "By the sea."
    assert "description" not in copy
    assert all(value not in (None, [], "") for doc in invented for value in doc.values())
    for optional in ("description", "cover_i", "subject", "number_of_pages_median", "ratings_average"):
        assert 0 < sum(optional in doc for doc in invented) < len(invented), optional


async def test_two_isbns_of_one_work_bring_one_document_and_duplicates_stay(works: str) -> None:
    async with simulator_in_process(works=works) as client:
        asked = {"q": "isbn:(9780000000019 OR 0000000116 OR 9780000000118)", "fields": "key,edition_count"}
        docs = (await client.get("/search.json", params=asked)).json()["docs"]
    assert docs == [{"key": "/works/OL1W", "edition_count": 9}, {"key": "/works/OL2W", "edition_count": 1}]


async def test_limit_offset_and_page_cut_the_finds() -> None:
    query = f"isbn:({many_isbns(130)})"
    async with simulator_in_process() as client:
        whole = (await client.get("/search.json", params={"q": query, "limit": 1000})).json()
        default = (await client.get("/search.json", params={"q": query})).json()
        second = (await client.get("/search.json", params={"q": query, "page": 2})).json()
        later = (await client.get("/search.json", params={"q": query, "offset": 120, "limit": 5})).json()
    assert default["docs"] == whole["docs"][:100]
    assert second["docs"] == whole["docs"][100:200]
    assert (second["start"], second["offset"]) == (100, None)
    assert later["docs"] == whole["docs"][120:125]
    assert (later["start"], later["offset"]) == (120, 120)


async def test_a_query_under_three_characters_is_refused() -> None:
    async with simulator_in_process() as client:
        answer = await client.get("/search.json", params={"q": "ab"})
    problem = answer.json()["detail"][0]
    assert answer.status_code == 422
    assert (problem["type"], problem["loc"]) == ("value_error", ["query", "q"])
    assert problem["msg"] == "Value error, Query too short, must be at least 3 characters"


async def test_a_limit_that_is_no_number_is_refused() -> None:
    async with simulator_in_process() as client:
        answer = await client.get("/search.json", params={"q": "dune", "limit": "many"})
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["query", "limit"])


async def test_unbalanced_quotes_match_nothing() -> None:
    async with simulator_in_process() as client:
        answer = await client.get("/search.json", params={"q": 'title:"Emma AND author:Austen'})
    assert (answer.status_code, answer.json()["docs"]) == (200, [])


async def test_more_than_1024_clauses_are_a_bad_request() -> None:
    async with simulator_in_process() as client:
        answer = await client.get("/search.json", params={"q": "isbn:(" + " OR ".join(["1"] * 1025) + ")"})
    assert answer.status_code == 400


async def test_a_url_over_8_kb_is_too_long() -> None:
    async with simulator_in_process() as client:
        answer = await client.get("/search.json", params={"q": "x" * 8_200})
    assert answer.status_code == 414
    assert answer.headers["content-type"].startswith("text/html")


async def test_sql_like_text_meets_the_firewall() -> None:
    async with simulator_in_process() as client:
        answer = await client.get("/search.json", params={"q": 'title:"Emma"-- drop'})
    assert answer.status_code == 403
    assert "<html>" in answer.text


@pytest.mark.parametrize("user_agent", ["", "python-httpx/0.28", "Fanfolio/1.0"])
async def test_without_a_contact_everything_is_forbidden(user_agent: str) -> None:
    async with simulator_in_process(user_agent=user_agent) as client:
        answer = await client.get("/search.json", params={"q": "dune"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/html; charset=utf-8")


async def test_a_url_is_a_contact_too() -> None:
    async with simulator_in_process(user_agent="Fanfolio/1.0 (https://example.org/about)") as client:
        assert (await client.get("/search.json", params={"q": "dune"})).status_code == 200


async def test_books_by_key_answer_only_for_known_keys_as_sent(works: str) -> None:
    async with simulator_in_process(works=works) as client:
        asked = {"bibkeys": "ISBN:0000000116,ISBN:12,LCCN:7", "format": "json", "jscmd": "data"}
        answer = (await client.get("/api/books", params=asked)).json()
    assert list(answer) == ["ISBN:0000000116"]
    book = answer["ISBN:0000000116"]
    assert book["authors"][0]["name"] == "Ida Roe"
    assert book["identifiers"]["isbn_13"] == ["9780000000118"]
    assert "description" not in book
    assert "first_publish_year" not in book


async def test_a_work_has_a_page_a_merged_one_redirects_and_an_unknown_one_is_not_found(works: str) -> None:
    async with simulator_in_process(works=works) as client:
        page = await client.get("/works/OL1W.json")
        merged = await client.get("/works/OL3W.json")
        unknown = await client.get("/works/OL4W.json")
    assert (page.json()["title"], page.json()["subjects"]) == ("Salt", ["Sea stories"])
    assert merged.status_code == 200
    assert merged.json()["type"] == {"key": "/type/redirect"}
    assert merged.json()["location"] == "/works/OL1W"
    assert (unknown.status_code, unknown.json()) == (404, {"error": "notfound", "key": "/works/OL4W"})


async def test_an_invented_work_has_a_page_once_it_was_served() -> None:
    async with simulator_in_process() as client:
        found = (await client.get("/search.json", params={"q": "isbn:9780441172719"})).json()["docs"][0]
        page = (await client.get(f"{found['key']}.json")).json()
    assert page["title"] == found["title"]
