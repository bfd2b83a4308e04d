"""A library goes in, a dashboard document comes out: in memory, step by step."""

import dataclasses
import io
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain.enrichment import Outcome, Source
from fanfolio.domain.errors import (
    DashboardNotReady,
    JobHasFailed,
    JobNotFound,
    NoBooksFound,
    NotAnExport,
    NotTheOwner,
    StorageUnavailable,
)
from fanfolio.domain.job import Job, JobState
from fanfolio.messages import MAX_ATTEMPTS, decode_chunk
from fanfolio.ports import ObjectNotFound, Unanswered, UnreadableJob
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows

DOWN = Unanswered(reason="open-library-timeout")


def test_every_row_ends_as_a_book_with_an_outcome_or_as_a_complaint() -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 240)}))
    rows = plain_rows(250)
    rows[9] = ["10", "", "Nobody", "", "", "", "", "", "read"]

    job_id = pipeline.run(export_of(rows)).job.job_id

    job = pipeline.front.consult.status(job_id).job
    assert (job.state, job.rows, job.total, job.complaints) == (JobState.COMPLETE, 250, 249, 1)
    assert job.counts == {"matched": 238, "unmatched": 11, "unavailable": 0}
    dashboard = pipeline.dashboard(job_id)
    assert [book.number for book in dashboard.books] == [number for number in range(1, 251) if number != 10]


def test_books_travel_in_chunks_of_the_set_size() -> None:
    pipeline = Pipeline(books_per_message=100)

    pipeline.upload(export_of(plain_rows(250)))
    pipeline.starter.run()

    sizes = [len(decode_chunk(received.body).books) for received in pipeline.queue.receive()]
    assert sizes == [100, 100, 50]


def test_one_book_a_message_is_the_same_pipeline() -> None:
    matches = {number: match_of(number) for number in range(1, 13)}
    alone = Pipeline(ScriptedCatalogue(matches), books_per_message=1)
    together = Pipeline(ScriptedCatalogue(matches), books_per_message=100)
    export = export_of(plain_rows(15))

    one, other = alone.run(export).job.job_id, together.run(export).job.job_id

    assert alone.dashboard(one).books == together.dashboard(other).books


def test_a_second_import_of_the_same_library_asks_nobody() -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 30)}))
    export = export_of(plain_rows(40))
    first = pipeline.run(export).job.job_id
    asked = len(pipeline.catalogue.asked)

    second = pipeline.run(export).job.job_id

    assert len(pipeline.catalogue.asked) == asked
    assert pipeline.dashboard(first).books == pipeline.dashboard(second).books


def test_books_that_could_not_be_asked_come_back_and_are_matched_later() -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 11)}))
    pipeline.catalogue.unavailable_numbers = dict.fromkeys((3, 4), DOWN)
    accepted = pipeline.upload(export_of(plain_rows(10)))
    pipeline.starter.run()
    pipeline.work_once()
    assert pipeline.jobs.progress(accepted.job.job_id).settled == 8

    pipeline.catalogue.unavailable_numbers = {}
    pipeline.work()
    pipeline.aggregate(accepted.job.job_id)

    assert pipeline.catalogue.asked[-1] == (3, 4)
    assert pipeline.front.consult.status(accepted.job.job_id).job.counts == {
        "matched": 10,
        "unmatched": 0,
        "unavailable": 0,
    }


def test_with_the_catalogue_down_a_job_completes_within_a_minute_from_the_export_alone() -> None:
    pipeline = Pipeline()
    pipeline.catalogue.unavailable = Unanswered(reason="circuit-open", retry_after_s=300)

    started = pipeline.clock.monotonic()
    job_id = pipeline.run(export_of(plain_rows(565))).job.job_id

    assert pipeline.clock.monotonic() - started < 60
    dashboard = pipeline.dashboard(job_id)
    assert dashboard.coverage.unavailable == 565
    assert {book.reason for book in dashboard.books} == {"circuit-open"}


def test_waiting_for_our_own_pace_uses_up_no_attempt() -> None:
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1)}))
    pipeline.catalogue.unavailable = Unanswered(reason="paced", retry_after_s=5)
    accepted = pipeline.upload(export_of(plain_rows(1)))
    pipeline.starter.run()

    for _ in range(12):
        pipeline.clock.advance(60)
        pipeline.work_once()
    pipeline.catalogue.unavailable = None
    pipeline.work()

    assert pipeline.jobs.progress(accepted.job.job_id).matched == {1}


