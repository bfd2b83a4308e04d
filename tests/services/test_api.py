"""The front door over in-memory ports: the same requests through ASGI and as API Gateway events."""

import asyncio
import base64
import gzip
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from mangum import Mangum

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain import errors
from services.api.app import create_app
from services.api.problem_kinds import PROBLEMS, kind_of
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.events import LambdaContext, http_event
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows

EXPORT = export_of(plain_rows(3))


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline(ScriptedCatalogue({1: match_of(1), 2: match_of(2)}))


@pytest.fixture
def client(pipeline: Pipeline) -> AsgiClient:
    return AsgiClient(create_app(pipeline.front))


def upload(client: AsgiClient, body: bytes = EXPORT, name: str = "export.csv") -> httpx.Response:
    return client.post("/v1/jobs", files={"file": (name, body, "text/csv")})


def finished(pipeline: Pipeline, client: AsgiClient) -> dict[str, Any]:
    job: dict[str, Any] = upload(client).json()
    pipeline.starter.run()
    pipeline.work()
    pipeline.aggregate(job["job_id"])
    return job


def test_an_upload_is_accepted_with_a_place_to_look_and_a_token(client: AsgiClient) -> None:
    answer = upload(client)

    job = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/jobs/{job['job_id']}"
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["cache-control"] == "no-store"
    assert job["state"] == "accepted"
    assert len(job["job_id"]) == 32
    assert len(job["owner_token"]) >= 43


def test_a_bare_csv_body_is_an_upload_too(client: AsgiClient) -> None:
    assert client.post("/v1/jobs", content=EXPORT, headers={"content-type": "text/csv"}).status_code == 202


def test_a_quoted_multipart_boundary_stays_outside_the_file(client: AsgiClient, pipeline: Pipeline) -> None:
    body = b'--"b 1"\r\n'.replace(b'"', b"") + (
        b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
        + EXPORT
        + b"\r\n--b 1--\r\n"
    )

    answer = client.post(
        "/v1/jobs", content=body, headers={"content-type": 'multipart/form-data; boundary="b 1"'}
    )

    assert answer.status_code == 202
    assert pipeline.objects.get(f"jobs/{answer.json()['job_id']}/upload.csv") == EXPORT


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
    assert "owner" not in ended.text


@pytest.mark.parametrize("accepted_encoding", ["gzip", "identity"])
def test_the_dashboard_is_the_same_document_zipped_or_not(
    client: AsgiClient, pipeline: Pipeline, accepted_encoding: str
) -> None:
    job = finished(pipeline, client)

    answer = client.get(f"/v1/jobs/{job['job_id']}/dashboard", headers={"accept-encoding": accepted_encoding})

    assert answer.headers.get("content-encoding") == (
        accepted_encoding if accepted_encoding == "gzip" else None
    )
    assert answer.headers["content-type"] == "application/json"
    assert [book["number"] for book in answer.json()["books"]] == [1, 2, 3]


