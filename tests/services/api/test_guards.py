"""Around every answer: security headers, the count of changes, CORS by setting, gzip."""

import pytest

from services.api.app import create_app
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.front_door import EXPORT, problem_of, upload
from tests.fixtures.pipeline import Pipeline

PAGE = "https://books.example.org"
EVERYWHERE = [
    "/",
    "/docs",
    "/docs/style.css",
    "/healthz",
    "/openapi.json",
    "/nothing",
    "/v1/jobs/x",
    "/v1/jobs",
]


def client_of(**settings: object) -> AsgiClient:
    return AsgiClient(create_app(Pipeline(settings=settings).front))


class TestSecurity:
    @pytest.mark.parametrize("path", EVERYWHERE)
    def test_every_answer_is_guarded(self, client: AsgiClient, path: str) -> None:
        headers = client.get(path).headers

        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "cache-control" in headers
        assert "set-cookie" not in headers

    def test_https_is_asked_for_only_by_https(self, client: AsgiClient) -> None:
        assert "strict-transport-security" not in client.get("/healthz").headers
        assert "strict-transport-security" in client.get("https://fanfolio.test/healthz").headers


class TestChanges:
    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return Pipeline(settings={"changes_per_minute": 3})

    def test_each_answer_says_how_many_are_left_and_when_they_come_back(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        pipeline.clock.advance(15)

        answers = [upload(client) for _ in range(4)]

        assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
        assert [answer.headers["ratelimit"] for answer in answers] == [
            f'"changes";r={left};t=45' for left in (2, 1, 0, 0)
        ]
        assert answers[0].headers["ratelimit-policy"] == '"changes";q=3;w=60'
        assert problem_of(answers[3]) == (429, "too-many-requests")
        assert answers[3].headers["retry-after"] == "45"

    def test_whoever_waits_as_long_as_told_may_go_on(self, client: AsgiClient, pipeline: Pipeline) -> None:
        for _ in range(4):
            last = upload(client)

        pipeline.clock.advance(int(last.headers["retry-after"]))

        assert upload(client).status_code == 202

    def test_what_was_refused_is_not_read(self, client: AsgiClient, pipeline: Pipeline) -> None:
        for _ in range(5):
            upload(client)

        assert len(list(pipeline.jobs.open_jobs())) == 3

    def test_looking_is_not_counted(self, client: AsgiClient) -> None:
        answers = [client.get(f"/v1/jobs/{'0' * 32}") for _ in range(10)]

        assert {answer.status_code for answer in answers} == {404}
        assert "ratelimit" not in answers[0].headers

    def test_another_client_has_a_count_of_its_own(self, client: AsgiClient) -> None:
        for _ in range(4):
            upload(client)

        assert upload(client.from_address("203.0.113.9")).status_code == 202

    def test_no_limit_is_none(self) -> None:
        client = client_of(changes_per_minute=0)

        answers = [upload(client) for _ in range(10)]

        assert {answer.status_code for answer in answers} == {202}
        assert "ratelimit" not in answers[0].headers


class TestOtherOrigins:
    def test_without_the_setting_no_page_is_let_in(self, client: AsgiClient) -> None:
        assert "access-control-allow-origin" not in client.get("/healthz", headers={"origin": PAGE}).headers

    def test_a_named_origin_may_read_answers_refusals_and_the_headers_it_needs(self) -> None:
        client = client_of(cors_origins=f"{PAGE}, http://localhost:5173")

        for answer in (
            client.get("/healthz", headers={"origin": PAGE}),
            client.get("/nothing", headers={"origin": PAGE}),
            client.post("/v1/jobs", content=b"%PDF", headers={"origin": PAGE}),
        ):
            assert answer.headers["access-control-allow-origin"] == PAGE
            exposed = answer.headers["access-control-expose-headers"].lower()
            assert {"etag", "location", "retry-after", "ratelimit"} <= set(exposed.split(", "))
            assert "origin" in answer.headers["vary"].lower()
            assert "access-control-allow-credentials" not in answer.headers

    def test_another_origin_is_not_let_in(self) -> None:
        answer = client_of(cors_origins=PAGE).get("/healthz", headers={"origin": "https://evil.test"})

        assert "access-control-allow-origin" not in answer.headers

    @pytest.mark.parametrize("method", ["POST", "DELETE"])
    def test_what_a_page_needs_to_ask_first_is_allowed(self, method: str) -> None:
        answer = client_of(cors_origins=PAGE).request(
            "OPTIONS",
            "/v1/jobs",
            headers={
                "origin": PAGE,
                "access-control-request-method": method,
                "access-control-request-headers": "authorization, idempotency-key, if-none-match, content-type",
            },
        )

        assert answer.status_code == 200
        assert method in answer.headers["access-control-allow-methods"]
        assert answer.headers["access-control-max-age"] == "3600"

    def test_a_star_is_everybody(self) -> None:
        answer = client_of(cors_origins="*").get("/healthz", headers={"origin": PAGE})

        assert answer.headers["access-control-allow-origin"] == "*"

    def test_a_page_that_asks_too_often_can_read_that_it_does(self) -> None:
        client = client_of(cors_origins=PAGE, changes_per_minute=1)
        for _ in range(2):
            answer = client.post("/v1/jobs", content=EXPORT, headers={"origin": PAGE})

        assert problem_of(answer) == (429, "too-many-requests")
        assert answer.headers["access-control-allow-origin"] == PAGE


class TestCompression:
    @pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "gzip, deflate", "deflate,gzip;q=1.0"])
    def test_whoever_accepts_gzip_gets_it(self, client: AsgiClient, accepted: str) -> None:
        answer = client.get("/openapi.json", headers={"accept-encoding": accepted})

        assert answer.headers["content-encoding"] == "gzip"
        assert answer.json()["openapi"].startswith("3.1")

    @pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip;q=0.0, br", "gzipped"])
    def test_nobody_else_does(self, client: AsgiClient, accepted: str) -> None:
        answer = client.get("/openapi.json", headers={"accept-encoding": accepted})

        assert "content-encoding" not in answer.headers
        assert answer.headers["vary"] == "accept-encoding"

    def test_small_answers_travel_as_they_are(self, client: AsgiClient) -> None:
        assert "content-encoding" not in client.get("/healthz", headers={"accept-encoding": "gzip"}).headers
