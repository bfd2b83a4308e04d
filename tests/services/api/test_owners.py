"""What only the owner may do: retry and delete; to everybody else there is no such job."""

import hmac

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.flow.deletion import TOMBSTONE_LIFETIME
from fanfolio.messages import decode_chunk
from fanfolio.ports import Unanswered
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.front_door import fails_once, finish, finished, owner_of, problem_of, upload
from tests.fixtures.pipeline import Pipeline, match_of

ACTIONS = [("DELETE", ""), ("POST", "/retry"), ("GET", "/books.csv?private=true")]


@pytest.mark.parametrize(("method", "action"), ACTIONS)
class TestStrangers:
    @pytest.mark.parametrize("header", [None, "", "Basic abc", "Bearer", "Bearer  ", "token"])
    def test_without_a_token_the_answer_says_how(
        self, client: AsgiClient, pipeline: Pipeline, method: str, action: str, header: str | None
    ) -> None:
        job = finished(pipeline, client)
        headers = {} if header is None else {"authorization": header}

        answer = client.request(method, f"/v1/jobs/{job['job_id']}{action}", headers=headers)

        assert problem_of(answer) == (401, "unauthorized")
        assert "Authorization: Bearer" in answer.json()["detail"]
        assert answer.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("token", ["guess", "\xff\xfe" * 20, "x" * 42, "x" * 5_000, "x" * 42 + "="])
    def test_what_cannot_be_a_token_is_told_so(
        self, client: AsgiClient, pipeline: Pipeline, method: str, action: str, token: str
    ) -> None:
        headers = {"authorization": f"Bearer {token}".encode("latin-1")}

        existing = client.request(
            method, f"/v1/jobs/{finished(pipeline, client)['job_id']}{action}", headers=headers
        )
        absent = client.request(method, f"/v1/jobs/{'0' * 32}{action}", headers=headers)

        assert problem_of(existing) == (401, "unauthorized")
        assert "43 characters" in existing.json()["detail"]
        assert existing.headers["www-authenticate"] == "Bearer"
        assert existing.json() == absent.json()

    @pytest.mark.parametrize("token", ["x" * 43, "another job's"])
    def test_a_wrong_token_is_answered_as_if_there_were_no_job(
        self, client: AsgiClient, pipeline: Pipeline, method: str, action: str, token: str
    ) -> None:
        job, other = finished(pipeline, client), finished(pipeline, client)
        token = other["owner_token"] if token == "another job's" else token
        headers = {"authorization": f"Bearer {token}".encode("latin-1")}

        existing = client.request(method, f"/v1/jobs/{job['job_id']}{action}", headers=headers)
        absent = client.request(method, f"/v1/jobs/{'0' * 32}{action}", headers=headers)

        assert problem_of(existing) == (404, "job-not-found")
        assert existing.json() == absent.json()
        assert client.get(f"/v1/jobs/{job['job_id']}").json()["state"] == "complete"

    def test_tokens_are_compared_in_constant_time(
        self,
        client: AsgiClient,
        pipeline: Pipeline,
        monkeypatch: pytest.MonkeyPatch,
        method: str,
        action: str,
    ) -> None:
        job = finished(pipeline, client)
        compared: list[tuple[int, int]] = []
        compare = hmac.compare_digest

        def watched(one: str, other: str) -> bool:
            compared.append((len(one), len(other)))
            return compare(one, other)

        monkeypatch.setattr("fanfolio.flow.access.hmac.compare_digest", watched)
        client.request(
            method, f"/v1/jobs/{job['job_id']}{action}", headers={"authorization": f"Bearer {'x' * 43}"}
        )

        # Digests of equal length, whatever the token's.
        assert compared == [(64, 64)]