def test_the_owner_deletes_and_the_job_is_as_if_it_had_never_been(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    job = finished(pipeline, client)
    address = f"/v1/jobs/{job['job_id']}"

    deleted = client.delete(address, headers={"authorization": f"Bearer {job['owner_token']}"})

    assert deleted.status_code == 204
    assert deleted.content == b""
    never_was = client.get(f"/v1/jobs/{'0' * 32}")
    for after in (client.get(address), client.get(address + "/dashboard")):
        assert (after.status_code, after.json()) == (404, never_was.json())


def test_a_wrong_token_is_answered_as_if_there_were_no_job(client: AsgiClient, pipeline: Pipeline) -> None:
    job = finished(pipeline, client)
    wrong = {"authorization": "Bearer guess"}

    existing = client.delete(f"/v1/jobs/{job['job_id']}", headers=wrong)
    absent = client.delete(f"/v1/jobs/{'0' * 32}", headers=wrong)

    assert existing.status_code == absent.status_code == 404
    assert existing.json() == absent.json()
    assert client.get(f"/v1/jobs/{job['job_id']}").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic abc"}, {"authorization": "Bearer "}])
def test_without_a_token_nothing_is_deleted_and_the_answer_says_how(
    client: AsgiClient, headers: dict[str, str]
) -> None:
    answer = client.delete(f"/v1/jobs/{'0' * 32}", headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthorized")
    assert "Authorization: Bearer" in answer.json()["detail"]
    assert answer.headers["www-authenticate"] == "Bearer"


REFUSED = {
    "an empty file": (b"", 422, "/problems/empty-upload"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), 422, "/problems/not-an-export"),
    "a zip or workbook": (b"PK\x03\x04" + bytes(64), 422, "/problems/not-an-export"),
    "another table": (b"name,amount\nrent,900\n", 422, "/problems/not-an-export"),
    "an export without books": (b"Title,Author\n,Somebody\n", 422, "/problems/no-books-found"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_library_is_refused_at_once_with_advice(client: AsgiClient, case: str) -> None:
    body, status, kind = REFUSED[case]

    answer = upload(client, body)

    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["type"]) == (status, status, kind)
    assert len(problem["detail"].split()) >= 6


def test_a_refused_export_names_the_lines_at_fault_and_quotes_none(client: AsgiClient) -> None:
    answer = upload(client, b"Title,Author\n,Secret Somebody\n")

    [fault] = answer.json()["errors"]
    assert (fault["line"], fault["column"]) == (2, "Title")
    assert "Secret" not in answer.text


def test_a_form_without_a_file_is_told_where_it_belongs(client: AsgiClient) -> None:
    answer = client.post("/v1/jobs", data={"other": "x"}, files={"wrong": ("a.csv", EXPORT)})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/empty-upload")
    assert "“file”" in answer.json()["detail"]


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ],
)
def test_a_body_that_is_no_file_is_refused_with_advice(client: AsgiClient, content_type: str) -> None:
    answer = client.post("/v1/jobs", content=b"{}", headers={"content-type": content_type})

    assert (answer.status_code, answer.json()["type"]) in {
        (422, "/problems/not-an-export"),
        (422, "/problems/empty-upload"),
    }


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"upload_id": "x"}', b"\xff", EXPORT])
def test_json_that_names_no_upload_is_refused_by_its_place_and_not_quoted(
    client: AsgiClient, body: bytes
) -> None:
    answer = client.post("/v1/jobs", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")
    assert answer.json()["errors"][0]["where"].startswith("body")
    assert "Title 1" not in answer.text


@pytest.mark.parametrize("as_form", [True, False])
def test_a_file_over_the_limit_is_refused_while_it_arrives(as_form: bool) -> None:
    pipeline = Pipeline()
    object.__setattr__(pipeline.front, "max_upload_bytes", 10_000)
    client = AsgiClient(create_app(pipeline.front))
    too_long = b"Title\n" + b"x" * 200_000

    def pieces() -> Iterator[bytes]:
        yield from (too_long[at : at + 5_000] for at in range(0, len(too_long), 5_000))

    if as_form:
        answer = client.post("/v1/jobs", files={"file": ("a.csv", too_long)})
    else:
        answer = client.post("/v1/jobs", content=pieces(), headers={"content-type": "text/csv"})

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/upload-too-large")


def test_a_running_job_has_no_dashboard_and_says_when_to_come_back(client: AsgiClient) -> None:
    job = upload(client).json()

    answer = client.get(f"/v1/jobs/{job['job_id']}/dashboard")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/dashboard-not-ready")
    assert int(answer.headers["retry-after"]) >= 1


def test_a_failed_job_tells_its_reason(client: AsgiClient, pipeline: Pipeline) -> None:
    job = upload(client).json()
    pipeline.clock.advance(1_000)
    pipeline.sweep()

    state = client.get(f"/v1/jobs/{job['job_id']}").json()
    answer = client.get(f"/v1/jobs/{job['job_id']}/dashboard")

    assert (state["state"], state["failure"]["code"]) == ("failed", "not-finished-in-time")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/job-failed")
    assert answer.json()["detail"] == state["failure"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/nothing/here", 404, "/problems/not-found"),
        ("PUT", "/v1/jobs", 405, "/problems/method-not-allowed"),
    ],
)
def test_the_frameworks_own_errors_are_problems_too(
    client: AsgiClient, method: str, path: str, status: int, kind: str
) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["type"]) == (status, kind)
    assert answer.headers["content-type"] == "application/problem+json"


