"""The simulator's gate: limits, faults and counts, before any answer."""

import asyncio
from dataclasses import fields
from pathlib import Path

import pytest

from catalogue_sim.answers import json_answer
from catalogue_sim.faults import fault_for
from catalogue_sim.settings import FAULTS, SettingsRefused, SimSettings, mix_from
from tests.fixtures.simulator import simulator_in_process

ASKED = {"q": "isbn:9780441172719"}
BULK = {"q": "isbn:(9780441172719 OR 9780000000019 OR 9780000000118 OR 9780000079169)"}


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("429", 429, "application/json"),
        ("403", 403, "text/html; charset=utf-8"),
        ("502", 502, "text/html; charset=utf-8"),
        ("503", 503, "text/html; charset=utf-8"),
    ],
)
async def test_refusals_are_json_or_html_as_the_real_ones(fault: str, status: int, kind: str) -> None:
    async with simulator_in_process(errors={fault: 1.0}) as client:
        answer = await client.get("/search.json", params=ASKED)
    assert (answer.status_code, answer.headers["content-type"]) == (status, kind)
    assert "retry-after" not in answer.headers


async def test_429_says_what_open_library_says() -> None:
    async with simulator_in_process(errors={"429": 1.0}) as client:
        body = (await client.get("/search.json", params=ASKED)).json()
    advice = "Too Many Requests. Consider using https://openlibrary.org/developers/dumps."
    assert body == {"status": 429, "message": advice}


async def test_500_is_a_page_or_a_plain_text() -> None:
    async with simulator_in_process(errors={"500": 1.0}) as client:
        kinds = {(await client.get("/search.json", params=ASKED)).headers["content-type"] for _ in range(2)}
    assert kinds == {"text/html; charset=utf-8", "text/plain; charset=utf-8"}


async def test_503_is_the_load_balancers_page() -> None:
    async with simulator_in_process(errors={"503": 1.0}) as client:
        answer = await client.get("/search.json", params=ASKED)
    assert "No server is available to handle this request." in answer.text


async def test_an_empty_answer_is_a_success_without_content() -> None:
    async with simulator_in_process(errors={"empty": 1.0}) as client:
        answer = await client.get("/search.json", params=ASKED)
    assert (answer.status_code, answer.json()) == (200, {})


async def test_a_truncated_answer_has_a_right_length_and_no_end() -> None:
    async with simulator_in_process() as client:
        whole = (await client.get("/search.json", params=ASKED)).content
        await client.post("/_sim/settings", json={"errors": {"truncated": 1.0}})
        cut = await client.get("/search.json", params=ASKED)
    assert cut.status_code == 200
    assert int(cut.headers["content-length"]) == len(cut.content) < len(whole)
    assert whole.startswith(cut.content)


