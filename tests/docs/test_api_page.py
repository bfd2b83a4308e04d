"""docs/api.md leaves nothing out: every address, parameter, header, state, problem; and each refusal is true."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from fanfolio.domain.job import JobState
from services.api.app import create_app
from services.api.problem_kinds import all_kinds
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.exports import GOODREADS_24, harbour, table
from tests.fixtures.front_door import EXPORT, problem_of, upload
from tests.fixtures.pipeline import Pipeline

PAGE = Path("docs/api.md").read_text(encoding="utf-8")
DESCRIPTION = json.loads(Path("docs/openapi.json").read_text(encoding="utf-8"))
LIMIT = 100_000


def test_every_problem_is_listed_with_its_status_and_nothing_else_is() -> None:
    listed = re.findall(r"^\| `(/problems/[a-z-]+)` \| (\d{3}) \|", PAGE, re.MULTILINE)

    assert [(uri, int(status)) for uri, status in listed] == [(kind.uri, kind.status) for kind in all_kinds()]


def test_every_operation_parameter_header_and_status_is_told() -> None:
    for path, item in DESCRIPTION["paths"].items():
        for method, operation in item.items():
            assert f"`{method.upper()} {path}`" in PAGE
            for parameter in operation.get("parameters", []):
                assert parameter["name"] in PAGE, parameter["name"]
            for status, answer in operation["responses"].items():
                assert f"`{status}`" in PAGE or f"| {status} |" in PAGE, (path, status)
                for header in answer.get("headers", {}):
                    assert header == "Content-Disposition" or f"`{header}`" in PAGE, header


def test_every_member_of_a_job_and_every_state_is_told() -> None:
    for member in {*DESCRIPTION["components"]["schemas"]["JobView"]["properties"]} - {"job_id"}:
        assert f"`{member}`" in PAGE, member
    for state in set(JobState) - {JobState.DELETED}:
        assert f"`{state.value}`" in PAGE


def test_its_links_lead_somewhere() -> None:
    headings = {_anchor(title) for title in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        file, _, anchor = target.partition("#")
        if file.startswith("http"):
            continue
        text = (Path("docs") / file).read_text(encoding="utf-8") if file else ""
        known = (
            {_anchor(title) for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)} if file else headings
        )
        assert not anchor or anchor in known, target


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "salt")
    return content.getvalue()


def bare(body: bytes, content_type: str = "text/csv") -> Callable[[AsgiClient], httpx.Response]:
    return lambda client: client.post("/v1/jobs", content=body, headers={"content-type": content_type})


def form(*bodies: bytes) -> Callable[[AsgiClient], httpx.Response]:
    return lambda client: client.post("/v1/jobs", files=[("file", ("a.csv", body)) for body in bodies])


PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
REFUSED: dict[str, list[Callable[[AsgiClient], httpx.Response]]] = {
    "nothing": [bare(b""), bare(b"", ""), form(b"")],
    "a form without a file": [
        lambda client: client.post("/v1/jobs", files={"wrong": ("a.csv", EXPORT)}),
        lambda client: client.post("/v1/jobs", files={"other": (None, "x")}),
    ],
    "white space": [bare(b" \r\n\t\n"), form(b"\n")],
    "more than the limit": [bare(b"Title,Author\n" + b"x" * LIMIT), form(b"Title,Author\n" + b"x" * LIMIT)],
    "a form that breaks off": [
        bare(PART + EXPORT, "multipart/form-data; boundary=x"),
        bare(EXPORT, "multipart/form-data; boundary=x"),
        bare(EXPORT, "multipart/form-data"),
    ],
    "two files": [form(EXPORT, EXPORT)],
    "a form without a part for files": [
        lambda client: client.post("/v1/jobs", data={"file": "Title,Author"})
    ],
    "a workbook (.xlsx, .xls, .ods)": [
        form(zipped("[Content_Types].xml", "xl/workbook.xml")),
        form(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
    ],
    "an archive (zip, gzip, 7z, …)": [form(zipped("export.csv")), form(gzip.compress(EXPORT))],
    "a PDF": [form(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), bare(b"%PDF-1.7\n", "application/pdf")],
    "a picture": [
        form(b"\x89PNG\r\n\x1a\n" + bytes(64)),
        bare(b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
    ],
    "a text document or e-book": [form(zipped("word/document.xml")), form(b"{\\rtf1 Hello}")],
    "a web page": [form(b"<!DOCTYPE html><title>Export</title>"), bare(b"<html>", "text/html")],
    "JSON as a file": [form(b'[{"Title": "Salt"}]'), bare(b'{"Title": "Salt"}')],
    "other bytes": [form(bytes(range(256)) * 40)],
    "a LibraryThing export": [form(b"Book Id,Title,Sort Character,Primary Author,Work id\n1,Salt,1,x,7\n")],
    "another table": [form(b"name,amount\nrent,900\n")],
    "a table without column names": [form(b"1,2,3\n4,5,6\n")],
    "column names without rows": [form(table(GOODREADS_24, []))],
    "rows that are all unreadable": [form(table(GOODREADS_24, [harbour(title="")] * 3))],
}
TOLD = {
    sent: (kind, begins)
    for sent, kind, begins in re.findall(
        r"^\| (.+?) \| `/problems/([a-z-]+)` \| (.+?) \|$",
        PAGE.partition("### Files that are refused")[2],
        re.MULTILINE,
    )
}


def test_every_refusal_that_is_told_is_tried() -> None:
    assert set(TOLD) == set(REFUSED)


# The framework leaves the file of a form that breaks off to the garbage collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")
@pytest.mark.parametrize("sent", REFUSED)
def test_what_is_refused_is_refused_as_it_is_told(sent: str) -> None:
    kind, begins = TOLD[sent]
    client = AsgiClient(create_app(Pipeline(settings={"max_upload_bytes": LIMIT}).front))

    for send in REFUSED[sent]:
        answer = send(client)
        assert problem_of(answer)[1] == kind
        assert answer.json()["detail"].startswith(begins)
        assert answer.json()["detail"].endswith((".", ": see errors."))


def test_what_is_not_refused_is_accepted() -> None:
    assert upload(AsgiClient(create_app(Pipeline().front))).status_code == 202