def test_storage_that_does_not_answer_is_said_to_be_temporary(client: AsgiClient, pipeline: Pipeline) -> None:
    def unavailable(job_id: str) -> None:
        raise errors.StorageUnavailable("the jobs table cannot be reached")

    pipeline.jobs.read = unavailable  # type: ignore[assignment, method-assign]
    answer = client.get(f"/v1/jobs/{'0' * 32}")

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
    assert "retry-after" in answer.headers


def test_a_bug_is_answered_as_a_problem_and_logged_without_its_message(
    client: AsgiClient, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(job_id: str) -> None:
        raise RuntimeError("Secret Title")

    pipeline.jobs.read = broken  # type: ignore[assignment, method-assign]
    with caplog.at_level(logging.ERROR, logger="fanfolio"):
        logging.getLogger("fanfolio").propagate = True
        answer = client.get(f"/v1/jobs/{'0' * 32}")

    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert "Secret" not in answer.text
    assert "request_crashed" in caplog.text
    assert "Secret" not in caplog.text


def test_every_error_has_its_problem_and_every_problem_is_documented() -> None:
    def subclasses(cls: type[errors.FanfolioError]) -> Iterator[type[errors.FanfolioError]]:
        yield cls
        for below in cls.__subclasses__():
            yield from subclasses(below)

    documented = Path("docs/api.md").read_text()
    for cls in subclasses(errors.FanfolioError):
        if cls.__module__ == errors.__name__:
            assert cls in PROBLEMS, cls
            assert f"`/problems/{PROBLEMS[cls].type}` | {PROBLEMS[cls].status} |" in documented, cls
        else:
            assert kind_of(cls.__new__(cls)) in PROBLEMS.values()


def test_health_names_the_version(client: AsgiClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


class Gateway:
    """The same application as a Lambda function."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._handler = Mangum(create_app(pipeline.front), lifespan="off")

    def __call__(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._handler(http_event(method, path, **parts), LambdaContext())
        return answer


@pytest.fixture
def gateway(pipeline: Pipeline) -> Iterator[Gateway]:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield Gateway(pipeline)
    asyncio.set_event_loop(None)
    loop.close()


def test_the_same_front_door_answers_api_gateway(pipeline: Pipeline, gateway: Gateway) -> None:
    accepted = gateway("POST", "/v1/jobs", headers={"content-type": "text/csv"}, body=EXPORT)
    job = json.loads(accepted["body"])
    pipeline.starter.run()
    pipeline.work()
    pipeline.aggregate(job["job_id"])
    address = f"/v1/jobs/{job['job_id']}"

    status = gateway("GET", address)
    missing = gateway("GET", "/v1/jobs/none")
    deleted = gateway("DELETE", address, headers={"authorization": f"Bearer {job['owner_token']}"})

    assert (accepted["statusCode"], accepted["headers"]["location"]) == (202, address)
    assert json.loads(status["body"])["state"] == "complete"
    assert (missing["statusCode"], missing["headers"]["content-type"]) == (404, "application/problem+json")
    assert deleted["statusCode"] == 204


def test_a_zipped_dashboard_survives_the_gateways_base64(
    pipeline: Pipeline, client: AsgiClient, gateway: Gateway
) -> None:
    job = finished(pipeline, client)
    address = f"/v1/jobs/{job['job_id']}/dashboard"

    answer = gateway("GET", address, headers={"accept-encoding": "gzip"})

    assert (answer["isBase64Encoded"], answer["headers"]["content-encoding"]) == (True, "gzip")
    assert json.loads(gzip.decompress(base64.b64decode(answer["body"]))) == client.get(address).json()
