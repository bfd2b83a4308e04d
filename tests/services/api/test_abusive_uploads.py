"""A gigabyte comes in: the server stops listening at its limit, in little memory, and says why."""

import pytest

from fanfolio.domain.limits import UPLOAD_LIMIT_BYTES
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.endless import MIB, Repeated, measured_memory
from tests.fixtures.front_door import problem_of
from tests.fixtures.pipeline import Pipeline

FORM_HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
CSV, FORM = "text/csv", "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("content_type", "piece"),
    [(CSV, b"x"), (CSV, b'"'), (FORM, b'"')],
    ids=["one line", "a billion quotes", "a billion quotes in a form"],
)
def test_a_gigabyte_without_a_length_is_cut_off_at_the_limit(
    client: AsgiClient, pipeline: Pipeline, content_type: str, piece: bytes
) -> None:
    body = Repeated(piece, size_bytes=1_000_000_000, head=FORM_HEAD if content_type == FORM else b"")

    with measured_memory() as memory:
        answer = client.post("/v1/jobs", content=body.pieces(), headers={"content-type": content_type})

    assert problem_of(answer) == (413, "upload-too-large")
    assert "larger than the 128 MB" in answer.json()["detail"]
    assert body.bytes_read < UPLOAD_LIMIT_BYTES + MIB
    assert memory.peak_bytes < 16 * MIB
    assert list(pipeline.jobs.open_jobs()) == []


@pytest.mark.parametrize("piece", [b"x", b'"', b","], ids=["one line", "quotes", "commas"])
def test_one_line_up_to_the_limit_is_refused_in_little_memory(client: AsgiClient, piece: bytes) -> None:
    body = Repeated(piece, size_bytes=50_000_000)

    with measured_memory() as memory:
        answer = client.post("/v1/jobs", content=body.pieces(), headers={"content-type": CSV})

    assert problem_of(answer) == (422, "not-an-export")
    assert "no row of column names" in answer.json()["detail"]
    assert memory.peak_bytes < 16 * MIB