def test_books_that_could_not_be_asked_do_not_multiply_while_results_cannot_be_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 5)}))
    pipeline.catalogue.unavailable_numbers = dict.fromkeys((3, 4), DOWN)
    job_id = pipeline.upload(export_of(plain_rows(4))).job.job_id
    pipeline.starter.run()

    with monkeypatch.context() as outage:
        outage.setattr(pipeline.objects, "put", _refuse)
        for _ in range(3):
            with pytest.raises(StorageUnavailable):
                pipeline.work_once()
            pipeline.clock.advance(60)
            assert len(pipeline.queue) == 1
    pipeline.work_once()

    assert pipeline.jobs.progress(job_id).settled == 2
    assert [decode_chunk(body).books[0].number for body in pipeline.queue.bodies()] == [3]


def test_a_gap_filler_is_asked_only_for_what_the_first_catalogue_lacks() -> None:
    bare = replace(match_of(2), work=replace(match_of(2).work, subjects=()))
    google = ScriptedCatalogue(
        {
            2: replace(
                match_of(2), work=replace(match_of(2).work, subjects=(), categories=("Fiction / Horror",))
            ),
            3: match_of(3),
        },
        source=Source.GOOGLE_BOOKS,
    )
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1), 2: bare}), more_catalogues=(google,))

    job_id = pipeline.run(export_of(plain_rows(4))).job.job_id

    assert google.asked == [(2, 3, 4)]
    books = pipeline.dashboard(job_id).books
    assert [book.outcome for book in books] == [Outcome.MATCHED] * 3 + [Outcome.UNMATCHED]
    assert "Horror" in books[1].genres


def test_a_gap_filler_stands_in_only_when_the_first_catalogue_has_failed_for_the_last_time() -> None:
    google = ScriptedCatalogue({1: match_of(1)}, source=Source.GOOGLE_BOOKS)
    pipeline = Pipeline(more_catalogues=(google,))
    pipeline.catalogue.unavailable = DOWN

    job_id = pipeline.run(export_of(plain_rows(1))).job.job_id

    assert len(pipeline.catalogue.asked) == MAX_ATTEMPTS
    assert google.asked == [(1,)]
    assert pipeline.dashboard(job_id).books[0].outcome is Outcome.MATCHED


@pytest.mark.parametrize("attempt", [1, MAX_ATTEMPTS])
def test_a_gap_filler_is_not_asked_for_what_only_our_own_pace_holds_up(attempt: int) -> None:
    google = ScriptedCatalogue(source=Source.GOOGLE_BOOKS)
    pipeline = Pipeline(more_catalogues=(google,))
    pipeline.catalogue.unavailable = Unanswered(reason="paced", retry_after_s=5)
    pipeline.upload(export_of(plain_rows(3)))
    pipeline.starter.run()
    [delivery] = pipeline.queue.receive()
    pipeline.queue.delete(delivery.receipt)
    pipeline.queue.send([dataclasses.replace(decode_chunk(delivery.body), attempt=attempt)])

    pipeline.work_once()

    assert len(pipeline.catalogue.asked) == 1
    assert google.asked == []


def test_a_gap_filler_that_is_down_neither_delays_books_nor_has_their_absence_remembered() -> None:
    google = ScriptedCatalogue(source=Source.GOOGLE_BOOKS)
    google.unavailable = Unanswered(reason="google-books-quota")
    pipeline = Pipeline(more_catalogues=(google,))

    job_id = pipeline.run(export_of(plain_rows(2))).job.job_id

    assert pipeline.front.consult.status(job_id).job.counts == {
        "matched": 0,
        "unmatched": 2,
        "unavailable": 0,
    }
    assert pipeline.cache.known == {}


def test_a_message_that_arrives_twice_changes_nothing() -> None:
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1)}))
    accepted = pipeline.upload(export_of(plain_rows(3)))
    pipeline.starter.run()
    [delivery] = pipeline.queue.receive()
    pipeline.queue.send_body(delivery.body)
    pipeline.queue.send_body(delivery.body)

    pipeline.work()
    pipeline.aggregate(accepted.job.job_id)

    assert pipeline.front.consult.status(accepted.job.job_id).job.counts == {
        "matched": 1,
        "unmatched": 2,
        "unavailable": 0,
    }
    assert len(pipeline.dashboard(accepted.job.job_id).books) == 3


