"""Google Books as the simulator plays it."""

import re

from catalogue_sim import isbn as isbns
from tests.fixtures.simulator import simulator_in_process

KEYED = {"key": "sim-key", "country": "US"}
VOLUMES = "/books/v1/volumes"
ISBNS = [isbns.with_check(f"978{n * 7919:09d}") for n in range(150)]


async def test_no_match_comes_without_items() -> None:
    async with simulator_in_process(miss_share=1.0, google_wrong_isbn_share=0.0) as client:
        answer = (await client.get(VOLUMES, params={"q": f"isbn:{ISBNS[0]}", **KEYED})).json()
    assert answer == {"kind": "books#volumes", "totalItems": 0}


async def test_an_isbn_search_may_answer_with_another_book() -> None:
    async with simulator_in_process(google_wrong_isbn_share=0.1) as client:
        wrong = 0
        for isbn13 in ISBNS:
            item = (await client.get(VOLUMES, params={"q": f"isbn:{isbn13}", **KEYED})).json()["items"][0]
            listed = {number["identifier"] for number in item["volumeInfo"]["industryIdentifiers"]}
            wrong += isbn13 not in listed
    assert 5 <= wrong <= 30


async def test_a_list_has_one_short_category_and_a_single_volume_full_paths() -> None:
    async with simulator_in_process(google_wrong_isbn_share=0.0) as client:
        item = (await client.get(VOLUMES, params={"q": f"isbn:{ISBNS[1]}", **KEYED})).json()["items"][0]
        alone = (await client.get(f"{VOLUMES}/{item['id']}", params=KEYED)).json()
        lite = (
            await client.get(VOLUMES, params={"q": f"isbn:{ISBNS[1]}", "projection": "lite", **KEYED})
        ).json()
    [short] = item["volumeInfo"]["categories"]
    assert " / " not in short
    assert all(path.count(" / ") >= 1 or path == "Poetry" for path in alone["volumeInfo"]["categories"])
    assert alone["volumeInfo"]["categories"][0].startswith(short)
    assert "categories" not in lite["items"][0]["volumeInfo"]


async def test_dates_come_in_three_forms_and_images_over_http() -> None:
    async with simulator_in_process() as client:
        infos = [
            (await client.get(VOLUMES, params={"q": f"isbn:{isbn13}", **KEYED})).json()["items"][0][
                "volumeInfo"
            ]
            for isbn13 in ISBNS
        ]
    dates = {re.sub(r"\d", "9", info["publishedDate"]) for info in infos if "publishedDate" in info}
    images = [link for info in infos for link in info.get("imageLinks", {}).values()]
    assert dates == {"9999", "9999-99", "9999-99-99"}
    assert images
    assert all(link.startswith("http://") and "&edge=curl" in link for link in images)


async def test_a_description_is_plain_in_a_list_and_html_alone() -> None:
    async with simulator_in_process(google_wrong_isbn_share=0.0) as client:
        for isbn13 in ISBNS:
            item = (await client.get(VOLUMES, params={"q": f"isbn:{isbn13}", **KEYED})).json()["items"][0]
            if "description" in item["volumeInfo"]:
                break
        alone = (await client.get(f"{VOLUMES}/{item['id']}", params=KEYED)).json()
    assert alone["volumeInfo"]["description"] == f"<p>{item['volumeInfo']['description']}</p>"


async def test_title_and_author_find_the_work_and_fields_keep_only_what_is_named() -> None:
    async with simulator_in_process() as client:
        asked = {"q": 'intitle:"The Salt Map" inauthor:"Ida Roe"', **KEYED}
        asked["fields"] = "totalItems,items(id,volumeInfo(title,authors))"
        answer = (await client.get(VOLUMES, params=asked)).json()
    assert answer.keys() == {"totalItems", "items"}
    assert all(item.keys() == {"id", "volumeInfo"} for item in answer["items"])
    infos = [item["volumeInfo"] for item in answer["items"]]
    assert any(info["title"] == "The Salt Map" and "Ida Roe" in info["authors"] for info in infos)


async def test_without_a_key_the_daily_quota_is_zero() -> None:
    async with simulator_in_process() as client:
        answer = await client.get(VOLUMES, params={"q": "isbn:9780441172719", "country": "US"})
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["errors"][0]["reason"] == "rateLimitExceeded"
    assert error["details"][0]["metadata"]["quota_limit"] == "defaultPerDayPerProject"
    assert error["details"][0]["metadata"]["quota_limit_value"] == "0"
    assert "retry-after" not in answer.headers


async def test_a_bad_key_is_an_invalid_argument() -> None:
    async with simulator_in_process() as client:
        answer = await client.get(VOLUMES, params={"q": "isbn:1", "key": "nonsense", "country": "US"})
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert answer.json()["error"]["message"] == "API key not valid. Please pass a valid API key."


async def test_without_a_country_the_location_is_unknown() -> None:
    async with simulator_in_process() as client:
        answer = await client.get(VOLUMES, params={"q": "isbn:9780441172719", "key": "sim-key"})
    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (403, "unknownLocation")


async def test_the_day_has_a_thousand_queries_at_most() -> None:
    async with simulator_in_process(google_per_day=3) as client:
        asked = {"q": "isbn:9780441172719", **KEYED}
        statuses = [(await client.get(VOLUMES, params=asked)).status_code for _ in range(5)]
        last = (await client.get(VOLUMES, params=asked)).json()["error"]
        await client.post("/_sim/reset")
        again = (await client.get(VOLUMES, params=asked)).status_code
    assert statuses == [200, 200, 200, 429, 429]
    assert last["details"][0]["metadata"]["quota_limit_value"] == "3"
    assert again == 200
    default = simulator_in_process()
    async with default as client:
        assert (await client.get("/_sim/settings")).json()["google_per_day"] == 1_000


async def test_backend_failed_is_routine() -> None:
    async with simulator_in_process(google_errors={"503": 0.3}) as client:
        asked = {"q": "isbn:9780441172719", **KEYED}
        answers = [await client.get(VOLUMES, params=asked) for _ in range(60)]
    failed = [answer.json()["error"] for answer in answers if answer.status_code == 503]
    assert 8 <= len(failed) <= 30
    assert {error["errors"][0]["reason"] for error in failed} == {"backendFailed"}


async def test_an_unknown_volume_is_not_found() -> None:
    async with simulator_in_process() as client:
        assert (await client.get(f"{VOLUMES}/nothing", params=KEYED)).status_code == 404
