"""Both clients against the app by ASGI transport, with the whole pipeline behind it."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.ports import Unanswered
from fanfolio_client import AsyncClient, Client, JobState, Progress, errors
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows
from tests.fixtures.visitors import URL, World, visitor

HEADER = ("Book Id", "Title", "Author", "My Rating", "Date Read", "Exclusive Shelf", "My Review")
EXPORT = export_of(plain_rows(3))
FOUR_MB = 4_000_000


@pytest.fixture
def world() -> World:
    return World(
        Pipeline(
            ScriptedCatalogue({1: match_of(1), 2: match_of(2)}), settings={"max_upload_bytes": 6_000_000}
        )
    )


@pytest.fixture(params=["sync", "async"])
def client(request: pytest.FixtureRequest, world: World) -> Iterator[Any]:
    with visitor(request.param, world) as client:
        yield client


def test_an_export_becomes_a_dashboard(client: Any, tmp_path: Path) -> None:
    path = tmp_path / "goodreads_library_export.csv"
    path.write_bytes(EXPORT)
    told: list[Progress] = []

    library = client.import_library(path).wait(on_progress=told.append)

    dashboard = library.dashboard()
    assert library.job.state is JobState.COMPLETE
    assert (told[-1].state, told[-1].settled, told[-1].total, told[-1].fraction) == ("complete", 3, 3, 1.0)
    assert (dashboard.coverage.matched, dashboard.coverage.unmatched) == (2, 1)
    assert dashboard.totals.books == 3
    assert [(row.key, row.books) for row in dashboard.years] == [("2024", 3)]
    assert [(row.key, row.books) for row in dashboard.genres] == [("Fantasy", 2)]
    assert dashboard.ratings.mean == 4.0
    assert [book.title for book in dashboard.books] == ["Title 1", "Title 2", "Title 3"]
    assert library.page_url == f"{URL}/jobs/{library.job_id}"


def test_between_two_looks_it_waits_as_long_as_the_service_says(client: Any, world: World) -> None:
    client.import_library(EXPORT).wait()

    assert world.slept == [1.0]


def test_news_are_waited_for_with_the_tag_of_what_is_known(client: Any, world: World) -> None:
    looks = iter([lambda: None, world.work])
    world.meanwhile = lambda: next(looks)()

    client.import_library(EXPORT).wait()

    first, second = (request for request in world.requests if request.method == "GET")
    assert "wait" not in first.url.params
    assert second.url.params["wait"] == "20"
    assert second.headers["if-none-match"].startswith('W/"')


def test_waiting_can_have_an_end_while_the_job_goes_on(client: Any, world: World) -> None:
    world.meanwhile = lambda: None
    library = client.import_library(EXPORT)

    with pytest.raises(errors.StillRunning) as caught:
        library.wait(timeout_s=30)

    assert caught.value.job.state is JobState.ACCEPTED
    assert world.pipeline.clock.monotonic() <= 30


@pytest.mark.parametrize("size", [FOUR_MB, FOUR_MB + 1])
def test_only_a_file_over_four_megabytes_goes_by_the_store(client: Any, world: World, size: int) -> None:
    padded = EXPORT + b" " * (size - len(EXPORT) - 1) + b"\n"

    library = client.import_library(io.BytesIO(padded), file_name="large.csv").wait()

    sent = [request.url.path for request in world.requests if request.method == "POST"]
    through_the_store = ["/v1/uploads", "/_store/", "/v1/jobs"]
    assert sent == (through_the_store if size > FOUR_MB else ["/v1/jobs"])
    assert library.job.total == 3


def test_a_file_over_the_limit_is_refused_before_it_is_sent(client: Any, world: World) -> None:
    limit_bytes = world.pipeline.front.max_upload_bytes

    with pytest.raises(errors.UploadTooLarge, match="7 MB, and this service takes 6 MB"):
        client.import_library(bytes(limit_bytes + 1_000_000))

    assert [request.url.path for request in world.requests] == ["/v1/uploads"]


def test_a_pipe_is_an_export_too(client: Any) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert client.import_library(Pipe(EXPORT)).wait().job.total == 3


def test_an_idempotency_key_of_ones_own_makes_one_job_of_two_imports(client: Any) -> None:
    first = client.import_library(EXPORT, idempotency_key="0123456789abcdef")
    second = client.import_library(EXPORT, idempotency_key="0123456789abcdef")

    assert (first.job_id, first.owner_token) == (second.job_id, second.owner_token)


@pytest.mark.parametrize("size", [len(EXPORT), FOUR_MB + 1])
def test_an_upload_whose_answers_are_lost_makes_one_job(client: Any, world: World, size: int) -> None:
    world.loses_first_answers = True

    library = client.import_library(EXPORT.ljust(size, b" ")).wait()

    sent = [request.url.path for request in world.requests if request.method == "POST"]
    addresses = ["/v1/jobs"] if size < FOUR_MB else ["/v1/uploads", "/_store/", "/v1/jobs"]
    assert sent == [address for address in addresses for _ in range(2)]
    uploads = [key for key in world.pipeline.objects.keys("jobs/") if key.endswith("/upload.csv")]
    assert uploads == [f"jobs/{library.job_id}/upload.csv"]


def test_two_imports_are_two_jobs_otherwise(client: Any) -> None:
    assert client.import_library(EXPORT).job_id != client.import_library(EXPORT).job_id


def test_failures_are_listed_with_lines_and_titles(client: Any) -> None:
    rows = [*plain_rows(3), ["4", "", "Nobody", "", "", "", "", "", "read"]]

    failures = client.import_library(export_of(rows)).wait().failures()

    assert failures
    assert [(complaint.line, complaint.column) for complaint in failures.complaints] == [(5, "Title")]
    assert [book.title for book in failures.unmatched] == ["Title 3"]
    assert failures.unavailable == ()


def test_books_come_as_csv_with_private_columns_for_the_owner_alone(client: Any) -> None:
    row = ["1", "Salt Ledger", "Ada Holt", "4", "2024/03/01", "read", "I wept."]
    library = client.import_library(export_of([row], header=HEADER)).wait()
    stranger = client.library(library.job_id)

    assert b"Salt Ledger" in stranger.books_csv()
    assert b"I wept." not in stranger.books_csv()
    assert b"I wept." in library.books_csv(private=True)
    with pytest.raises(errors.Unauthorized):
        stranger.books_csv(private=True)


def test_a_retry_asks_again_about_what_was_unavailable(client: Any, world: World) -> None:
    catalogue = world.pipeline.catalogue
    catalogue.unavailable = Unanswered(reason="circuit-open", retry_after_s=300)
    library = client.import_library(EXPORT).wait()
    before = library.job.counts.unavailable
    catalogue.unavailable = None

    library.retry().wait()

    assert (before, library.job.counts.unavailable, library.job.counts.matched) == (3, 0, 2)


def test_a_retry_of_nothing_is_a_complete_job(client: Any) -> None:
    library = client.import_library(EXPORT).wait()

    assert library.retry().job.has_ended


def test_what_is_deleted_is_gone(client: Any, world: World) -> None:
    library = client.import_library(EXPORT).wait()

    library.delete()

    assert world.pipeline.stored_keys(library.job_id) == []
    with pytest.raises(errors.JobNotFound):
        library.status()


def test_deleting_succeeds_although_its_answer_was_lost(client: Any, world: World) -> None:
    library = client.import_library(EXPORT).wait()
    world.loses_first_answers = True

    library.delete()

    assert [request.method for request in world.requests][-2:] == ["DELETE", "DELETE"]
    assert world.pipeline.stored_keys(library.job_id) == []


def test_a_job_that_failed_is_an_exception_with_its_reason(client: Any, world: World) -> None:
    library = client.import_library(EXPORT)
    world.pipeline.clock.advance(24 * 3600)
    world.meanwhile = world.pipeline.sweep

    with pytest.raises(errors.JobFailed, match="could not be finished in time"):
        library.wait()


def test_a_dashboard_is_not_ready_before_the_job_is(client: Any) -> None:
    with pytest.raises(errors.DashboardNotReady) as caught:
        client.import_library(EXPORT).dashboard()

    assert caught.value.retry_after_s is not None


def test_health_is_shallow_or_deep(client: Any) -> None:
    assert client.health().checks is None
    deep = client.health(deep=True)
    assert deep.is_well
    assert deep.checks.storage_answers
    assert (deep.checks.waiting_messages, deep.checks.late_jobs) == (0, 0)


def test_a_refusal_names_the_lines(client: Any) -> None:
    with pytest.raises(errors.NoBooksFound) as caught:
        client.import_library(export_of([["1", "", "", "", "", "", "", "", "read"]]))

    (fault,) = caught.value.errors
    assert (fault.line, fault.column) == (2, "Title")
    assert isinstance(caught.value, errors.UploadRefused)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "", "https://"])
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_an_address_without_http_is_refused_at_once(kind: str, url: str) -> None:
    with pytest.raises(ValueError, match="begins with http"):
        (Client if kind == "sync" else AsyncClient)(url)