def test_where_two_deliveries_disagree_the_better_outcome_stands() -> None:
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1)}))
    accepted = pipeline.upload(export_of(plain_rows(1)))
    pipeline.starter.run()
    [delivery] = pipeline.queue.receive()
    pipeline.queue.send_body(delivery.body)
    pipeline.catalogue.matches = {}
    pipeline.work_once()
    pipeline.cache.known.clear()
    pipeline.catalogue.matches = {1: match_of(1)}
    pipeline.clock.advance(60)

    pipeline.work()
    pipeline.aggregate(accepted.job.job_id)

    assert pipeline.dashboard(accepted.job.job_id).books[0].outcome is Outcome.MATCHED


def test_a_doubled_start_of_the_orchestrator_sends_nothing_twice() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(5)))
    pipeline.starter.start_orchestrator(accepted.job.job_id)

    pipeline.starter.run()

    assert len(pipeline.queue) == 1


def test_two_watchers_publish_one_document() -> None:
    pipeline = Pipeline()
    job_id = pipeline.run(export_of(plain_rows(5))).job.job_id
    keys = pipeline.stored_keys(job_id)

    assert pipeline.aggregate(job_id)
    assert pipeline.stored_keys(job_id) == keys
    assert sum("dashboard" in key for key in keys) == 1


def test_at_its_deadline_a_job_ends_with_what_it_has() -> None:
    pipeline = Pipeline(
        ScriptedCatalogue({number: match_of(number) for number in range(1, 3)}), books_per_message=2
    )
    accepted = pipeline.upload(export_of(plain_rows(4)))
    pipeline.starter.run()
    pipeline.work_once()

    pipeline.clock.advance(700)
    pipeline.aggregate(accepted.job.job_id)

    assert pipeline.front.consult.status(accepted.job.job_id).job.state is JobState.COMPLETE
    dashboard = pipeline.dashboard(accepted.job.job_id)
    assert [book.outcome.value for book in dashboard.books] == [
        "matched",
        "matched",
        "unavailable",
        "unavailable",
    ]
    assert dashboard.books[3].reason == "deadline-passed"


def test_a_watcher_leaves_before_its_own_limit_and_another_takes_over() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(5)))
    pipeline.starter.run()

    assert not pipeline.watch_job(accepted.job.job_id, until=pipeline.clock.monotonic() + 10)

    pipeline.clock.advance(1)
    report = pipeline.sweep()
    assert report.watched_again == 1
    pipeline.work()
    assert pipeline.aggregate(accepted.job.job_id)
    assert pipeline.front.consult.status(accepted.job.job_id).job.state is JobState.COMPLETE


def test_the_sweep_starts_what_nobody_started() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(5)))
    pipeline.starter.orchestrators.clear()
    assert pipeline.sweep().restarted == 0

    pipeline.clock.advance(16)
    assert pipeline.sweep().restarted == 1
    assert pipeline.starter.orchestrators == [accepted.job.job_id]


def test_the_sweep_leaves_a_watched_job_alone_until_its_lease_has_run_out() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(5)))
    pipeline.starter.run()
    now = pipeline.clock.now()
    pipeline.jobs.watch(accepted.job.job_id, now=now, until=now + timedelta(seconds=20))

    assert pipeline.sweep().watched_again == 0
    pipeline.clock.advance(21)
    assert pipeline.sweep().watched_again == 1


def test_a_record_that_cannot_be_read_stands_in_no_other_jobs_way() -> None:
    pipeline = Pipeline()
    pipeline.upload(export_of(plain_rows(5)))
    pipeline.starter.orchestrators.clear()
    pipeline.clock.advance(16)
    readable = list(pipeline.jobs.open_jobs())
    pipeline.jobs.open_jobs = lambda: iter([UnreadableJob(job_id="damaged"), *readable])  # type: ignore[method-assign]

    report = pipeline.sweep()

    assert (report.unreadable, report.open_jobs, report.restarted) == (1, 1, 1)
    assert pipeline.starter.orchestrators == [readable[0].job_id]


def test_a_job_that_cannot_be_finished_fails_by_name() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(5)))
    pipeline.clock.advance(600 + 301)

    assert pipeline.sweep().given_up == 1

    job = pipeline.front.consult.status(accepted.job.job_id).job
    assert (job.state, job.failure.code if job.failure else None) == (JobState.FAILED, "not-finished-in-time")
    with pytest.raises(JobHasFailed, match="upload the file again"):
        pipeline.front.consult.dashboard(accepted.job.job_id)
    assert pipeline.sweep().open_jobs == 0


