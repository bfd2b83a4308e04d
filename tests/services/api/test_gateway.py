"""One application, two ways in: API Gateway's events through Mangum give the answers that uvicorn gives."""

import base64
import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.flow.deliver import MOST_ANSWERED_BYTES
from fanfolio.ports import Unanswered
from services.api.app import create_app
from services.api.gateway import lambda_handler
from tests.fixtures.events import LambdaContext, http_event
from tests.fixtures.front_door import EXPORT, finish
from tests.fixtures.live import served
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows

MOST_PAYLOAD_BYTES = 6 * 1024 * 1024
AS_A_GATEWAY_SAYS = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"}
GZIP = {"accept-encoding": "gzip"}
FORM = {"content-type": "multipart/form-data; boundary=x"}
FORM_BODY = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="b\xc3\xbcch.csv"\r\n\r\n%s\r\n--x--\r\n'
)

pytestmark = pytest.mark.usefixtures("loop_of_the_function")


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body


Send = Callable[..., Answer]


def a_pipeline() -> Pipeline:
    catalogue = ScriptedCatalogue({1: match_of(1)})
    catalogue.unavailable_numbers = {2: Unanswered(reason="open-library-timeout")}
    return Pipeline(catalogue, settings={"changes_per_minute": 12})


def through_the_gateway(pipeline: Pipeline) -> Send:
    handler = lambda_handler(create_app(pipeline.front))

    def send(method: str, path: str, **parts: Any) -> Answer:
        raw = handler(http_event(method, path, **parts), LambdaContext())
        # What the runtime makes of it, and the gateway of that.
        answer = json.loads(json.dumps(raw))
        body = answer["body"]
        body = base64.b64decode(body) if answer["isBase64Encoded"] else body.encode()
        return Answer(answer["statusCode"], answer["headers"], body)

    return send


def over_http(url: str) -> Send:
    def send(
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        query: str = "",
    ) -> Answer:
        address = f"{url}{path}" + (f"?{query}" if query else "")
        sent = {"accept-encoding": "identity", **AS_A_GATEWAY_SAYS, **(headers or {})}
        with httpx.stream(method, address, headers=sent, content=body) as answer:
            answered = b"".join(answer.iter_raw())
        headers = {name: value for name, value in answer.headers.items() if name not in ("date", "server")}
        return Answer(answer.status_code, headers, answered)

    return send


def a_visit(send: Send, pipeline: Pipeline) -> Iterator[Answer]:
    """Every operation and most refusals, one after another."""
    for path in (
        "/",
        "/docs",
        "/docs/style.css",
        "/openapi.json",
        "/healthz",
        "/nothing",
        "/v1/jobs/%00",
        "/problems/internal",
    ):
        yield send("GET", path)
    yield send("GET", "/openapi.json", headers=GZIP)
    yield send("GET", "/healthz", query="deep=true")
    for method in ("HEAD", "OPTIONS", "PATCH"):
        yield send(method, "/v1/jobs/x")
    yield send("POST", "/v1/uploads")
    for headers, body in (
        (FORM, FORM_BODY % EXPORT),
        ({"content-type": "text/csv"}, EXPORT),
        (FORM, b"--x--"),
        ({"content-type": "application/json"}, b'{"upload_id": 7}'),
        ({"content-type": "text/csv"}, b"%PDF"),
        ({"content-type": "text/csv", "content-encoding": "gzip"}, gzip.compress(EXPORT)),
        ({"content-type": "text/csv"}, b"Title,Author\n,x\n"),
    ):
        yield send("POST", "/v1/jobs", headers=headers, body=body)
    accepted = send("POST", "/v1/jobs", headers={"content-type": "text/csv"}, body=export_of(plain_rows(400)))
    yield accepted
    job = json.loads(accepted.content)
    owner = {"authorization": f"Bearer {job['owner_token']}"}
    address = f"/v1/jobs/{job['job_id']}"
    yield send("GET", f"{address}/dashboard")
    yield send("GET", address, query="wait=3")
    finish(pipeline, job["job_id"])
    status = send("GET", address)
    yield status
    yield send("GET", address, headers={"if-none-match": status.headers["etag"]})
    yield send("GET", address, query="wait=99&wait=%C3%A4")
    for document in ("dashboard", "failures", "books.csv"):
        yield send("GET", f"{address}/{document}")
        yield send("GET", f"{address}/{document}", headers=GZIP)
    yield send("GET", f"{address}/failures", query="limit=3&offset=2")
    yield send("GET", f"{address}/books.csv", query="private=true")
    yield send("GET", f"{address}/books.csv", query="private=true", headers=owner)
    yield send("POST", f"{address}/retry", headers={"authorization": f"Bearer {'x' * 43}"})
    yield send("POST", f"{address}/retry", headers=owner)
    yield send("DELETE", address, headers=owner)
    yield send("GET", address)
    # By now this was a lot for a minute.
    yield send("POST", "/v1/uploads")