class TestDeleting:
    def test_the_owner_deletes_and_the_job_is_as_if_it_had_never_been(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"

        deleted = client.delete(address, headers=owner_of(job))

        assert (deleted.status_code, deleted.content) == (204, b"")
        assert pipeline.stored_keys(job["job_id"]) == []
        never_was = client.get(f"/v1/jobs/{'0' * 32}")
        for what in ("", "/dashboard", "/failures", "/books.csv"):
            after = client.get(address + what)
            assert (after.status_code, after.json()) == (404, never_was.json())

    def test_what_a_deletion_that_broke_off_has_left_goes_when_the_owner_asks_again(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job, other = finished(pipeline, client), upload(client).json()
        address = f"/v1/jobs/{job['job_id']}"
        broken = StorageUnavailable("the object store cannot answer for now")
        pipeline.objects.delete = fails_once(pipeline.objects.delete, broken)  # type: ignore[method-assign]
        assert problem_of(client.delete(address, headers=owner_of(job))) == (503, "unavailable")
        assert client.get(address).status_code == 404
        assert pipeline.stored_keys(job["job_id"]) != []

        assert problem_of(client.delete(address, headers=owner_of(other))) == (404, "job-not-found")
        assert pipeline.stored_keys(job["job_id"]) != []

        assert client.delete(address, headers=owner_of(job)).status_code == 204
        assert pipeline.stored_keys(job["job_id"]) == []

    def test_deleting_again_changes_nothing_as_long_as_the_deletion_is_remembered(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"
        client.delete(address, headers=owner_of(job))
        tombstone = pipeline.jobs.read(job["job_id"])

        pipeline.clock.advance(3600)
        assert client.delete(address, headers=owner_of(job)).status_code == 204
        assert pipeline.jobs.read(job["job_id"]) == tombstone
        assert list(pipeline.jobs.erasures()) == []

        pipeline.clock.advance(TOMBSTONE_LIFETIME.total_seconds())
        assert problem_of(client.delete(address, headers=owner_of(job))) == (404, "job-not-found")

    def test_a_deleted_job_is_neither_retried_nor_exported_by_its_owner(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"
        client.delete(address, headers=owner_of(job))

        for method, action in ACTIONS[1:]:
            refused = client.request(method, address + action, headers=owner_of(job))
            assert problem_of(refused) == (404, "job-not-found")

    def test_a_running_job_is_deleted_too_and_stays_so(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = upload(client).json()
        pipeline.starter.run()

        client.delete(f"/v1/jobs/{job['job_id']}", headers=owner_of(job))
        pipeline.work()
        pipeline.aggregate(job["job_id"])

        assert client.get(f"/v1/jobs/{job['job_id']}").status_code == 404
        assert pipeline.stored_keys(job["job_id"]) == []

    def test_an_expired_job_is_nobodys(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = finished(pipeline, client)
        pipeline.clock.advance(31 * 24 * 3600)

        assert problem_of(client.delete(f"/v1/jobs/{job['job_id']}", headers=owner_of(job))) == (
            404,
            "job-not-found",
        )


class TestRetrying:
    @pytest.fixture
    def pipeline(self) -> Pipeline:
        catalogue = ScriptedCatalogue({1: match_of(1), 2: match_of(2)})
        catalogue.unavailable_numbers = {2: Unanswered(reason="open-library-timeout")}
        return Pipeline(catalogue)

    def test_books_that_could_not_be_asked_are_asked_once_more(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"
        before = client.get(f"{address}/dashboard")
        pipeline.catalogue.unavailable_numbers = {}

        answer = client.post(f"{address}/retry", headers=owner_of(job))
        meanwhile = client.get(f"{address}/dashboard")
        finish(pipeline, job["job_id"])
        after = client.get(f"{address}/dashboard")

        assert (answer.status_code, answer.headers["location"]) == (202, address)
        assert answer.headers["retry-after"] == "1"
        assert (answer.json()["state"], answer.json()["counts"]["unavailable"]) == ("enriching", 0)
        assert meanwhile.json() == before.json()
        assert before.json()["coverage"]["unavailable"] == 1
        assert after.json()["coverage"]["matched"] == 2
        assert after.headers["etag"] != before.headers["etag"]
        assert client.get(address).json()["counts"] == {"matched": 2, "unmatched": 1, "unavailable": 0}

    def test_only_what_could_not_be_asked_is_asked(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = finished(pipeline, client)

        client.post(f"/v1/jobs/{job['job_id']}/retry", headers=owner_of(job))

        [delivery] = pipeline.queue.receive()
        assert [book.number for book in decode_chunk(delivery.body).books] == [2]

    def test_asking_twice_starts_one_retry(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"

        answers = [client.post(f"{address}/retry", headers=owner_of(job)) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [202, 202, 202]
        assert len(pipeline.queue.receive()) == 1

    def test_what_is_still_unavailable_can_be_asked_again(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"
        for _ in range(2):
            assert client.post(f"{address}/retry", headers=owner_of(job)).status_code == 202
            finish(pipeline, job["job_id"])

        assert client.get(address).json()["state"] == "complete"
        assert client.get(address).json()["counts"]["unavailable"] == 1

    def test_where_there_is_nothing_to_retry_nothing_happens(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        pipeline.catalogue.unavailable_numbers = {}
        job = finished(pipeline, client)

        answer = client.post(f"/v1/jobs/{job['job_id']}/retry", headers=owner_of(job))

        assert (answer.status_code, answer.json()["state"]) == (200, "complete")
        assert "location" not in answer.headers
        assert pipeline.queue.receive() == []

    def test_a_job_in_its_first_run_is_waited_for(self, client: AsgiClient) -> None:
        job = upload(client).json()

        answer = client.post(f"/v1/jobs/{job['job_id']}/retry", headers=owner_of(job))

        assert problem_of(answer) == (409, "conflict")
        assert "wait" in answer.json()["detail"]

    def test_a_failed_job_cannot_be_retried_and_says_what_can_be_done(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = upload(client).json()
        pipeline.clock.advance(1_000)
        pipeline.sweep()

        answer = client.post(f"/v1/jobs/{job['job_id']}/retry", headers=owner_of(job))

        assert problem_of(answer) == (409, "job-failed")
        assert "again" in answer.json()["detail"]