def test_a_dead_chunk_is_split_and_only_the_poisonous_book_is_given_up() -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 4)}))
    accepted = pipeline.upload(export_of(plain_rows(3)))
    pipeline.starter.run()
    [delivery] = pipeline.queue.receive()
    pipeline.queue.delete(delivery.receipt)

    pipeline.bury(decode_chunk(delivery.body))
    singles = pipeline.queue.receive()
    for single in singles:
        message = decode_chunk(single.body)
        if message.books[0].number == 2:
            pipeline.bury(message)
            pipeline.queue.delete(single.receipt)
    pipeline.clock.advance(60)
    pipeline.work()
    pipeline.aggregate(accepted.job.job_id)

    books = pipeline.dashboard(accepted.job.job_id).books
    assert [(book.number, book.outcome.value, book.reason) for book in books] == [
        (1, "matched", None),
        (2, "unavailable", "worker-gave-up"),
        (3, "matched", None),
    ]


def test_a_hundred_books_are_split_in_ten_before_they_are_tried_alone() -> None:
    pipeline = Pipeline()
    pipeline.upload(export_of(plain_rows(100)))
    pipeline.starter.run()
    [delivery] = pipeline.queue.receive()
    pipeline.queue.delete(delivery.receipt)

    pipeline.bury(decode_chunk(delivery.body))
    parts = pipeline.queue.receive(most=20)
    pipeline.bury(decode_chunk(parts[0].body))
    alone = pipeline.queue.receive(most=20)

    assert [len(decode_chunk(part.body).books) for part in parts] == [10] * 10
    assert [len(decode_chunk(part.body).books) for part in alone] == [1] * 10


def test_an_upload_that_is_no_export_opens_no_job() -> None:
    pipeline = Pipeline()

    with pytest.raises(NotAnExport):
        pipeline.upload(b"\x89PNG\r\n\x1a\n" + bytes(100))

    assert list(pipeline.jobs.open_jobs()) == []
    assert list(pipeline.objects.keys("")) == []


def test_an_export_without_one_readable_book_opens_no_job() -> None:
    pipeline = Pipeline()

    with pytest.raises(NoBooksFound) as caught:
        pipeline.upload(export_of([["1", "", "", "", "", "", "", "", ""]]))

    assert [complaint.line for complaint in caught.value.complaints] == [2]
    assert list(pipeline.jobs.open_jobs()) == []


def test_a_running_job_has_no_dashboard_yet() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(1)))

    with pytest.raises(DashboardNotReady):
        pipeline.front.consult.dashboard(accepted.job.job_id)


def test_an_expired_job_is_as_if_it_had_never_been() -> None:
    pipeline = Pipeline()
    job_id = pipeline.run(export_of(plain_rows(1))).job.job_id

    pipeline.clock.advance(31 * 24 * 3600)

    with pytest.raises(JobNotFound):
        pipeline.front.consult.status(job_id)


def test_deleting_takes_the_owner_token_and_leaves_nothing() -> None:
    pipeline = Pipeline()
    accepted = pipeline.run(export_of(plain_rows(5)))
    job_id = accepted.job.job_id
    with pytest.raises(NotTheOwner):
        pipeline.front.consult.delete(job_id, owner_token="guess")

    pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)

    assert pipeline.stored_keys(job_id) == []
    assert pipeline.jobs.progress(job_id).settled == 0
    with pytest.raises(JobNotFound):
        pipeline.front.consult.status(job_id)


@pytest.mark.parametrize("steps_before", range(5))
def test_a_job_deleted_at_any_step_leaves_nothing_behind(steps_before: int) -> None:
    pipeline = Pipeline(books_per_message=2)
    accepted = pipeline.upload(export_of(plain_rows(4)))
    job_id = accepted.job.job_id
    steps = [
        pipeline.starter.run,
        pipeline.work_once,
        pipeline.work_once,
        lambda: pipeline.aggregate(job_id),
    ]
    for step in steps[:steps_before]:
        step()

    pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
    for step in steps[steps_before:]:
        step()
    pipeline.work()

    assert pipeline.stored_keys(job_id) == []
    assert pipeline.jobs.progress(job_id).settled == 0
    assert len(pipeline.queue) == 0


