"""The page as the front door serves it: lasting assets, one document, a strict policy; or that it is missing."""

import asyncio
import base64
import gzip
import re
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from mangum import Mangum

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.domain.job import Job
from services.api.page import serve_page
from services.api.preloads import preloads
from services.api.problems import install_problems
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.events import LambdaContext, http_event
from tests.fixtures.pipeline import Pipeline, export_of, plain_rows

DOCUMENT = b"<!doctype html><title>Fanfolio</title><script type=module src=/assets/index-1a2b.js></script>"
SCRIPT = b"export const reading = 'fun';\n" * 40
# Longer than anybody waits for a page; nothing here takes as long.
_LONG_S = 30.0

JOB_PATH = "/jobs/0123456789abcdef0123456789abcdef"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    for path, content in (
        (tmp_path / "index.html", DOCUMENT),
        (tmp_path / "assets" / "index-1a2b.js", SCRIPT),
    ):
        path.write_bytes(content)
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, mtime=0))
    (tmp_path / "assets" / "cover-3c4d.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    return tmp_path


def app_of(directory: Path, pipeline: Pipeline | None = None) -> FastAPI:
    front = (pipeline or Pipeline()).front
    app = FastAPI(openapi_url=None)
    serve_page(app, front, directory)
    install_problems(app, front.log)
    return app


@pytest.fixture
def client(built: Path) -> AsgiClient:
    return AsgiClient(app_of(built))


@pytest.mark.parametrize("path", ["/", JOB_PATH, f"{JOB_PATH}?view=books&genre=Fantasy"])
def test_the_same_document_stands_at_the_root_and_at_every_jobs_address(
    client: AsgiClient, path: str
) -> None:
    answer = client.get(path)

    assert answer.content == DOCUMENT
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_assets_never_change_under_their_name_and_come_gzipped_as_they_were_built(client: AsgiClient) -> None:
    answer = client.get("/assets/index-1a2b.js", headers={"accept-encoding": "gzip"})

    assert answer.content == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0, identity"])
def test_who_cannot_unzip_gets_the_plain_file(client: AsgiClient, accepted: str) -> None:
    answer = client.get("/assets/index-1a2b.js", headers={"accept-encoding": accepted})

    assert answer.content == SCRIPT
    assert "content-encoding" not in answer.headers


def test_a_document_that_is_still_the_same_is_not_sent_again(client: AsgiClient) -> None:
    etag = client.get("/").headers["etag"]

    answer = client.get("/", headers={"if-none-match": etag})

    assert answer.status_code == 304
    assert answer.content == b""


class TestWhatAJobsPageAsksForFirst:
    """It is named in the document's header, so that a browser need not wait for the script to ask."""

    @pytest.fixture
    def pipeline(self) -> Pipeline:
        return Pipeline(ScriptedCatalogue({}))

    def preloads(self, built: Path, pipeline: Pipeline, job_id: str) -> list[str]:
        answer = AsgiClient(app_of(built, pipeline)).get(f"/jobs/{job_id}")
        assert answer.content == DOCUMENT
        links = answer.headers.get("link", "").split(", ")
        return [
            link.partition(">")[0][1:]
            for link in links
            if link.endswith("rel=preload; as=fetch; crossorigin")
        ]

    def test_of_a_complete_job_standing_and_dashboard(
        self, built: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # However busy the machine is.
        monkeypatch.setattr("services.api.preloads._PATIENCE_S", 30.0)
        job_id = pipeline.run(export_of(plain_rows(3))).job.job_id

        job = f"/v1/jobs/{job_id}"
        assert self.preloads(built, pipeline, job_id) == [job, f"{job}/dashboard"]

    def test_of_a_job_under_way_the_standing_alone(self, built: Path, pipeline: Pipeline) -> None:
        job_id = pipeline.upload(export_of(plain_rows(3))).job.job_id

        assert self.preloads(built, pipeline, job_id) == [f"/v1/jobs/{job_id}"]

    def test_of_a_job_that_is_gone_the_standing_alone(self, built: Path, pipeline: Pipeline) -> None:
        assert self.preloads(built, pipeline, "0" * 32) == [f"/v1/jobs/{'0' * 32}"]

    @pytest.mark.parametrize("job_id", ["not-an-id", "%3E%3B%20rel%3Dpreload", "%0D%0Aset-cookie:a"])
    def test_of_what_can_be_no_job_nothing(self, client: AsgiClient, job_id: str) -> None:
        answer = client.get(f"/jobs/{job_id}")

        assert answer.content == DOCUMENT
        assert "link" not in answer.headers

    def test_the_standing_alone_while_the_store_does_not_answer(
        self, built: Path, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job_id = pipeline.run(export_of(plain_rows(3))).job.job_id

        def unavailable(*_: object) -> Job:
            raise StorageUnavailable("The store does not answer.")

        monkeypatch.setattr(type(pipeline.front.consult.access), "read", unavailable)

        assert self.preloads(built, pipeline, job_id) == [f"/v1/jobs/{job_id}"]

    def test_a_store_that_hangs_holds_the_page_up_for_a_moment_only(
        self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job_id = pipeline.run(export_of(plain_rows(3))).job.job_id
        page_is_answered = threading.Event()
        answered_first: list[bool] = []

        def hang(*_: object) -> Job:
            answered_first.append(page_is_answered.wait(_LONG_S))
            raise StorageUnavailable("The store does not answer.")

        async def answer() -> dict[str, str]:
            told = await preloads(pipeline.front, job_id)
            page_is_answered.set()
            return told

        monkeypatch.setattr(type(pipeline.front.consult.access), "read", hang)

        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            told = runner.run(answer())

        assert told["link"] == f"</v1/jobs/{job_id}>; rel=preload; as=fetch; crossorigin"
        assert answered_first == [True]


@pytest.mark.parametrize("name", ["index-9z9z.js", "index-1a2b.js.gz", "..%2Findex.html"])
def test_what_is_no_asset_is_not_found(client: AsgiClient, name: str) -> None:
    assert client.get(f"/assets/{name}").status_code == 404


def test_the_policy_allows_own_scripts_and_styles_and_covers_and_nothing_inline(client: AsgiClient) -> None:
    policy = client.get("/").headers["content-security-policy"]

    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == "'self'"
    assert re.fullmatch(r"'self'( https://[\w.*]+)+", told["img-src"])
    assert "unsafe" not in policy


@pytest.mark.usefixtures("loop_of_the_function")
def test_behind_the_gateway_what_is_not_text_travels_as_base64(built: Path) -> None:
    handler = Mangum(app_of(built), lifespan="off")

    def get(path: str, **headers: str) -> dict[str, object]:
        answer: dict[str, object] = handler(http_event("GET", path, headers=headers), LambdaContext())
        return answer

    picture = get("/assets/cover-3c4d.png")
    zipped = get("/assets/index-1a2b.js", **{"accept-encoding": "gzip, br"})
    plain = get("/assets/index-1a2b.js")

    assert base64.b64decode(str(picture["body"])).startswith(b"\x89PNG")
    assert zipped["isBase64Encoded"] is True
    assert gzip.decompress(base64.b64decode(str(zipped["body"]))) == SCRIPT
    assert plain["isBase64Encoded"] is False
    assert str(plain["body"]).encode() == SCRIPT


def test_where_no_page_was_built_the_root_says_so_and_what_to_do(tmp_path: Path) -> None:
    client = AsgiClient(app_of(tmp_path / "nothing-here"))

    answer = client.get("/")

    assert answer.status_code == 200
    assert "has not been built here" in answer.text
    assert "make web" in answer.text
    assert client.get(JOB_PATH).status_code == 404
