"""Files over 4 MB: sent to the store with a form that expires, then handed in by their id."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.s3_transfer import S3Transfer
from services.api.app import create_app
from services.api.bootstrap import build_front
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.front_door import EXPORT, finish, problem_of
from tests.fixtures.pipeline import Pipeline, export_of, plain_rows

LIMIT = 50_000


def hand_in(client: AsgiClient, upload_id: str, **more: str) -> httpx.Response:
    return client.post("/v1/jobs", json={"upload_id": upload_id, **more})


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline(settings={"max_upload_bytes": LIMIT})


def sent(client: AsgiClient, pipeline: Pipeline, body: bytes = EXPORT) -> str:
    opened = client.post("/v1/uploads").json()
    assert pipeline.transfer.store(opened["fields"]["policy"], body)
    upload_id: str = opened["upload_id"]
    return upload_id


def test_a_form_says_all_that_sending_takes(client: AsgiClient) -> None:
    answer = client.post("/v1/uploads")

    assert answer.status_code == 201
    assert set(answer.json()) == {"upload_id", "url", "fields", "limit_bytes", "expires_at"}
    assert answer.json()["limit_bytes"] == LIMIT
    assert answer.json()["expires_at"] == "2026-03-01T12:15:00Z"
    assert answer.headers["cache-control"] == "no-store"


def test_what_was_sent_becomes_a_job_and_is_kept_with_it_alone(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    upload_id = sent(client, pipeline)

    answer = hand_in(client, upload_id, file_name="books.csv")

    job_id = answer.json()["job_id"]
    finish(pipeline, job_id)
    assert (answer.status_code, answer.headers["location"]) == (202, f"/v1/jobs/{job_id}")
    assert client.get(f"/v1/jobs/{job_id}").json()["state"] == "complete"
    assert pipeline.jobs.read(job_id).file_name == "books.csv"
    assert pipeline.objects.get(f"jobs/{job_id}/upload.csv") == EXPORT
    assert list(pipeline.objects.keys("uploads/")) == []


def test_whoever_still_has_the_form_cannot_change_what_was_handed_in(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    opened = client.post("/v1/uploads").json()
    pipeline.transfer.store(opened["fields"]["policy"], EXPORT)
    job_id = hand_in(client, opened["upload_id"]).json()["job_id"]

    pipeline.transfer.store(opened["fields"]["policy"], b"something else")

    assert pipeline.objects.get(f"jobs/{job_id}/upload.csv") == EXPORT


def test_an_upload_is_handed_in_once(client: AsgiClient, pipeline: Pipeline) -> None:
    upload_id = sent(client, pipeline)
    hand_in(client, upload_id)

    assert problem_of(hand_in(client, upload_id)) == (404, "upload-not-found")


def test_what_was_not_sent_is_not_found_and_the_answer_says_how_to_begin(client: AsgiClient) -> None:
    answer = hand_in(client, client.post("/v1/uploads").json()["upload_id"])

    assert problem_of(answer) == (404, "upload-not-found")
    assert "POST /v1/uploads" in answer.json()["detail"]


def test_a_form_ends_after_a_quarter_of_an_hour(client: AsgiClient, pipeline: Pipeline) -> None:
    opened = client.post("/v1/uploads").json()
    pipeline.clock.advance(15 * 60)

    assert not pipeline.transfer.store(opened["fields"]["policy"], EXPORT)


def test_what_is_no_export_is_refused_as_ever(client: AsgiClient, pipeline: Pipeline) -> None:
    assert problem_of(hand_in(client, sent(client, pipeline, b"%PDF-1.7"))) == (422, "not-an-export")


def test_a_store_that_let_too_much_through_is_not_believed(client: AsgiClient, pipeline: Pipeline) -> None:
    upload_id = sent(client, pipeline)
    pipeline.objects.put(f"uploads/{upload_id}.csv", b"x" * (LIMIT + 1), content_type="text/csv")

    assert problem_of(hand_in(client, upload_id)) == (413, "upload-too-large")


@pytest.mark.parametrize("upload_id", ["../jobs/x", "A" * 32, "0" * 33, "0" * 31 + "\n", ""])
def test_an_id_is_an_id_and_never_a_path(client: AsgiClient, upload_id: str) -> None:
    assert problem_of(hand_in(client, upload_id)) == (422, "invalid-request")


@pytest.fixture
def real_store(aws: Aws, bucket: str) -> Iterator[AsgiClient]:
    """The front door with S3 behind it, everything else in memory."""
    pipeline = Pipeline(settings={"max_upload_bytes": LIMIT})
    ports = replace(
        pipeline.ports,
        objects=S3Objects(aws.s3, bucket=bucket),
        transfer=S3Transfer(aws.s3_links, bucket=bucket),
    )
    return AsgiClient(create_app(build_front(pipeline.all_settings, ports)))


@pytest.mark.emulator
class TestWithTheRealStore:
    def test_a_file_goes_straight_there_and_becomes_a_job(self, real_store: AsgiClient) -> None:
        opened = real_store.post("/v1/uploads").json()

        taken = httpx.post(opened["url"], data=opened["fields"], files={"file": ("books.csv", EXPORT)})

        assert taken.is_success
        assert hand_in(real_store, opened["upload_id"]).json()["state"] == "accepted"

    @pytest.mark.parametrize("body", [b"", export_of(plain_rows(2_000))], ids=["nothing", "too much"])
    def test_the_store_itself_refuses_nothing_and_too_much(self, real_store: AsgiClient, body: bytes) -> None:
        opened = real_store.post("/v1/uploads").json()

        refused = httpx.post(opened["url"], data=opened["fields"], files={"file": ("books.csv", body)})

        assert refused.is_client_error
        assert problem_of(hand_in(real_store, opened["upload_id"])) == (404, "upload-not-found")

    def test_the_form_is_good_for_its_own_place_alone(self, real_store: AsgiClient) -> None:
        opened = real_store.post("/v1/uploads").json()
        elsewhere = opened["fields"] | {"key": "jobs/x/dashboard.json.gz"}

        refused = httpx.post(opened["url"], data=elsewhere, files={"file": ("books.csv", EXPORT)})

        assert refused.is_client_error