def test_a_file_refused_late_in_a_job_deleted_meanwhile_breaks_nobody() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(2)))
    job_id = accepted.job.job_id

    def delete_then_open(_: str) -> io.BytesIO:
        pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
        return io.BytesIO(b"no library\n")

    pipeline.objects.open = delete_then_open  # type: ignore[method-assign]
    pipeline.starter.run()

    assert pipeline.stored_keys(job_id) == []
    assert pipeline.jobs.read(job_id).state is JobState.DELETED


def test_a_worker_that_stores_after_the_deletion_cleans_up_after_itself() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(2)))
    job_id = accepted.job.job_id
    pipeline.starter.run()
    settle = pipeline.jobs.settle

    def delete_then_settle(*arguments: object) -> None:
        pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
        settle(*arguments)  # type: ignore[arg-type]

    pipeline.jobs.settle = delete_then_settle  # type: ignore[method-assign]
    pipeline.work_once()

    assert pipeline.stored_keys(job_id) == []
    assert pipeline.jobs.progress(job_id).settled == 0


def test_a_deletion_that_died_half_way_is_finished_by_the_sweep() -> None:
    pipeline = Pipeline()
    accepted = pipeline.run(export_of(plain_rows(2)))
    job_id = accepted.job.job_id
    delete = pipeline.objects.delete

    def fail(keys: Iterable[str]) -> None:
        delete(list(keys)[:1])
        raise StorageUnavailable("the object store cannot answer for now")

    pipeline.objects.delete = fail  # type: ignore[method-assign]
    with pytest.raises(StorageUnavailable):
        pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
    pipeline.objects.delete = delete  # type: ignore[method-assign]
    assert pipeline.stored_keys(job_id) != []

    pipeline.sweep()

    assert pipeline.stored_keys(job_id) == []


def test_what_is_written_after_a_deletion_by_a_step_that_then_dies_goes_with_a_later_sweep() -> None:
    pipeline = Pipeline()
    accepted = pipeline.run(export_of(plain_rows(2)))
    job_id = accepted.job.job_id
    pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
    assert pipeline.sweep().erased == 0
    pipeline.objects.put(f"jobs/{job_id}/dashboard-late.json.gz", b"late", content_type="application/json")

    pipeline.clock.advance(600)

    assert pipeline.sweep().erased == 1
    assert pipeline.stored_keys(job_id) == []
    assert list(pipeline.jobs.erasures()) == []


def test_a_job_that_cannot_be_swept_for_now_does_not_stand_in_the_way_of_others() -> None:
    pipeline = Pipeline()
    jobs = sorted(pipeline.upload(export_of(plain_rows(1))).job.job_id for _ in range(3))
    pipeline.starter.orchestrators.clear()
    pipeline.clock.advance(60)
    start = pipeline.starter.start_orchestrator

    def start_but_one(job_id: str) -> None:
        if job_id == jobs[1]:
            raise StorageUnavailable("the function cannot answer for now")
        start(job_id)

    pipeline.starter.start_orchestrator = start_but_one  # type: ignore[method-assign]

    with pytest.raises(StorageUnavailable):
        pipeline.sweep()

    assert sorted(pipeline.starter.orchestrators) == [jobs[0], jobs[2]]


def test_a_job_deleted_while_it_is_assembled_leaves_nothing_and_breaks_nobody() -> None:
    pipeline = Pipeline()
    accepted = pipeline.upload(export_of(plain_rows(2)))
    job_id = accepted.job.job_id
    pipeline.starter.run()
    pipeline.work()
    get = pipeline.objects.get

    def delete_then_get(key: str) -> bytes:
        pipeline.front.consult.delete(job_id, owner_token=accepted.owner_token)
        return get(key)

    pipeline.objects.get = delete_then_get  # type: ignore[method-assign]

    assert pipeline.aggregate(job_id)
    assert pipeline.stored_keys(job_id) == []


def test_a_result_that_is_missing_from_a_job_that_stands_is_not_passed_over() -> None:
    pipeline = Pipeline()
    job_id = pipeline.upload(export_of(plain_rows(2))).job.job_id
    pipeline.starter.run()
    pipeline.work()
    pipeline.objects.get = _nothing  # type: ignore[method-assign]

    with pytest.raises(ObjectNotFound):
        pipeline.aggregate(job_id)


