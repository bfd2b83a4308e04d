"""Whatever goes wrong is answered as a problem: the framework's own errors, outages and bugs too."""

import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from fanfolio.domain import errors
from services.api.app import create_app
from services.api.problem_kinds import PROBLEMS, all_kinds, kind_of
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.front_door import problem_of
from tests.fixtures.pipeline import Pipeline

JOB = f"/v1/jobs/{'0' * 32}"


def subclasses(cls: type[errors.FanfolioError]) -> Iterator[type[errors.FanfolioError]]:
    yield cls
    for below in cls.__subclasses__():
        yield from subclasses(below)


def test_every_error_of_the_core_has_its_problem() -> None:
    for cls in subclasses(errors.FanfolioError):
        if cls.__module__ == errors.__name__:
            assert cls in PROBLEMS, cls
        else:
            assert kind_of(cls.__new__(cls)) in PROBLEMS.values()


def test_every_kind_speaks_in_whole_sentences_and_says_what_to_do() -> None:
    for kind in all_kinds():
        assert kind.detail.endswith(".")
        assert len(kind.detail.split()) >= 6
        assert kind.title[0].isupper()
        assert not kind.title.endswith(".")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/here",
        "/v1",
        "/v2/jobs",
        "/v1/jobs/",
        "/V1/JOBS",
        "/assets/x",
        "//v1/jobs",
        "/docs/",
        "/problems/x",
    ],
)
def test_an_address_that_is_none_is_said_to_be_none_and_redirects_nowhere(
    client: AsgiClient, path: str
) -> None:
    answer = client.get("http://fanfolio.test" + path, headers={"host": "evil.test"})

    assert problem_of(answer) == (404, "not-found")
    assert "/docs" in answer.json()["detail"]


METHODS = {
    "/v1/jobs": "POST, OPTIONS",
    "/v1/uploads": "POST, OPTIONS",
    JOB: "GET, DELETE, HEAD, OPTIONS",
    f"{JOB}/dashboard": "GET, HEAD, OPTIONS",
    f"{JOB}/retry": "POST, OPTIONS",
    "/healthz": "GET, HEAD, OPTIONS",
    "/docs": "GET, HEAD, OPTIONS",
    "/openapi.json": "GET, HEAD, OPTIONS",
    "/": "GET, HEAD, OPTIONS",
}


@pytest.mark.parametrize("path", METHODS)
class TestMethods:
    @pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "BREW"])
    def test_others_are_refused_with_a_list_of_those_that_are_taken(
        self, client: AsgiClient, path: str, method: str
    ) -> None:
        answer = client.request(method, path)

        assert problem_of(answer) == (405, "method-not-allowed")
        assert answer.headers.get_list("allow") == [METHODS[path]]
        assert METHODS[path] in answer.json()["detail"]

    def test_options_tells_them(self, client: AsgiClient, path: str) -> None:
        answer = client.request("OPTIONS", path)

        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["allow"] == METHODS[path]

    def test_head_is_get_without_its_body(self, client: AsgiClient, path: str) -> None:
        if "GET" not in METHODS[path]:
            assert client.request("HEAD", path).status_code == 405
            return
        get, head = client.get(path), client.request("HEAD", path)

        assert head.content == b""
        assert (head.status_code, dict(head.headers)) == (get.status_code, dict(get.headers))


def test_options_of_no_address_is_not_found(client: AsgiClient) -> None:
    assert problem_of(client.request("OPTIONS", "/nothing")) == (404, "not-found")


def test_a_problems_type_leads_to_what_is_written_about_it(client: AsgiClient) -> None:
    docs = client.get("/docs").text
    for kind in all_kinds():
        location = client.get(kind.uri).headers["location"]
        assert location == f"/docs#problem-{kind.type}"
        assert f'id="problem-{kind.type}"' in docs


def test_storage_that_does_not_answer_is_said_to_be_temporary(client: AsgiClient, pipeline: Pipeline) -> None:
    def unavailable(job_id: str) -> None:
        raise errors.StorageUnavailable("the jobs table cannot be reached")

    pipeline.jobs.standing = pipeline.jobs.read = unavailable  # type: ignore[assignment, method-assign]
    answer = client.get(JOB)

    assert problem_of(answer) == (503, "unavailable")
    assert "table" not in answer.text
    assert int(answer.headers["retry-after"]) >= 1


def test_a_bug_is_answered_as_a_problem_and_logged_without_its_message(
    client: AsgiClient, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(job_id: str) -> None:
        raise RuntimeError("Secret Title")

    pipeline.jobs.standing = pipeline.jobs.read = broken  # type: ignore[assignment, method-assign]
    with caplog.at_level(logging.ERROR, logger="fanfolio"):
        logging.getLogger("fanfolio").propagate = True
        answer = client.get(JOB)

    assert problem_of(answer) == (500, "internal")
    assert "Secret" not in answer.text
    assert "request_crashed" in caplog.text
    assert "Secret" not in caplog.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_error_that_the_framework_may_invent_later_is_a_bug_here(pipeline: Pipeline) -> None:
    app: FastAPI = create_app(pipeline.front)

    def teapot() -> None:
        raise HTTPException(418, "Secret")

    app.add_api_route("/teapot", teapot)
    answer = AsgiClient(app).get("/teapot")

    assert problem_of(answer) == (500, "internal")
    assert "Secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "where", "advice"),
    [
        (f"{JOB}?wait=99", "query.wait", "Give 20 or less."),
        (f"{JOB}?wait=-1", "query.wait", "Give 0 or more."),
        (f"{JOB}?wait=soon", "query.wait", "Give a whole number."),
        (f"{JOB}/failures?limit=many", "query.limit", "Give a whole number."),
        (f"{JOB}/books.csv?private=perhaps", "query.private", "Give true or false."),
        ("/healthz?deep=very", "query.deep", "Give true or false."),
    ],
)
def test_a_parameter_at_fault_is_named_in_a_sentence_for_people(
    client: AsgiClient, path: str, where: str, advice: str
) -> None:
    answer = client.get(path)

    assert problem_of(answer) == (422, "invalid-request")
    assert answer.json()["errors"] == [{"where": where, "advice": advice}]
    name = where.partition(".")[2]
    assert answer.json()["detail"] == f"Please look at the parameter “{name}”. {advice}"


def test_several_faults_are_counted_and_all_listed(client: AsgiClient) -> None:
    answer = client.get(f"{JOB}/failures?limit=0&offset=-1")

    assert len(answer.json()["errors"]) == 2
    assert answer.json()["detail"].endswith("There is more: see errors (2).")
