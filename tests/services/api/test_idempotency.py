"""An upload that is sent twice under one key is one job, whatever happened to the first answer."""

import asyncio
import json
from collections.abc import Callable

import httpx
import pytest

from fanfolio.domain.errors import StorageUnavailable
from services.api.app import create_app
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.front_door import EXPORT, fails_once, finish, owner_of, problem_of, upload
from tests.fixtures.pipeline import Pipeline, export_of, plain_rows

KEY = {"idempotency-key": "8f14e45f-ceea-467a-9a36-dedd4bea2543"}
OTHER_EXPORT = export_of(plain_rows(4))


def begin(client: AsgiClient, body: bytes = EXPORT, *, as_form: bool = True) -> httpx.Response:
    if as_form:
        return upload(client, body, headers=KEY)
    return client.post("/v1/jobs", content=body, headers={**KEY, "content-type": "text/csv"})


def test_the_same_key_and_file_are_the_same_job_with_the_same_owner(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    first = begin(client)
    finish(pipeline, first.json()["job_id"])

    again = begin(client)

    assert again.status_code == 202
    assert again.headers["location"] == first.headers["location"]
    assert again.json()["owner_token"] == first.json()["owner_token"]
    assert again.json()["state"] == "complete"
    assert client.delete(again.headers["location"], headers=owner_of(again.json())).status_code == 204


def test_how_the_file_travels_does_not_matter(client: AsgiClient) -> None:
    as_form, bare = begin(client), begin(client, as_form=False)

    assert bare.json()["job_id"] == as_form.json()["job_id"]


def test_without_a_key_every_upload_is_a_job_of_its_own(client: AsgiClient) -> None:
    assert upload(client).json()["job_id"] != upload(client).json()["job_id"]


def test_another_file_under_the_same_key_is_refused(client: AsgiClient) -> None:
    begin(client)

    answer = begin(client, OTHER_EXPORT)

    assert problem_of(answer) == (422, "idempotency-key-reused")
    assert "new key" in answer.json()["detail"]


def test_a_key_whose_file_was_refused_is_free_again(client: AsgiClient) -> None:
    assert problem_of(begin(client, b"%PDF-1.7")) == (422, "not-an-export")

    assert begin(client).status_code == 202


def test_a_key_is_forgotten_after_a_day(client: AsgiClient, pipeline: Pipeline) -> None:
    first = begin(client)
    pipeline.clock.advance(24 * 3600)

    assert begin(client).json()["job_id"] != first.json()["job_id"]


def test_the_job_of_a_key_does_not_come_back_once_it_was_deleted(client: AsgiClient) -> None:
    job = begin(client).json()
    client.delete(f"/v1/jobs/{job['job_id']}", headers=owner_of(job))

    assert problem_of(begin(client)) == (404, "job-not-found")


def test_while_the_first_request_is_under_way_the_second_is_told_to_come_back(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    meanwhile: list[httpx.Response] = []
    create = pipeline.jobs.create

    def slowly(job: object) -> None:
        # In a thread: there a loop of its own may run.
        meanwhile.append(begin(AsgiClient(create_app(pipeline.front))))
        create(job)  # type: ignore[arg-type]

    pipeline.jobs.create = slowly  # type: ignore[method-assign]
    first = begin(client)

    assert first.status_code == 202
    assert problem_of(meanwhile[0]) == (409, "request-in-flight")
    assert meanwhile[0].headers["retry-after"] == "1"


def test_after_an_outage_the_same_request_goes_on_at_once(client: AsgiClient, pipeline: Pipeline) -> None:
    pipeline.objects.put = fails_once(pipeline.objects.put, StorageUnavailable("the bucket"))  # type: ignore[method-assign]
    assert problem_of(begin(client)) == (503, "unavailable")

    assert begin(client).status_code == 202
    assert begin(client).status_code == 202
    assert len(list(pipeline.jobs.open_jobs())) == 1


def test_an_outage_while_a_refused_file_is_looked_into_blocks_the_key_no_more_than_any_other(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    pipeline.jobs.read = fails_once(pipeline.jobs.read, StorageUnavailable("the table"))  # type: ignore[method-assign]
    assert problem_of(begin(client, b"%PDF-1.7")) == (503, "unavailable")

    assert problem_of(begin(client, b"%PDF-1.7")) == (422, "not-an-export")


def test_a_job_that_was_written_before_the_outage_is_the_one(client: AsgiClient, pipeline: Pipeline) -> None:
    create = pipeline.jobs.create

    def unheard(job: object) -> None:
        create(job)  # type: ignore[arg-type]
        pipeline.jobs.create = create  # type: ignore[method-assign]
        raise StorageUnavailable("the answer got lost")

    pipeline.jobs.create = unheard  # type: ignore[method-assign]
    assert problem_of(begin(client)) == (503, "unavailable")

    job = begin(client).json()

    assert [open_job.job_id for open_job in pipeline.jobs.open_jobs()] == [job["job_id"]]
    assert client.delete(f"/v1/jobs/{job['job_id']}", headers=owner_of(job)).status_code == 204


def test_a_process_that_died_over_a_request_blocks_its_key_for_a_minute(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    pipeline.objects.put = fails_once(pipeline.objects.put, RuntimeError("died"))  # type: ignore[method-assign]
    assert problem_of(begin(client)) == (500, "internal")

    assert problem_of(begin(client)) == (409, "request-in-flight")
    pipeline.clock.advance(60)
    assert begin(client).status_code == 202


@pytest.mark.parametrize(
    "key", ["short", "x" * 15, "x" * 256, "with spaces in between", "not\tvisible" * 3, "ключ" * 8]
)
def test_keys_that_others_might_guess_or_break_are_refused(client: AsgiClient, key: str) -> None:
    answer = upload(client, headers={"idempotency-key": key.encode()})

    assert problem_of(answer) == (422, "invalid-request")
    assert answer.json()["errors"] == [
        {
            "where": "header.Idempotency-Key",
            "advice": "Give 16 to 255 characters without spaces, such as a UUID.",
        }
    ]


async def test_of_many_at_once_one_begins_the_job_and_nobody_is_told_another(pipeline: Pipeline) -> None:
    transport = httpx.ASGITransport(create_app(pipeline.front))
    async with httpx.AsyncClient(transport=transport, base_url="http://fanfolio.test") as http:
        answers = await asyncio.gather(
            *(http.post("/v1/jobs", files={"file": EXPORT}, headers=KEY) for _ in range(20))
        )

    told = {answer.json()["job_id"] for answer in answers if answer.status_code == 202}
    assert len(told) == len(list(pipeline.jobs.open_jobs())) == 1
    assert {answer.status_code for answer in answers} <= {202, 409}


def test_neither_key_nor_token_is_stored(client: AsgiClient, pipeline: Pipeline) -> None:
    token = begin(client).json()["owner_token"]

    stored = repr(vars(pipeline.idempotency_keys)) + repr(vars(pipeline.jobs))
    assert KEY["idempotency-key"] not in stored
    assert token not in stored


def stored_directly(client: AsgiClient, pipeline: Pipeline) -> Callable[..., httpx.Response]:
    """A file that went straight to the store; what comes back hands it in, by this client or another."""
    opened = client.post("/v1/uploads").json()
    pipeline.transfer.store(opened["fields"]["policy"], EXPORT)
    reference = json.dumps({"upload_id": opened["upload_id"]}).encode()
    headers = {**KEY, "content-type": "application/json"}
    return lambda by=client: by.post("/v1/jobs", content=reference, headers=headers)


def test_a_file_that_went_straight_to_the_store_is_handed_in_once_too(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    hand_in = stored_directly(client, pipeline)

    first, again = hand_in(), hand_in()

    assert first.status_code == again.status_code == 202
    assert first.json()["owner_token"] == again.json()["owner_token"]


def test_of_two_requests_that_go_on_at_once_the_second_is_told_the_job_that_the_first_made(
    client: AsgiClient, pipeline: Pipeline
) -> None:
    hand_in = stored_directly(client, pipeline)
    size, told = pipeline.objects.size, []

    def abandoned(key: str) -> int:
        pipeline.objects.size = slowly  # type: ignore[method-assign]
        raise StorageUnavailable("the bucket")

    def slowly(key: str) -> int:
        pipeline.objects.size = size  # type: ignore[method-assign]
        told.append(hand_in(AsgiClient(create_app(pipeline.front))))
        return size(key)

    pipeline.objects.size = abandoned  # type: ignore[method-assign]
    assert problem_of(hand_in()) == (503, "unavailable")

    told.append(hand_in())
    told.append(hand_in())

    assert [answer.status_code for answer in told] == [202, 202, 202]
    assert len({answer.json()["job_id"] for answer in told}) == 1