def test_a_watcher_held_up_past_a_retry_does_not_publish_what_was_known_before_it() -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 3)}))
    pipeline.catalogue.unavailable_numbers = {2: DOWN}
    accepted = pipeline.upload(export_of(plain_rows(2)))
    job_id = accepted.job.job_id
    pipeline.starter.run()
    pipeline.work()
    put = pipeline.objects.put

    def put_late(*arguments: Any, **named: Any) -> None:
        pipeline.objects.put = put  # type: ignore[method-assign]
        pipeline.clock.advance(60)
        pipeline.aggregate(job_id)
        pipeline.catalogue.unavailable_numbers = {}
        pipeline.front.retry(job_id, owner_token=accepted.owner_token)
        pipeline.work()
        pipeline.jobs.advance(job_id, JobState.ASSEMBLING, at=pipeline.clock.now())
        put(*arguments, **named)

    pipeline.objects.put = put_late  # type: ignore[method-assign]
    pipeline.aggregate(job_id)
    assert pipeline.jobs.read(job_id).state is JobState.ASSEMBLING

    pipeline.clock.advance(60)
    pipeline.aggregate(job_id)

    assert [book.outcome.value for book in pipeline.dashboard(job_id).books] == ["matched", "matched"]


def test_a_publication_that_is_repeated_after_a_retry_leaves_its_document_alone() -> None:
    pipeline = Pipeline(ScriptedCatalogue({1: match_of(1)}))
    pipeline.catalogue.unavailable_numbers = {2: DOWN}
    accepted = pipeline.upload(export_of(plain_rows(2)))
    job_id = accepted.job.job_id
    pipeline.starter.run()
    pipeline.work()
    advance = pipeline.jobs.advance

    def advance_twice(job_id: str, to: JobState, **facts: Any) -> Job:
        job = advance(job_id, to, **facts)
        if to is JobState.COMPLETE:
            pipeline.jobs.advance = advance  # type: ignore[method-assign]
            pipeline.front.retry(job_id, owner_token=accepted.owner_token)
            job = advance(job_id, to, **facts)
        return job

    pipeline.jobs.advance = advance_twice  # type: ignore[method-assign,assignment]
    pipeline.aggregate(job_id)

    assert pipeline.jobs.read(job_id).state is JobState.ENRICHING
    assert [book.reason for book in pipeline.dashboard(job_id).books] == [None, DOWN.reason]


def test_a_retry_whose_books_cannot_be_sent_is_called_off_and_can_be_asked_for_again() -> None:
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 3)}))
    pipeline.catalogue.unavailable_numbers = {2: DOWN}
    accepted = pipeline.run(export_of(plain_rows(2)))
    job_id, token = accepted.job.job_id, accepted.owner_token
    send = pipeline.queue.send
    pipeline.queue.send = _refuse  # type: ignore[method-assign]

    with pytest.raises(StorageUnavailable):
        pipeline.front.retry(job_id, owner_token=token)
    pipeline.aggregate(job_id)

    assert pipeline.jobs.read(job_id).state is JobState.COMPLETE
    assert [book.reason for book in pipeline.dashboard(job_id).books] == [None, DOWN.reason]

    pipeline.queue.send = send  # type: ignore[method-assign]
    pipeline.catalogue.unavailable_numbers = {}
    assert pipeline.front.retry(job_id, owner_token=token).under_way
    pipeline.work()
    pipeline.aggregate(job_id)

    assert [book.outcome.value for book in pipeline.dashboard(job_id).books] == ["matched", "matched"]


def _refuse(*_: Any, **__: Any) -> None:
    raise StorageUnavailable("this cannot answer for now")


def _nothing(key: str) -> bytes:
    raise ObjectNotFound(key)


def test_books_that_look_alike_are_books_of_their_own() -> None:
    pipeline = Pipeline(books_per_message=1)
    twins = [["", title, "Ada Holt", "", "", "", "", "", "read"] for title in ("None", "None", "nan")]

    job_id = pipeline.run(export_of(twins)).job.job_id

    assert pipeline.front.consult.status(job_id).job.counts == {
        "matched": 0,
        "unmatched": 3,
        "unavailable": 0,
    }
    assert [book.title for book in pipeline.dashboard(job_id).books] == ["None", "None", "nan"]


def test_what_could_not_be_read_in_the_export_is_told_in_the_document() -> None:
    rows = plain_rows(3)
    rows[0][7], rows[1][7], rows[2][4] = "3/4/2024", "5/6/2024", "great"

    pipeline = Pipeline()
    job_id = pipeline.run(export_of(rows)).job.job_id

    notes = pipeline.dashboard(job_id).coverage.notes
    assert [(note.kind, note.cells) for note in notes] == [
        ("date-order-assumed", 2),
        ("my-rating-unreadable", 1),
    ]