async def test_a_partial_answer_hides_that_there_is_more() -> None:
    async with simulator_in_process() as client:
        whole = (await client.get("/search.json", params=BULK)).json()
        await client.post("/_sim/settings", json={"errors": {"partial": 1.0}})
        part = (await client.get("/search.json", params=BULK)).json()
        refused = await client.get("/search.json", params={"q": "ab"})
    assert part["docs"] == whole["docs"][: len(whole["docs"]) // 2]
    assert part["numFound"] == part["num_found"] == len(part["docs"])
    assert refused.status_code == 422


async def test_a_slow_body_arrives_whole() -> None:
    async with simulator_in_process(errors={"slow": 1.0}, slow_body_s=0.01) as client:
        assert (await client.get("/search.json", params=ASKED)).json()["numFound"] >= 1


async def test_a_hanging_request_ends_with_a_gateway_timeout() -> None:
    async with simulator_in_process(errors={"hang": 1.0}, hang_s=0.01) as client:
        answer = await client.get("/search.json", params=ASKED)
        counts = (await client.get("/_sim/counts")).json()
    assert answer.status_code == 504
    assert counts["by_route"]["/search.json"] == {"hang": 1}


@pytest.mark.parametrize("fault", ["reset", "cut"])
async def test_faults_of_the_socket_fail_loudly_where_there_is_none(fault: str) -> None:
    async with simulator_in_process(errors={fault: 1.0}) as client:
        with pytest.raises(ConnectionResetError):
            await client.get("/search.json", params=ASKED)


async def test_faults_of_one_catalogue_leave_the_other_alone() -> None:
    async with simulator_in_process(google_errors={"503": 1.0}) as client:
        assert (await client.get("/search.json", params=ASKED)).status_code == 200


def test_the_same_seed_meets_the_same_faults_in_about_the_set_shares() -> None:
    mix = {"429": 0.1, "503": 0.3}
    first = [fault_for(n, mix=mix, seed=7) for n in range(1_000)]
    assert first == [fault_for(n, mix=mix, seed=7) for n in range(1_000)]
    assert first != [fault_for(n, mix=mix, seed=8) for n in range(1_000)]
    assert 70 <= first.count("429") <= 130
    assert 250 <= first.count("503") <= 350


async def test_the_limit_refuses_with_429_once_the_burst_is_spent() -> None:
    async with simulator_in_process(limits=True, clock=lambda: 5.0) as client:
        undelayed = [await client.get("/search.json", params=ASKED) for _ in range(11)]
        delayed = [asyncio.create_task(client.get("/search.json", params=ASKED)) for _ in range(15)]
        while (await client.get("/_sim/counts")).json()["under_way"] < len(delayed):
            await asyncio.sleep(0)
        refused = await client.get("/search.json", params=ASKED)
        for task in delayed:
            task.cancel()
        await asyncio.gather(*delayed, return_exceptions=True)
    assert {answer.status_code for answer in undelayed} == {200}
    assert refused.status_code == 429
    assert "retry-after" not in refused.headers


async def test_every_request_is_counted() -> None:
    async with simulator_in_process() as client:
        await asyncio.gather(*(client.get("/search.json", params=ASKED) for _ in range(3)))
        await client.get("/search.json", params={"q": "ab"})
        await client.get("/works/OL1W.json")
        await client.get("/books/v1/volumes", params={"q": "isbn:1"})
        counts = (await client.get("/_sim/counts")).json()
        await client.post("/_sim/reset")
        afterwards = (await client.get("/_sim/counts")).json()
    assert counts["requests"] == 6
    assert counts["by_route"] == {
        "/search.json": {"200": 3, "422": 1},
        "/works": {"404": 1},
        "/books/v1/volumes": {"429": 1},
    }
    assert (counts["too_many"], counts["under_way"], counts["most_at_once"]) == (1, 0, 3)
    assert counts["clients"] == 1
    assert sum(requests for _, requests in counts["per_second"]) == 6
    assert afterwards["requests"] == 0


async def test_settings_change_at_run_time_and_refusals_name_the_setting() -> None:
    async with simulator_in_process() as client:
        changed = (await client.post("/_sim/settings", json={"miss_share": 1.0})).json()
        missed = (await client.get("/search.json", params=ASKED)).json()
        refusals = [
            await client.post("/_sim/settings", json=wrong)
            for wrong in (
                {"speed": 1},
                {"miss_share": 2},
                {"latency_ms": -1},
                {"errors": {"418": 1}},
                {"works": "x"},
                {"errors": {"429": 0.7, "503": 0.7}},
                [],
            )
        ]
        now = (await client.get("/_sim/settings")).json()
    assert changed["miss_share"] == now["miss_share"] == 1.0
    assert missed["docs"] == []
    assert {answer.status_code for answer in refusals} == {422}
    named = ["speed", "miss_share", "latency_ms", "418", "works", "errors", "object"]
    assert all(word in answer.json()["error"] for word, answer in zip(named, refusals, strict=True))


async def test_latency_is_waited_for_and_jitter_stays_around_it() -> None:
    async with simulator_in_process(latency_ms=20.0, jitter_ms=5.0) as client:
        began = asyncio.get_running_loop().time()
        await client.get("/search.json", params=ASKED)
        assert asyncio.get_running_loop().time() - began >= 0.014


def test_an_error_mix_is_read_from_the_command_line() -> None:
    assert mix_from("429=0.05,503=0.02") == {"429": 0.05, "503": 0.02}
    assert mix_from("") == {}
    with pytest.raises(SettingsRefused, match="NAME=SHARE"):
        mix_from("429")


def test_every_fault_can_be_set() -> None:
    assert SimSettings(errors=dict.fromkeys(FAULTS, 1 / len(FAULTS))).errors


def test_json_keeps_every_script() -> None:
    assert "Ἰθάκη".encode() in json_answer({"title": "Ἰθάκη"}).body


def test_every_setting_and_every_fault_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs/simulator.md").read_text(encoding="utf-8")
    names = [field.name for field in fields(SimSettings)]
    assert [name for name in (*names, *FAULTS) if f"`{name}`" not in page] == []
