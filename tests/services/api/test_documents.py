"""What a job gives: its dashboard, its failures, its books as a table; large ones from the store."""

import csv
import gzip
import io
import os

import httpx
import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.flow.deliver import MOST_ANSWERED_BYTES
from fanfolio.ports import Unanswered
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.exports import GOODREADS_24, harbour, table
from tests.fixtures.front_door import finished, owner_of, problem_of, upload
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows

GZIP = {"accept-encoding": "gzip"}
PLAIN = {"accept-encoding": "identity"}


def follow(pipeline: Pipeline, answer: httpx.Response) -> bytes:
    """What the store gives for the address of a 303, unzipped as every client does it."""
    granted = pipeline.transfer.fetch(answer.headers["location"].rpartition("=")[2])
    assert granted is not None
    stored = pipeline.transfer.stored(granted[0])
    return gzip.decompress(stored.body) if stored.gzipped else stored.body


def make_large(pipeline: Pipeline, job_id: str, *, zipped_bytes: int) -> bytes:
    """Put a document of that size in the place of a job's dashboard."""
    noise = os.urandom(zipped_bytes).hex()
    document = b'{"books":[],"noise":"' + noise.encode() + b'"}'
    key = pipeline.front.consult.document_key(job_id)
    zipped = gzip.compress(document, compresslevel=1, mtime=0)
    assert len(zipped) > zipped_bytes
    pipeline.objects.put(key, zipped, content_type="application/json", gzipped=True)
    return document


