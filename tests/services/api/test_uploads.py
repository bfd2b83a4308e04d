"""Files come in: as a form, bare, or not at all; whatever a body claims, only the file counts."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from services.api.app import create_app
from tests.fixtures.asgi import AsgiClient, http_scope
from tests.fixtures.front_door import EXPORT, problem_of, upload
from tests.fixtures.pipeline import Pipeline

SECRET = "Unspeakable"


def form(*parts: bytes, boundary: bytes = b"x", closed: bool = True) -> bytes:
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return body + (b"--" + boundary + b"--\r\n" if closed else b"")


def part(
    content: bytes = EXPORT,
    disposition: bytes = b'form-data; name="file"; filename="a.csv"',
    more: bytes = b"",
) -> bytes:
    return b"Content-Disposition: " + disposition + b"\r\n" + more + b"\r\n" + content


def send_form(client: AsgiClient, body: bytes, content_type: str = "multipart/form-data; boundary=x"):
    return client.post("/v1/jobs", content=body, headers={"content-type": content_type})


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
    assert client.get(answer.headers["location"]).status_code == 200


def test_the_owner_token_is_told_once_and_stored_nowhere(client: AsgiClient, pipeline: Pipeline) -> None:
    job = upload(client).json()

    assert "owner" not in client.get(f"/v1/jobs/{job['job_id']}").text
    assert job["owner_token"] not in repr(pipeline.jobs.read(job["job_id"]))


@pytest.mark.parametrize(
    "content_type", ["text/csv", "application/octet-stream", "", "nonsense", "text/csv; x=" + "y" * 300]
)
def test_a_bare_body_is_judged_by_its_content_whatever_it_is_called(
    client: AsgiClient, content_type: str
) -> None:
    assert client.post("/v1/jobs", content=EXPORT, headers={"content-type": content_type}).status_code == 202


def test_a_quoted_multipart_boundary_stays_outside_the_file(client: AsgiClient, pipeline: Pipeline) -> None:
    answer = send_form(client, form(part(), boundary=b"b 1"), 'multipart/form-data; boundary="b 1"')

    assert answer.status_code == 202
    assert pipeline.objects.get(f"jobs/{answer.json()['job_id']}/upload.csv") == EXPORT


def test_a_file_sent_as_a_plain_field_is_a_file_too(client: AsgiClient) -> None:
    assert send_form(client, form(part(disposition=b'form-data; name="file"'))).status_code == 202


X = "multipart/form-data; boundary=x"
LIES = {
    "no boundary": (form(part()), "multipart/form-data"),
    "another boundary": (form(part()), "multipart/form-data; boundary=y"),
    "an endless boundary": (form(part()), "multipart/form-data; boundary=" + "z" * 5_000),
    "breaks off": (form(part(), closed=False)[:80], X),
    "a name without end": (
        form(part(disposition=b'form-data; name="file"; filename="' + b"y" * 50_000 + b'"')),
        X,
    ),
    "no headers in the part": (b"--x\r\n\r\n" + EXPORT + b"\r\n--x--\r\n", X),
    "a NUL in a header": (form(part(more=b"X-A: \0\r\n")), X),
    "two files": (form(part(), part()), X),
    "many fields": (form(*[part(b"1", b'form-data; name="a"')] * 50, part()), X),
    "headers without end": (form(part(more=b"X-A: " + b"y" * 100_000 + b"\r\n")), X),
    "a broken charset": (form(part()), "multipart/form-data; boundary=x; charset=klingon"),
}


# The framework leaves the file of a form that breaks off to the garbage collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
@pytest.mark.parametrize("lie", LIES)
def test_a_form_that_lies_is_refused_or_read_but_never_breaks_anything(client: AsgiClient, lie: str) -> None:
    body, content_type = LIES[lie]

    answer = send_form(client, body, content_type)

    if answer.status_code != 202:
        assert problem_of(answer) in {(422, "not-an-export"), (422, "empty-upload")}
        assert "field “file”" in answer.json()["detail"]


NAMES = [
    "../../etc/passwd",
    "C:\\Users\\me\\books.csv",
    "a\r\nX-Injected: yes\r\n\r\n.csv",
    "a\0b.csv",
    "\u202egnp.csv",
    "x" * 300 + ".csv",
    "书.csv",
    "",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_a_label_and_nothing_else(
    client: AsgiClient, pipeline: Pipeline, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = upload(client, name=name)

    if name:
        kept = pipeline.jobs.read(answer.json()["job_id"]).file_name
        assert kept.isprintable()
        assert "/" not in kept
        assert "\\" not in kept
        assert len(kept) <= 120
    assert "x-injected" not in answer.headers
    assert "passwd" not in caplog.text


@pytest.mark.parametrize("as_form", [True, False])
def test_a_file_over_the_limit_is_refused_while_it_arrives(as_form: bool) -> None:
    client = AsgiClient(create_app(Pipeline(settings={"max_upload_bytes": 10_000}).front))
    too_long = b"Title\n" + b"x" * 200_000
    taken = 0

    def pieces(body: bytes) -> Iterator[bytes]:
        nonlocal taken
        for at in range(0, len(body), 5_000):
            taken += 5_000
            yield body[at : at + 5_000]

    if as_form:
        headers = {"content-type": "multipart/form-data; boundary=x"}
        answer = client.post("/v1/jobs", content=pieces(form(part(too_long))), headers=headers)
    else:
        answer = client.post("/v1/jobs", content=pieces(too_long), headers={"content-type": "text/csv"})

    assert problem_of(answer) == (413, "upload-too-large")
    assert "larger than the 10,000 bytes" in answer.json()["detail"]
    assert taken < 100_000


def test_a_length_over_the_limit_is_refused_before_anything_arrives() -> None:
    client = AsgiClient(create_app(Pipeline(settings={"max_upload_bytes": 10_000}).front))

    def nothing() -> Iterator[bytes]:
        raise AssertionError("nobody asked for the body")
        yield b""

    headers = {"content-type": "text/csv", "content-length": "99999999999"}
    assert problem_of(client.post("/v1/jobs", content=nothing(), headers=headers)) == (
        413,
        "upload-too-large",
    )


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "GZIP", "identity, gzip", "nonsense"])
def test_a_compressed_body_is_refused_unread(client: AsgiClient, encoding: str) -> None:
    headers = {"content-type": "text/csv", "content-encoding": encoding}

    answer = client.post("/v1/jobs", content=EXPORT, headers=headers)

    assert problem_of(answer) == (415, "encoded-content")
    assert answer.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("content_type", ["text/csv", "application/json", X])
async def test_whoever_hangs_up_in_the_middle_leaves_no_trace(
    pipeline: Pipeline, caplog: pytest.LogCaptureFixture, content_type: str
) -> None:
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": form(part())[:40], "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[object] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: object) -> None:
        sent.append(message)

    scope = http_scope("POST", "/v1/jobs", headers={"content-type": content_type})
    logging.getLogger("fanfolio").propagate = True
    await create_app(pipeline.front)(scope, receive, send)

    assert sent == []
    assert caplog.records == []
    assert list(pipeline.jobs.open_jobs()) == []


def test_identity_is_no_encoding(client: AsgiClient) -> None:
    headers = {"content-type": "text/csv", "content-encoding": "identity"}
    assert client.post("/v1/jobs", content=EXPORT, headers=headers).status_code == 202


def test_a_refused_export_names_lines_and_columns_and_quotes_none(client: AsgiClient) -> None:
    answer = upload(client, f"Title,Author\n,{SECRET}\n,{SECRET}\n".encode())

    assert problem_of(answer) == (422, "no-books-found")
    assert [(fault["line"], fault["column"], fault["kind"]) for fault in answer.json()["errors"]] == [
        (2, "Title", "title-missing"),
        (3, "Title", "title-missing"),
    ]
    assert all(len(fault["advice"]) > 20 for fault in answer.json()["errors"])
    assert SECRET not in answer.text


def test_twenty_lines_at_fault_are_enough_to_mend_a_file_by(client: AsgiClient) -> None:
    answer = upload(client, b"Title,Author\n" + b",x\n" * 500)

    assert len(answer.json()["errors"]) == 20


@pytest.mark.parametrize(
    "body",
    [
        SECRET.encode(),
        f"<html>{SECRET}".encode(),
        f'{{"title": "{SECRET}"}}'.encode(),
        f"{SECRET},{SECRET}\n".encode(),
        SECRET.encode() + b"\0" * 9_000,
        f"Title,{SECRET}\n".encode(),
    ],
)
@pytest.mark.parametrize("content_type", ["text/csv", "application/json", "multipart/form-data; boundary=x"])
def test_no_refusal_quotes_what_was_sent(client: AsgiClient, body: bytes, content_type: str) -> None:
    answer = client.post("/v1/jobs", content=body, headers={"content-type": content_type})

    assert answer.status_code == 422
    assert SECRET not in answer.text
    assert SECRET not in str(answer.headers)


JSON_AT_FAULT = {
    b"": ("body", "This is not JSON"),
    b"{": ("body", "This is not JSON"),
    b"\xff": ("body", "This is not JSON"),
    b"[1]": ("body", "Give a JSON object."),
    b"{}": ("body.upload_id", "This is missing."),
    b'{"upload_id": 7}': ("body.upload_id", "Give a text."),
    b'{"upload_id": "x"}': ("body.upload_id", "Give the upload_id that POST /v1/uploads answered"),
    b'{"upload_id": "' + b"0" * 31 + b'\\u0000"}': ("body.upload_id", "Give the upload_id"),
    b'{"upload_id": "' + b"0" * 32 + b'", "title": "Unspeakable"}': ("body", "Leave out what is neither"),
    b"[" * 100_000: ("body", "This is not JSON"),
    b'{"upload_id": "' + b"0" * 500_000 + b'"}': ("body.upload_id", "Give the upload_id"),
}


@pytest.mark.parametrize("body", JSON_AT_FAULT, ids=lambda body: body[:24].decode("latin-1"))
def test_json_at_fault_is_told_its_place_and_what_belongs_there(client: AsgiClient, body: bytes) -> None:
    where, advice = JSON_AT_FAULT[body]

    answer = client.post("/v1/jobs", content=body, headers={"content-type": "application/json"})

    assert problem_of(answer) == (422, "invalid-request")
    assert answer.json()["errors"][0]["where"] == where
    assert answer.json()["errors"][0]["advice"].startswith(advice)
    assert answer.json()["errors"][0]["advice"] in answer.json()["detail"]
    assert len(answer.content) < 1_000


def test_json_without_end_is_refused_while_it_arrives(client: AsgiClient) -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 100_000
            yield b" " * 100_000

    answer = client.post("/v1/jobs", content=pieces(), headers={"content-type": "application/json"})

    assert problem_of(answer) == (413, "content-too-large")
    assert taken < 2_000_000
