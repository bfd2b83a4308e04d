"""A job is watched: its state, tags by which nothing is told twice, and requests that wait for news."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from fanfolio.adapters.memory import FakeClock, ScriptedCatalogue
from services.api.app import create_app
from tests.fixtures.asgi import AsgiClient, http_scope
from tests.fixtures.front_door import EXPORT, finished, problem_of, upload
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import Pipeline, match_of


class ClockWithNews(FakeClock):
    """Has something happen the first time that somebody pauses."""

    def __init__(self) -> None:
        super().__init__()
        self.news = list[object]()
        self.pauses = 0

    async def pause(self, seconds: float) -> None:
        self.pauses += 1
        if self.news:
            happening = self.news.pop(0)
            assert callable(happening)
            # Another thread, for there it may run a loop of its own.
            await asyncio.to_thread(happening)
        await super().pause(seconds)


@pytest.fixture
def clock() -> ClockWithNews:
    return ClockWithNews()


@pytest.fixture
def pipeline(clock: ClockWithNews) -> Pipeline:
    return Pipeline(ScriptedCatalogue({1: match_of(1), 2: match_of(2)}), clock=clock)


def test_a_job_is_watched_to_its_end(client: AsgiClient, pipeline: Pipeline) -> None:
    job = upload(client).json()
    pipeline.starter.run()
    running = client.get(f"/v1/jobs/{job['job_id']}")
    pipeline.work()
    pipeline.aggregate(job["job_id"])
    ended = client.get(f"/v1/jobs/{job['job_id']}")

    assert running.json()["state"] == "enriching"
    assert running.headers["retry-after"] == "1"
    assert running.json()["total"] == 3
    assert ended.json()["state"] == "complete"
    assert ended.json()["counts"] == {"matched": 2, "unmatched": 1, "unavailable": 0}
    assert ended.json()["settled"] == ended.json()["total"] == 3
    assert list(ended.json()["steps"]) == ["accepted", "reading", "enriching", "assembling", "complete"]
    assert "retry-after" not in ended.headers
    assert ended.headers["cache-control"] == "no-cache"


def test_every_link_of_a_job_leads_somewhere(client: AsgiClient, pipeline: Pipeline) -> None:
    links = client.get(f"/v1/jobs/{finished(pipeline, client)['job_id']}").json()["links"]

    assert set(links) == {"self", "dashboard", "failures", "books_csv", "page"}
    # The page is there where it has been built.
    for name in set(links) - {"page"}:
        assert client.get(links[name]).status_code == 200


class TestTags:
    def test_what_is_known_is_not_told_again_until_it_changes(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        address = f"/v1/jobs/{upload(client).json()['job_id']}"
        tag = client.get(address).headers["etag"]

        same = client.get(address, headers={"if-none-match": tag})
        pipeline.starter.run()
        other = client.get(address, headers={"if-none-match": tag})

        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
        assert same.headers["retry-after"] == "1"
        assert other.status_code == 200
        assert other.headers["etag"] != tag

    @pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
    def test_tags_are_compared_weakly_and_may_be_many(self, client: AsgiClient, form: str) -> None:
        address = f"/v1/jobs/{upload(client).json()['job_id']}"
        tag = client.get(address).headers["etag"].removeprefix("W/")

        assert client.get(address, headers={"if-none-match": form.format(tag)}).status_code == 304

    @pytest.mark.parametrize("tag", ["", '""', '"nothing"', "W/", ",", "\xff"])
    def test_other_tags_are_no_match(self, client: AsgiClient, tag: str) -> None:
        address = f"/v1/jobs/{upload(client).json()['job_id']}"

        assert client.get(address, headers={"if-none-match": tag.encode("latin-1")}).status_code == 200


class TestWaiting:
    def test_a_request_that_waits_is_answered_as_soon_as_the_job_enters_another_state(
        self, client: AsgiClient, pipeline: Pipeline, clock: ClockWithNews
    ) -> None:
        job = upload(client).json()
        clock.news = [lambda: None, pipeline.starter.run]

        answer = client.get(f"/v1/jobs/{job['job_id']}?wait=20")

        assert answer.json()["state"] == "enriching"
        assert clock.pauses == 2

    def test_news_are_also_books_that_are_settled(
        self, client: AsgiClient, pipeline: Pipeline, clock: ClockWithNews
    ) -> None:
        job = upload(client).json()
        pipeline.starter.run()
        clock.news = [pipeline.work_once]

        answer = client.get(f"/v1/jobs/{job['job_id']}?wait=20")

        assert (answer.json()["state"], answer.json()["settled"]) == ("enriching", 3)

    @pytest.mark.parametrize("wait_s", [1, 20])
    def test_without_news_the_time_that_was_given_is_waited_and_no_longer(
        self, client: AsgiClient, clock: ClockWithNews, wait_s: int
    ) -> None:
        job = upload(client).json()
        began = clock.monotonic()

        answer = client.get(f"/v1/jobs/{job['job_id']}?wait={wait_s}")

        assert answer.status_code == 200
        assert clock.monotonic() - began == pytest.approx(wait_s)
        # A look is a read that somebody pays for.
        assert clock.pauses <= 2.5 * wait_s + 10

    def test_with_a_tag_the_answer_after_the_wait_is_that_nothing_changed(self, client: AsgiClient) -> None:
        address = f"/v1/jobs/{upload(client).json()['job_id']}"
        tag = client.get(address).headers["etag"]

        assert client.get(f"{address}?wait=2", headers={"if-none-match": tag}).status_code == 304

    def test_what_happened_between_two_requests_is_told_at_once(
        self, client: AsgiClient, pipeline: Pipeline, clock: ClockWithNews
    ) -> None:
        address = f"/v1/jobs/{upload(client).json()['job_id']}"
        tag = client.get(address).headers["etag"]
        pipeline.starter.run()

        answer = client.get(f"{address}?wait=20", headers={"if-none-match": tag})

        assert (answer.json()["state"], clock.pauses) == ("enriching", 0)

    def test_for_a_job_that_has_ended_nobody_waits(
        self, client: AsgiClient, pipeline: Pipeline, clock: ClockWithNews
    ) -> None:
        job = finished(pipeline, client)
        clock.pauses = 0

        assert client.get(f"/v1/jobs/{job['job_id']}?wait=20").json()["state"] == "complete"
        assert clock.pauses == 0

    def test_a_job_that_is_deleted_meanwhile_ends_the_wait(
        self, client: AsgiClient, pipeline: Pipeline, clock: ClockWithNews
    ) -> None:
        job = upload(client).json()
        clock.news = [lambda: pipeline.front.consult.delete(job["job_id"], owner_token=job["owner_token"])]

        assert problem_of(client.get(f"/v1/jobs/{job['job_id']}?wait=20")) == (404, "job-not-found")

    @pytest.mark.parametrize("wait", ["-1", "21", "1e9", "x", "", "0.5", "9" * 50])
    def test_other_waits_are_refused(self, client: AsgiClient, wait: str) -> None:
        answer = client.get(f"/v1/jobs/{'0' * 32}?wait={wait}")

        assert problem_of(answer) == (422, "invalid-request")
        assert answer.json()["errors"][0]["where"] == "query.wait"

    async def test_nobody_looks_any_more_for_whoever_has_hung_up(
        self, pipeline: Pipeline, clock: ClockWithNews
    ) -> None:
        app = create_app(pipeline.front)
        job_id = (await asyncio.to_thread(upload, AsgiClient(app))).json()["job_id"]
        messages = [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]

        async def receive() -> dict[str, object]:
            return messages.pop(0)

        async def send(message: object) -> None:
            pass

        await app(http_scope("GET", f"/v1/jobs/{job_id}", query="wait=20"), receive, send)

        assert clock.pauses <= 2


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with live_service(ScriptedCatalogue({1: match_of(1)}), speed=1.0) as service:
        yield service


async def test_a_crowd_that_waits_holds_up_nobody(live: Live) -> None:
    live.working.clear()
    async with httpx.AsyncClient(
        base_url=live.url, timeout=15, limits=httpx.Limits(max_connections=100)
    ) as http:
        job = (await http.post("/v1/jobs", files={"file": EXPORT})).json()
        # More than there are threads to answer with.
        crowd = [asyncio.create_task(http.get(f"/v1/jobs/{job['job_id']}?wait=20")) for _ in range(60)]

        other = await http.get("/healthz")
        upload_meanwhile = await http.post("/v1/jobs", files={"file": EXPORT})
        waiting = [task for task in crowd if not task.done()]
        live.working.set()
        answers = await asyncio.gather(*crowd)

    assert (other.status_code, upload_meanwhile.status_code) == (200, 202)
    assert len(waiting) == 60
    assert {answer.json()["state"] for answer in answers}.isdisjoint({"accepted"})