class TestDashboards:
    @pytest.mark.parametrize(
        "headers", [GZIP, PLAIN, {"accept-encoding": "gzip;q=0"}, {"accept-encoding": ""}]
    )
    def test_it_is_the_same_document_zipped_or_not(
        self, client: AsgiClient, pipeline: Pipeline, headers: dict[str, str]
    ) -> None:
        job = finished(pipeline, client)

        answer = client.get(f"/v1/jobs/{job['job_id']}/dashboard", headers=headers)

        assert answer.headers.get("content-encoding") == ("gzip" if headers is GZIP else None)
        assert answer.headers["content-type"] == "application/json"
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert [book["number"] for book in answer.json()["books"]] == [1, 2, 3]

    def test_whoever_has_it_is_not_sent_it_again(self, client: AsgiClient, pipeline: Pipeline) -> None:
        address = f"/v1/jobs/{finished(pipeline, client)['job_id']}/dashboard"
        tag = client.get(address, headers=GZIP).headers["etag"]

        # The encoding is no part of what a weak tag says.
        answer = client.get(address, headers={"if-none-match": tag, **PLAIN})

        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)

    def test_a_large_one_is_fetched_from_the_store(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = finished(pipeline, client)
        document = make_large(pipeline, job["job_id"], zipped_bytes=MOST_ANSWERED_BYTES)

        answer = client.get(f"/v1/jobs/{job['job_id']}/dashboard", headers=GZIP)

        assert (answer.status_code, answer.content) == (303, b"")
        assert answer.headers["cache-control"] == "no-store"
        assert follow(pipeline, answer) == document

    def test_one_that_is_small_only_when_zipped_is_large_for_whoever_cannot_unzip(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client)
        document = make_large(pipeline, job["job_id"], zipped_bytes=MOST_ANSWERED_BYTES // 2 + 1_000)
        address = f"/v1/jobs/{job['job_id']}/dashboard"

        zipped, plain = client.get(address, headers=GZIP), client.get(address, headers=PLAIN)

        assert (zipped.status_code, zipped.content) == (200, document)
        assert plain.status_code == 303
        assert follow(pipeline, plain) == document

    def test_its_link_ends_after_five_minutes(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = finished(pipeline, client)
        make_large(pipeline, job["job_id"], zipped_bytes=MOST_ANSWERED_BYTES)
        answer = client.get(f"/v1/jobs/{job['job_id']}/dashboard")

        pipeline.clock.advance(300)

        assert pipeline.transfer.fetch(answer.headers["location"].rpartition("=")[2]) is None


class TestFailures:
    @pytest.fixture
    def pipeline(self) -> Pipeline:
        catalogue = ScriptedCatalogue({1: match_of(1)})
        catalogue.unavailable_numbers = {4: Unanswered(reason="open-library-timeout")}
        return Pipeline(catalogue)

    @pytest.fixture
    def job_id(self, pipeline: Pipeline, client: AsgiClient) -> str:
        rows = plain_rows(5)
        rows[1][1] = ""
        job_id: str = finished(pipeline, client, export_of(rows))["job_id"]
        return job_id

    def test_rows_come_with_line_and_advice_and_books_with_a_reason(
        self, client: AsgiClient, job_id: str
    ) -> None:
        failures = client.get(f"/v1/jobs/{job_id}/failures").json()

        assert [failures[f"total_{what}"] for what in ("complaints", "unmatched", "unavailable")] == [1, 2, 1]
        [complaint] = failures["complaints"]
        assert (complaint["line"], complaint["column"], complaint["kind"]) == (3, "Title", "title-missing")
        assert [(book["number"], book["outcome"], book["reason"]) for book in failures["books"]] == [
            (3, "unmatched", None),
            (4, "unavailable", "open-library-timeout"),
            (5, "unmatched", None),
        ]
        assert failures["books"][0]["title"] == "Title 3"
        assert failures["next"] is None

    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
    def test_pages_put_together_are_the_whole(self, client: AsgiClient, job_id: str, limit: int) -> None:
        whole = client.get(f"/v1/jobs/{job_id}/failures").json()
        address = f"/v1/jobs/{job_id}/failures?limit={limit}"
        complaints, books, pages = [], [], 0
        while address:
            page = client.get(address).json()
            complaints += page["complaints"]
            books += page["books"]
            pages += 1
            address = page["next"]

        assert (complaints, books) == (whole["complaints"], whole["books"])
        assert pages == -(-4 // limit)

    def test_past_the_end_there_is_an_empty_page(self, client: AsgiClient, job_id: str) -> None:
        page = client.get(f"/v1/jobs/{job_id}/failures?offset=1000000").json()

        assert (page["complaints"], page["books"], page["next"]) == ([], [], None)

    @pytest.mark.parametrize(
        "query", ["offset=-1", "offset=x", "limit=0", "limit=5001", "offset=99999999999999999999"]
    )
    def test_other_pages_are_refused(self, client: AsgiClient, job_id: str, query: str) -> None:
        assert problem_of(client.get(f"/v1/jobs/{job_id}/failures?{query}")) == (422, "invalid-request")

    def test_a_page_of_endless_titles_still_fits_into_an_answer(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        rows = [[str(number), "書" * 999, "作" * 299, "", "", "", "", "", "read"] for number in range(1, 901)]
        job_id = finished(pipeline, client, export_of(rows))["job_id"]
        address = f"/v1/jobs/{job_id}/failures?limit=5000"
        numbers: list[int] = []
        while address:
            answer = client.get(address)
            assert len(answer.content) < MOST_ANSWERED_BYTES
            numbers += [book["number"] for book in answer.json()["books"]]
            address = answer.json()["next"]

        assert numbers == list(range(2, 901))


class TestTables:
    EXPORT = table(
        GOODREADS_24,
        [
            harbour(my_review='=HYPERLINK("http://evil.test")', private_notes="ours, alone"),
            harbour(book_id="2", title="=1+1", author="@sum", isbn13="", isbn=""),
            harbour(book_id="3", title=" \t-2+3", author="＝Wide", isbn13="", isbn=""),
        ],
    )

    def lines(self, content: bytes) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))

    def test_a_line_a_book_that_spreadsheets_open_by_a_click(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client, self.EXPORT)

        answer = client.get(f"/v1/jobs/{job['job_id']}/books.csv")

        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert (
            answer.headers["content-disposition"]
            == f'attachment; filename="fanfolio-{job["job_id"][:8]}.csv"'
        )
        assert answer.content.startswith(b"\xef\xbb\xbfNumber,Title,")
        assert [line["Number"] for line in self.lines(answer.content)] == ["1", "2", "3"]
        assert self.lines(answer.content)[0]["Title"] == "The Paper Harbour"

    def test_no_cell_is_run_as_a_formula(self, client: AsgiClient, pipeline: Pipeline) -> None:
        job = finished(pipeline, client, self.EXPORT)
        address = f"/v1/jobs/{job['job_id']}/books.csv?private=true"

        lines = self.lines(client.get(address, headers=owner_of(job)).content)

        assert lines[1]["Title"] == "'=1+1"
        assert lines[1]["Authors"].startswith("'@sum")
        for line in lines:
            for cell in line.values():
                assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), cell

    def test_without_the_token_nobody_reads_what_was_written_for_nobody(
        self, client: AsgiClient, pipeline: Pipeline
    ) -> None:
        job = finished(pipeline, client, self.EXPORT)
        address = f"/v1/jobs/{job['job_id']}/books.csv"

        public = client.get(address, headers=owner_of(job))
        nobody = client.get(f"{address}?private=true")
        stranger = client.get(f"{address}?private=true", headers={"authorization": f"Bearer {'x' * 43}"})
        owner = client.get(f"{address}?private=true", headers=owner_of(job))

        assert "My Review" not in public.text
        assert "ours, alone" not in public.text
        assert problem_of(nobody) == (401, "unauthorized")
        assert problem_of(stranger) == (404, "job-not-found")
        assert self.lines(owner.content)[0]["Private Notes"] == "ours, alone"
        assert owner.headers["cache-control"] == "private, no-store"

    @pytest.mark.parametrize("headers", [GZIP, PLAIN])
    def test_it_is_the_same_table_zipped_or_not(
        self, client: AsgiClient, pipeline: Pipeline, headers: dict[str, str]
    ) -> None:
        job = finished(pipeline, client)

        answer = client.get(f"/v1/jobs/{job['job_id']}/books.csv", headers=headers)

        assert answer.headers.get("content-encoding") == ("gzip" if headers is GZIP else None)
        assert len(self.lines(answer.content)) == 3

    def test_a_large_table_is_fetched_from_the_store_and_goes_with_the_job(
        self, client: AsgiClient, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = finished(pipeline, client)
        address = f"/v1/jobs/{job['job_id']}"
        direct = client.get(f"{address}/books.csv").content
        monkeypatch.setattr("fanfolio.flow.deliver.MOST_ANSWERED_BYTES", 100)

        answer = client.get(f"{address}/books.csv")

        assert answer.status_code == 303
        assert follow(pipeline, answer) == direct
        client.delete(address, headers=owner_of(job))
        assert pipeline.stored_keys(job["job_id"]) == []


@pytest.mark.parametrize("document", ["dashboard", "failures", "books.csv", "books.csv?private=true"])
class TestWithoutADocument:
    def test_a_running_job_says_when_to_come_back(self, client: AsgiClient, document: str) -> None:
        job = upload(client).json()

        answer = client.get(f"/v1/jobs/{job['job_id']}/{document}", headers=owner_of(job))

        assert problem_of(answer) == (409, "dashboard-not-ready")
        assert answer.headers["retry-after"] == "1"

    def test_a_failed_job_tells_its_reason(
        self, client: AsgiClient, pipeline: Pipeline, document: str
    ) -> None:
        job = upload(client).json()
        pipeline.clock.advance(1_000)
        pipeline.sweep()

        state = client.get(f"/v1/jobs/{job['job_id']}").json()
        answer = client.get(f"/v1/jobs/{job['job_id']}/{document}", headers=owner_of(job))

        assert (state["state"], state["failure"]["code"]) == ("failed", "not-finished-in-time")
        assert problem_of(answer) == (409, "job-failed")
        assert answer.json()["detail"] == state["failure"]["message"]

    @pytest.mark.parametrize(
        "job_id", ["0" * 32, "A" * 32, "0" * 33, "..%2f..%2fetc", "%00", "x" * 5_000, "ä"]
    )
    def test_no_job_is_no_job_however_it_is_asked_for(
        self, client: AsgiClient, document: str, job_id: str
    ) -> None:
        headers = {"authorization": f"Bearer {'x' * 43}"}
        assert client.get(f"/v1/jobs/{job_id}/{document}", headers=headers).status_code == 404

    def test_a_document_that_has_just_gone_is_no_job(
        self, client: AsgiClient, pipeline: Pipeline, document: str
    ) -> None:
        job = finished(pipeline, client)
        pipeline.objects.delete(pipeline.stored_keys(job["job_id"]))

        answer = client.get(f"/v1/jobs/{job['job_id']}/{document}", headers=owner_of(job))

        assert problem_of(answer) == (404, "job-not-found")