def told_apart(answers: Iterator[Answer]) -> list[Answer]:
    """The answers with what is drawn by lot named by its order of appearance."""
    named: dict[bytes, bytes] = {}

    def name(found: re.Match[bytes]) -> bytes:
        return named.setdefault(found[0], b"<%d>" % len(named))

    drawn = re.compile(
        rb'[0-9a-f]{32}|(?<="owner_token":")[^"]+|(?<=W/\\")[0-9a-f]+|(?<=fanfolio-)[0-9a-f]{8}'
    )
    told = []
    for answer in answers:
        headers = dict(sorted(answer.headers.items()))
        if "content-encoding" in headers:
            # How far an id can be zipped is a matter of luck.
            del headers["content-length"]
        written = drawn.sub(name, json.dumps(headers).encode())
        told.append(Answer(answer.status, json.loads(written), drawn.sub(name, answer.content)))
    return told


def test_both_ways_in_give_the_same_answers_to_a_whole_visit() -> None:
    one, other = a_pipeline(), a_pipeline()
    with served(create_app(one.front)) as url:
        by_uvicorn = told_apart(a_visit(over_http(url), one))
    by_gateway = told_apart(a_visit(through_the_gateway(other), other))

    met = {answer.status for answer in by_uvicorn}
    assert met >= {200, 201, 202, 204, 303, 304, 401, 404, 405, 409, 415, 422, 429}
    for number, (expected, answered) in enumerate(zip(by_uvicorn, by_gateway, strict=True)):
        assert answered == expected, number


def test_small_texts_travel_as_texts_and_anything_else_as_base64() -> None:
    pipeline = a_pipeline()
    handler = lambda_handler(create_app(pipeline.front))

    def base64_of(path: str, **parts: Any) -> bool:
        is_base64: bool = handler(http_event("GET", path, **parts), LambdaContext())["isBase64Encoded"]
        return is_base64

    assert not base64_of("/healthz")
    assert not base64_of("/nothing")
    assert not base64_of("/docs/style.css")
    assert base64_of("/openapi.json", headers=GZIP)


def test_an_answer_without_a_body_claims_no_media_type() -> None:
    answer = through_the_gateway(a_pipeline())("OPTIONS", "/v1/jobs")

    assert (answer.status, answer.body) == (204, b"")
    assert "content-type" not in answer.headers


def test_a_body_that_the_gateway_took_for_text_is_the_same_file() -> None:
    pipeline = a_pipeline()
    event = http_event("POST", "/v1/jobs", headers={"content-type": "text/csv"})
    event |= {"body": export_of([["1", "Książka", "Ä", "", "4", "", "", "", "read"]]).decode()}

    answer = lambda_handler(create_app(pipeline.front))(event, LambdaContext())

    job_id = json.loads(answer["body"])["job_id"]
    assert "Książka".encode() in pipeline.objects.get(f"jobs/{job_id}/upload.csv")


@pytest.mark.parametrize("letter", ["\\n", "\\\\", "é", "書", "😀"])
def test_the_largest_direct_answer_fits_into_a_functions_whatever_it_says(letter: str) -> None:
    pipeline = a_pipeline()
    handler = lambda_handler(create_app(pipeline.front))
    accepted = handler(
        http_event("POST", "/v1/jobs", headers={"content-type": "text/csv"}, body=EXPORT), LambdaContext()
    )
    job_id = json.loads(accepted["body"])["job_id"]
    finish(pipeline, job_id)
    title = letter.encode() * ((MOST_ANSWERED_BYTES - 100) // len(letter.encode()))
    document = gzip.compress(b'{"title":"' + title + b'"}', compresslevel=1)
    pipeline.objects.put(
        pipeline.front.consult.document_key(job_id), document, content_type="application/json"
    )

    answer = handler(http_event("GET", f"/v1/jobs/{job_id}/dashboard"), LambdaContext())

    assert answer["statusCode"] == 200
    # The runtime writes JSON in ASCII.
    assert len(json.dumps(answer)) < MOST_PAYLOAD_BYTES
