"""The real stack on the emulator, every function a container, seen through its HTTP API."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.stage import Stage, eventually
from tests.fixtures.exports import goodreads_export

SAMPLE = Path(__file__).resolve().parents[2] / "services" / "local" / "sample" / "library.csv"

# No table takes a key this long: whatever worker looks this book up in its cache ends with an error.
POISON = "9" * 3000

pytestmark = pytest.mark.timeout(420)


@pytest.fixture(scope="module")
def sample(stage: Stage) -> dict[str, Any]:
    """The sample library's job, imported by functions that had never run; with its owner token."""
    accepted = stage.upload(SAMPLE.read_bytes())
    return {**accepted, **stage.ended(accepted["job_id"])}


def test_the_front_door_says_which_stage_it_is(stage: Stage) -> None:
    health = stage.http.get("/healthz").raise_for_status().json()

    assert health["status"] == "ok"
    assert f"Fanfolio-{health['stage']}" == stage.name


def test_the_sample_library_becomes_a_dashboard_in_which_every_row_is_accounted_for(
    stage: Stage, sample: dict[str, Any]
) -> None:
    dashboard = stage.dashboard(sample["job_id"])

    assert sample["state"] == "complete"
    assert sample["rows"] == sample["total"] + sample["complaints"] == len(dashboard["books"])
    assert sum(sample["counts"].values()) == sample["total"]
    assert sample["counts"]["matched"] > 0.9 * sample["total"]
    assert sample["counts"]["unavailable"] == 0


def test_a_second_import_is_answered_from_what_the_first_one_has_found_out(
    stage: Stage, sample: dict[str, Any]
) -> None:
    job = stage.ended(stage.upload(SAMPLE.read_bytes())["job_id"])

    assert job["counts"] == sample["counts"]


def test_the_page_is_served_with_everything_it_loads(stage: Stage) -> None:
    page = stage.http.get("/").raise_for_status()
    scripts = re.findall(r'src="(/assets/[^"]+[.]js)"', page.text)

    assert page.headers["content-type"].startswith("text/html")
    assert scripts
    for script in scripts:
        assert stage.http.get(script).raise_for_status().headers["content-type"].startswith("text/javascript")


def test_whoever_owns_a_job_gets_its_books_and_its_failures(stage: Stage, sample: dict[str, Any]) -> None:
    job_id, owner = sample["job_id"], {"authorization": f"Bearer {sample['owner_token']}"}

    failures = stage.http.get(f"/v1/jobs/{job_id}/failures").raise_for_status().json()
    books = stage.http.get(f"/v1/jobs/{job_id}/books.csv", headers=owner).raise_for_status().text

    assert failures["total_unavailable"] == 0
    assert books.count("\n") > sample["total"]


def test_the_same_upload_with_the_same_key_is_the_same_job(stage: Stage) -> None:
    key = {"idempotency-key": "e2e-0123456789abcdef"}
    file = {"file": ("library.csv", goodreads_export(1), "text/csv")}

    first, second = (stage.http.post("/v1/jobs", files=file, headers=key).json() for _ in range(2))

    assert first["job_id"] == second["job_id"]


def test_a_large_file_goes_to_the_bucket_and_then_becomes_a_job(stage: Stage) -> None:
    opened = stage.http.post("/v1/uploads").raise_for_status().json()

    sent = stage.send_form(opened, goodreads_export(2))
    job = stage.http.post("/v1/jobs", json={"upload_id": opened["upload_id"]}).raise_for_status().json()

    assert sent.is_success
    assert stage.ended(job["job_id"])["state"] == "complete"


def test_a_file_that_is_no_export_is_refused_with_a_reason(stage: Stage) -> None:
    answer = stage.http.post("/v1/jobs", files={"file": ("notes.txt", b"Milk, bread", "text/plain")})

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 20


def test_a_book_that_kills_every_worker_ends_as_a_named_failure_and_takes_no_other_with_it(
    stage: Stage,
) -> None:
    stage.give_up_after(2)
    with stage.workers_held_back():
        accepted = stage.upload(goodreads_export(3))
        job_id = accepted["job_id"]
        message = stage.take_message()
        message["books"][1]["isbn13"] = POISON
        stage.send_message(message)

    job = stage.ended(job_id)

    poisoned = message["books"][1]["number"]
    given_up = {
        book["number"]: book["reason"]
        for book in stage.dashboard(job_id)["books"]
        if book["outcome"] == "unavailable"
    }
    assert job["state"] == "complete"
    assert given_up == {poisoned: "worker-gave-up"}
    assert job["counts"]["unavailable"] == 1
    eventually(lambda: stage.dead_letters() == 0, what="an empty dead-letter queue")

    owner = {"authorization": f"Bearer {accepted['owner_token']}"}
    stage.http.post(f"/v1/jobs/{job_id}/retry", headers=owner).raise_for_status()
    assert stage.ended(job_id)["counts"]["unavailable"] == 0


@pytest.mark.parametrize(
    ("function", "metrics"),
    [
        ("worker", {"BooksSettled", "BooksPostponed", "BooksFromCache", "CatalogueRequests"}),
        ("aggregator", {"JobSeconds", "JobBooks", "JobBooksMatched"}),
        ("dead-letters", {"DeadMessages", "BooksGivenUp"}),
    ],
)
def test_logs_hold_the_metrics_of_what_has_happened(
    stage: Stage, sample: dict[str, Any], function: str, metrics: set[str]
) -> None:
    eventually(lambda: stage.metrics(function) >= metrics, what=f"the metrics of {function}")


def test_deleting_a_job_leaves_nothing_but_its_tombstone(stage: Stage, sample: dict[str, Any]) -> None:
    job_id = sample["job_id"]
    assert len(stage.keys(job_id)) > 2

    answer = stage.http.delete(
        f"/v1/jobs/{job_id}", headers={"authorization": f"Bearer {sample['owner_token']}"}
    )

    assert answer.status_code == httpx.codes.NO_CONTENT
    assert stage.http.get(f"/v1/jobs/{job_id}").status_code == httpx.codes.NOT_FOUND
    eventually(lambda: stage.keys(job_id) == [], what="an empty prefix")
    (tombstone,) = stage.records(job_id)
    assert tombstone.get("file_name", {"S": ""}) == {"S": ""}
    assert tombstone["state"] == {"S": "deleted"}
