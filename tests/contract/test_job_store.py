"""What every job store promises."""

from datetime import datetime, timedelta

import pytest

from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.adapters.memory import FakeClock, MemoryJobStore
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import IllegalTransition, JobNotFound
from fanfolio.domain.job import OPEN_STATES, TRANSITIONS, Failure, Job, JobState, Progress
from fanfolio.ports import JobStore
from tests.fixtures.jobs import NOON, ROUTES, a_job, open_job

OWNER = "ab" * 32

ENDED_STATES = [JobState.COMPLETE, JobState.FAILED, JobState.DELETED]


@pytest.fixture(params=["memory", pytest.param("dynamodb", marks=pytest.mark.emulator)])
def jobs(request: pytest.FixtureRequest) -> JobStore:
    if request.param == "memory":
        return MemoryJobStore()
    return DynamoJobStore(
        request.getfixturevalue("aws").dynamodb,
        table=request.getfixturevalue("jobs_table"),
        clock=FakeClock(),
        settled_lifetime=timedelta(days=30),
    )


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


class TestCreatingAndReading:
    def test_a_created_job_is_read_back_as_it_was(self, jobs: JobStore) -> None:
        job = a_job(layout="goodreads", file_name="Bücher 読書.csv")

        jobs.create(job)

        assert jobs.read(job.job_id) == job

    def test_every_known_fact_survives(self, jobs: JobStore) -> None:
        job = a_job(
            state=JobState.COMPLETE,
            layout="goodreads",
            rows=3,
            total=2,
            complaints=1,
            chunks=1,
            counts={"matched": 2, "unmatched": 0},
            document="jobs/1/dashboard.json.gz",
            watched_until=later(60),
            failure=Failure(code="upload-refused", message="line 3: no title"),
        )

        jobs.create(job)

        assert jobs.read(job.job_id) == job

    def test_unknown_facts_stay_unknown_and_zero_stays_zero(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, complaints=0)

        job = jobs.read(job_id)

        assert (job.complaints, job.rows, job.counts, job.failure) == (0, None, None, None)

    def test_an_expiry_is_kept_to_the_second(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, expires_at=datetime.fromisoformat("2026-04-01T08:00:00.987654+00:00"))

        assert jobs.read(job_id).expires_at == datetime.fromisoformat("2026-04-01T08:00:00+00:00")

    def test_a_job_is_created_once(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, file_name="first.csv")

        with pytest.raises(IllegalTransition, match="exists already"):
            jobs.create(a_job(job_id=job_id, file_name="second.csv"))

        assert jobs.read(job_id).file_name == "first.csv"

    def test_a_creation_that_is_sent_again_is_one_creation(self, jobs: JobStore) -> None:
        job = a_job()
        jobs.create(job)
        jobs.advance(job.job_id, JobState.READING, at=later(1))

        jobs.create(job)

        assert jobs.read(job.job_id).state is JobState.READING

    def test_an_unknown_job_is_not_found(self, jobs: JobStore) -> None:
        with pytest.raises(JobNotFound, match="no job nobody"):
            jobs.read("nobody")


class TestAdvancing:
    @pytest.mark.parametrize("source", JobState)
    def test_a_job_moves_along_the_legal_transitions_only(self, jobs: JobStore, source: JobState) -> None:
        moved = set()
        for target in JobState:
            job_id = open_job(jobs, source)
            try:
                after = jobs.advance(job_id, target, at=later(60))
            except IllegalTransition:
                assert jobs.read(job_id).state is source
            else:
                assert after == jobs.read(job_id)
                assert after.state is target
                moved.add(target)

        assert moved == TRANSITIONS[source]

    @pytest.mark.parametrize("target", JobState)
    def test_an_unknown_job_cannot_move(self, jobs: JobStore, target: JobState) -> None:
        with pytest.raises(JobNotFound):
            jobs.advance("nobody", target, at=NOON)

    def test_only_the_first_of_two_identical_steps_wins(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ASSEMBLING)
        jobs.advance(job_id, JobState.COMPLETE, at=later(9), document="first")

        with pytest.raises(IllegalTransition, match="complete cannot become complete"):
            jobs.advance(job_id, JobState.COMPLETE, at=later(9), document="second")

        assert jobs.read(job_id).document == "first"

    def test_a_step_that_is_sent_again_is_one_step(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ASSEMBLING)
        once = jobs.advance(job_id, JobState.COMPLETE, at=later(9), document="first", counts={"matched": 1})

        again = jobs.advance(job_id, JobState.COMPLETE, at=later(9), document="first", counts={"matched": 1})

        assert again == once == jobs.read(job_id)

    def test_a_failure_that_is_sent_again_is_one_failure_and_another_is_refused(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.READING)
        first = Failure(code="upload-refused", message="Line 1 has no title column.")
        other = Failure(code="not-finished-in-time", message="It took too long.")

        for _ in range(2):
            jobs.advance(job_id, JobState.FAILED, at=later(9), failure=first)
        with pytest.raises(IllegalTransition):
            jobs.advance(job_id, JobState.FAILED, at=later(9), failure=other)

        assert jobs.read(job_id).failure == first

    def test_who_comes_from_before_a_retry_is_too_late(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ASSEMBLING)
        before = jobs.read(job_id).steps["assembling"]
        jobs.advance(job_id, JobState.COMPLETE, at=later(9), document="first")
        jobs.advance(job_id, JobState.ENRICHING, at=later(10))
        now = jobs.advance(job_id, JobState.ASSEMBLING, at=later(11)).steps["assembling"]

        with pytest.raises(IllegalTransition):
            jobs.advance(job_id, JobState.COMPLETE, at=later(12), document="stale", since=before)
        complete = jobs.advance(job_id, JobState.COMPLETE, at=later(13), document="second", since=now)

        assert (complete.document, jobs.read(job_id).document) == ("second", "second")

    def test_every_step_remembers_when_it_was_entered(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.COMPLETE)

        assert jobs.read(job_id).steps == {
            "accepted": NOON,
            "reading": later(1),
            "enriching": later(2),
            "assembling": later(3),
            "complete": later(4),
        }

    @pytest.mark.parametrize("state", [JobState.READING, JobState.ASSEMBLING])
    def test_a_step_taken_over_keeps_the_time_it_was_first_entered(
        self, jobs: JobStore, state: JobState
    ) -> None:
        job_id = open_job(jobs, state)
        first = jobs.read(job_id).steps[state]

        again = jobs.advance(job_id, state, at=later(500))

        assert again.steps[state] == first

    def test_a_retry_begins_the_later_steps_anew(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.COMPLETE)

        retried = jobs.advance(job_id, JobState.ENRICHING, at=later(100))
        jobs.advance(job_id, JobState.ASSEMBLING, at=later(101))
        finished = jobs.advance(job_id, JobState.COMPLETE, at=later(102))

        assert retried.steps == {"accepted": NOON, "reading": later(1), "enriching": later(100)}
        assert (finished.steps["assembling"], finished.steps["complete"]) == (later(101), later(102))

    def test_given_facts_are_written_with_the_step(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ASSEMBLING)

        job = jobs.advance(
            job_id,
            JobState.COMPLETE,
            at=later(9),
            counts={"matched": 3},
            document="d.json",
            deadline=later(99),
        )

        assert (job.counts, job.document, job.deadline) == ({"matched": 3}, "d.json", later(99))

    def test_facts_that_are_not_given_stay(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.READING)
        jobs.describe(job_id, layout="goodreads", rows=5, total=4, complaints=1, notes={}, chunks=1)
        jobs.advance(job_id, JobState.ENRICHING, at=later(5), deadline=later(700))
        jobs.advance(job_id, JobState.ASSEMBLING, at=later(6))
        before = jobs.advance(
            job_id, JobState.COMPLETE, at=later(7), counts={"matched": 4}, document="d.json"
        )

        after = jobs.advance(job_id, JobState.ENRICHING, at=later(8))

        kept = (
            "file_name",
            "owner_digest",
            "layout",
            "rows",
            "total",
            "complaints",
            "notes",
            "chunks",
            "deadline",
            "counts",
        )
        assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
        assert (after.document, after.deadline) == ("d.json", later(700))

    def test_a_failure_is_kept_with_its_code_and_its_sentence(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.READING)
        failure = Failure(code="upload-refused", message="Line 1 has no title column.")

        jobs.advance(job_id, JobState.FAILED, at=later(5), failure=failure)

        assert jobs.read(job_id).failure == failure


class TestDescribing:
    def test_what_was_read_is_recorded_while_reading(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.READING)

        notes = {"date-unreadable": 3, "isbns-disagree": 1}
        jobs.describe(job_id, layout="storygraph", rows=12, total=10, complaints=2, notes=notes, chunks=1)

        job = jobs.read(job_id)
        assert (job.layout, job.rows, job.total, job.complaints, job.chunks) == ("storygraph", 12, 10, 2, 1)
        assert job.notes == notes
        assert job.state is JobState.READING

    @pytest.mark.parametrize("state", [state for state in JobState if state is not JobState.READING])
    def test_no_other_state_lets_a_job_be_described(self, jobs: JobStore, state: JobState) -> None:
        job_id = open_job(jobs, state)

        with pytest.raises(IllegalTransition, match="being read"):
            jobs.describe(job_id, layout="late", rows=1, total=1, complaints=0, notes={}, chunks=1)

        assert jobs.read(job_id).layout is None

    def test_an_unknown_job_cannot_be_described(self, jobs: JobStore) -> None:
        with pytest.raises(JobNotFound):
            jobs.describe("nobody", layout="x", rows=1, total=1, complaints=0, notes={}, chunks=1)


class TestSettling:
    def test_nothing_is_settled_of_a_new_or_unknown_job(self, jobs: JobStore) -> None:
        assert jobs.progress(open_job(jobs)) == Progress()
        assert jobs.progress("nobody") == Progress()

    def test_settled_books_add_up(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)

        jobs.settle(job_id, {Outcome.MATCHED: [1, 2], Outcome.UNMATCHED: [3]})
        jobs.settle(job_id, {Outcome.MATCHED: [4], Outcome.UNAVAILABLE: {5}})

        assert jobs.progress(job_id) == Progress(
            matched=frozenset({1, 2, 4}), unmatched=frozenset({3}), unavailable=frozenset({5})
        )

    def test_settling_again_changes_nothing(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)
        outcomes = {Outcome.MATCHED: [1, 2, 2], Outcome.UNMATCHED: [3]}
        jobs.settle(job_id, outcomes)
        once = jobs.progress(job_id)

        jobs.settle(job_id, outcomes)

        assert jobs.progress(job_id) == once
        assert once.settled == 3

    def test_where_deliveries_disagree_the_better_outcome_stands(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)
        jobs.settle(job_id, {Outcome.UNAVAILABLE: [1, 2, 3]})
        jobs.settle(job_id, {Outcome.MATCHED: [1], Outcome.UNMATCHED: [2]})
        jobs.settle(job_id, {Outcome.UNMATCHED: [1]})

        assert jobs.progress(job_id) == Progress(
            matched=frozenset({1}), unmatched=frozenset({2}), unavailable=frozenset({3})
        )

    def test_settling_nothing_is_nothing(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)

        jobs.settle(job_id, {})
        jobs.settle(job_id, {Outcome.MATCHED: []})

        assert jobs.progress(job_id) == Progress()

    def test_numbers_at_the_thousands_are_as_safe_as_others(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)
        borders = [1, 999, 1000, 1001, 2000, 2001, 100_000]

        for number in borders:
            jobs.settle(job_id, {Outcome.MATCHED: [number]})

        assert jobs.progress(job_id).matched == frozenset(borders)

    def test_a_large_library_settles_chunk_by_chunk(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)

        for first in range(1, 2_501, 100):
            jobs.settle(job_id, {Outcome.MATCHED: range(first, first + 100)})

        assert jobs.progress(job_id).matched == frozenset(range(1, 2_501))

    def test_jobs_do_not_share_their_books(self, jobs: JobStore) -> None:
        one, other = open_job(jobs, JobState.ENRICHING), open_job(jobs, JobState.ENRICHING)

        jobs.settle(one, {Outcome.MATCHED: [1]})

        assert jobs.progress(other) == Progress()

    def test_settling_does_not_touch_the_job(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)
        before = jobs.read(job_id)

        jobs.settle(job_id, {Outcome.MATCHED: [1]})

        assert jobs.read(job_id) == before


class TestStanding:
    def test_a_job_is_seen_together_with_its_settled_books(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        jobs.settle(job_id, {Outcome.MATCHED: [1, 2], Outcome.UNMATCHED: [3]})

        job, progress = jobs.standing(job_id)

        assert (job, progress) == (jobs.read(job_id), jobs.progress(job_id))

    @pytest.mark.parametrize("books", [0, 1_000, 1_001, 2_500])
    def test_all_sets_of_an_open_job_are_seen_however_many(self, jobs: JobStore, books: int) -> None:
        job_id = open_job(jobs)
        jobs.settle(job_id, {Outcome.MATCHED: range(1, books + 1)})

        assert jobs.standing(job_id)[1].settled == books

    def test_of_a_job_that_has_ended_the_record_alone_counts(self, jobs: JobStore) -> None:
        job = a_job(state=JobState.COMPLETE, counts={"matched": 1})
        jobs.create(job)
        jobs.settle(job.job_id, {Outcome.MATCHED: [1]})

        assert jobs.standing(job.job_id) == (job, Progress())

    def test_sets_without_their_job_are_no_job(self, jobs: JobStore) -> None:
        job_id = f"expired-{id(jobs)}"
        jobs.settle(job_id, {Outcome.MATCHED: [1]})

        with pytest.raises(JobNotFound):
            jobs.standing(job_id)


class TestWatching:
    def test_a_second_watcher_is_refused(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)

        assert jobs.watch(job_id, now=NOON, until=later(60))
        assert not jobs.watch(job_id, now=NOON, until=later(60))
        assert not jobs.watch(job_id, now=later(59), until=later(119))

        assert jobs.read(job_id).watched_until == later(60)

    def test_a_lease_that_has_run_out_can_be_taken(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        jobs.watch(job_id, now=NOON, until=later(60))

        assert jobs.watch(job_id, now=later(60), until=later(120))
        assert not jobs.watch(job_id, now=later(60), until=later(120))

    def test_leases_are_compared_by_time_to_the_microsecond(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        whole_second = NOON.replace(microsecond=0)
        jobs.watch(job_id, now=NOON, until=whole_second + timedelta(seconds=60, microseconds=1))

        assert not jobs.watch(job_id, now=whole_second + timedelta(seconds=60), until=later(120))
        assert jobs.watch(job_id, now=whole_second + timedelta(seconds=60, microseconds=1), until=later(120))

    def test_its_holder_renews_a_lease(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        jobs.watch(job_id, now=NOON, until=later(60))

        assert jobs.watch(job_id, now=later(30), until=later(90), renew=later(60))

        assert jobs.read(job_id).watched_until == later(90)

    def test_a_lease_that_was_lost_is_not_renewed(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        jobs.watch(job_id, now=NOON, until=later(60))
        jobs.watch(job_id, now=later(61), until=later(121))

        assert not jobs.watch(job_id, now=later(62), until=later(122), renew=later(60))

    def test_a_lease_given_back_is_free_at_once(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        jobs.watch(job_id, now=NOON, until=later(60))
        jobs.watch(job_id, now=later(5), until=later(5), renew=later(60))

        assert jobs.watch(job_id, now=later(5), until=later(65))

    @pytest.mark.parametrize("state", [JobState.READING, JobState.COMPLETE])
    def test_a_job_that_waits_for_its_books_anew_is_free_to_be_watched(
        self, jobs: JobStore, state: JobState
    ) -> None:
        job_id = open_job(jobs, JobState.READING)
        jobs.watch(job_id, now=NOON, until=later(60))
        for step in ROUTES[state][1:]:
            jobs.advance(job_id, step, at=later(5))

        jobs.advance(job_id, JobState.ENRICHING, at=later(6))

        assert jobs.watch(job_id, now=later(7), until=later(67))
        assert not jobs.watch(job_id, now=later(8), until=later(68), renew=later(60))

    @pytest.mark.parametrize("state", JobState)
    def test_open_jobs_alone_are_watched(self, jobs: JobStore, state: JobState) -> None:
        job_id = open_job(jobs, state)

        taken = jobs.watch(job_id, now=later(10), until=later(70))

        assert taken == (state in OPEN_STATES)
        assert jobs.read(job_id).watched_until == (later(70) if taken else None)

    def test_an_unknown_job_is_not_watched_into_being(self, jobs: JobStore) -> None:
        assert not jobs.watch("nobody", now=NOON, until=later(60))

        with pytest.raises(JobNotFound):
            jobs.read("nobody")


class TestListingOpenJobs:
    def test_a_job_is_listed_until_it_ends(self, jobs: JobStore) -> None:
        by_state = {state: open_job(jobs, state) for state in ROUTES}

        listed = {job.job_id: job for job in jobs.open_jobs()}

        assert listed.keys() == {by_state[state] for state in OPEN_STATES}
        assert listed == {job_id: jobs.read(job_id) for job_id in listed}

    def test_a_retried_job_is_listed_again(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.COMPLETE)
        assert _listed(jobs) == []

        jobs.advance(job_id, JobState.ENRICHING, at=later(9))

        assert _listed(jobs) == [job_id]

    def test_a_job_that_began_ended_is_not_listed(self, jobs: JobStore) -> None:
        open_job(jobs, state=JobState.ACCEPTED)
        jobs.create(a_job(state=JobState.COMPLETE))

        assert len(_listed(jobs)) == 1

    def test_a_listed_job_tells_its_lease(self, jobs: JobStore) -> None:
        job_id = open_job(jobs)
        jobs.watch(job_id, now=NOON, until=later(60))

        assert [job.watched_until for job in jobs.open_jobs()] == [later(60)]
        assert _listed(jobs) == [job_id]


class TestReopening:
    def test_reopened_books_are_outstanding_and_all_others_stay_as_they_were(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.COMPLETE)
        jobs.settle(job_id, {Outcome.MATCHED: [1, 1_001], Outcome.UNAVAILABLE: [2, 3, 1_002]})

        jobs.reopen(job_id, [2, 1_002, 7])
        jobs.reopen(job_id, [2, 1_002, 7])

        assert jobs.progress(job_id) == Progress(matched=frozenset({1, 1_001}), unavailable=frozenset({3}))

    def test_a_reopened_book_settles_again_either_way(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.COMPLETE)
        jobs.settle(job_id, {Outcome.UNAVAILABLE: [1, 2]})
        jobs.reopen(job_id, [1, 2])

        jobs.settle(job_id, {Outcome.MATCHED: [1], Outcome.UNAVAILABLE: [2]})

        assert jobs.progress(job_id) == Progress(matched=frozenset({1}), unavailable=frozenset({2}))

    def test_reopening_what_never_settled_settles_nothing(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)

        jobs.reopen(job_id, [1, 2_000])
        jobs.reopen(job_id, [])

        assert jobs.progress(job_id) == Progress()

    def test_a_retry_renews_the_deadline_and_keeps_the_document_that_stands(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ASSEMBLING)
        jobs.advance(job_id, JobState.COMPLETE, at=later(4), document="jobs/1/dashboard.json.gz")

        job = jobs.advance(job_id, JobState.ENRICHING, at=later(900), deadline=later(1_500))

        assert (job.deadline, job.document) == (later(1_500), "jobs/1/dashboard.json.gz")
        assert list(job.steps) == ["accepted", "reading", "enriching"]
        assert _listed(jobs) == [job_id]


class TestErasing:
    @pytest.mark.parametrize("state", JobState)
    def test_a_tombstone_alone_is_left(self, jobs: JobStore, state: JobState) -> None:
        job_id = open_job(jobs, state)
        jobs.settle(job_id, {Outcome.MATCHED: [1, 1001]})

        jobs.erase(job_id, owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        assert jobs.read(job_id) == _tombstone(job_id)
        assert jobs.progress(job_id) == Progress()
        assert _listed(jobs) == []

    def test_many_sets_go_too(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)
        jobs.settle(job_id, {Outcome.MATCHED: range(1, 60_000, 1_000)})

        jobs.erase(job_id, owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        assert jobs.progress(job_id) == Progress()

    @pytest.mark.parametrize("target", JobState)
    def test_nothing_brings_a_deleted_job_back(self, jobs: JobStore, target: JobState) -> None:
        job_id = open_job(jobs, JobState.READING)
        jobs.erase(job_id, owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        with pytest.raises(IllegalTransition, match="deleted"):
            jobs.advance(job_id, target, at=later(10))

        assert jobs.read(job_id) == _tombstone(job_id)

    def test_a_deleted_job_is_neither_created_again_nor_watched_nor_described(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.READING)
        jobs.erase(job_id, owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        with pytest.raises(IllegalTransition):
            jobs.create(a_job(job_id=job_id))
        with pytest.raises(IllegalTransition):
            jobs.describe(job_id, layout="x", rows=1, total=1, complaints=0, notes={}, chunks=1)
        assert not jobs.watch(job_id, now=later(10), until=later(70))

    def test_what_settles_too_late_is_erased_by_erasing_again(self, jobs: JobStore) -> None:
        job_id = open_job(jobs, JobState.ENRICHING)
        jobs.erase(job_id, owner_digest=OWNER, at=later(9), expires_at=later(1_000))
        jobs.settle(job_id, {Outcome.MATCHED: [7]})
        assert jobs.progress(job_id).settled == 1

        jobs.erase(job_id, owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        assert jobs.progress(job_id) == Progress()
        assert jobs.read(job_id) == _tombstone(job_id)

    def test_an_erasure_is_listed_until_nothing_is_left(self, jobs: JobStore) -> None:
        one, other = open_job(jobs, JobState.COMPLETE), open_job(jobs, JobState.ENRICHING)
        jobs.erase(one, owner_digest=OWNER, at=later(9), expires_at=later(1_000))
        jobs.erase(other, owner_digest=OWNER, at=later(9), expires_at=later(1_000))
        assert {job.job_id: job for job in jobs.erasures()} == {
            one: _tombstone(one),
            other: _tombstone(other),
        }

        for _ in range(2):
            jobs.confirm_erased(one)

        assert [job.job_id for job in jobs.erasures()] == [other]
        assert jobs.read(one) == _tombstone(one)

    def test_confirming_an_erasure_makes_no_job_and_ends_none(self, jobs: JobStore) -> None:
        open_one = open_job(jobs, JobState.ENRICHING)

        jobs.confirm_erased(open_one)
        jobs.confirm_erased("nobody")

        assert _listed(jobs) == [open_one]
        with pytest.raises(JobNotFound):
            jobs.read("nobody")

    def test_other_jobs_keep_their_books(self, jobs: JobStore) -> None:
        erased, other = open_job(jobs, JobState.ENRICHING), open_job(jobs, JobState.ENRICHING)
        jobs.settle(other, {Outcome.MATCHED: [1]})

        jobs.erase(erased, owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        assert jobs.progress(other).settled == 1
        assert _listed(jobs) == [other]

    def test_erasing_what_has_expired_altogether_leaves_a_tombstone(self, jobs: JobStore) -> None:
        jobs.settle("expired", {Outcome.MATCHED: [1]})

        jobs.erase("expired", owner_digest=OWNER, at=later(9), expires_at=later(1_000))

        assert jobs.read("expired") == _tombstone("expired")
        assert jobs.progress("expired") == Progress()


def _listed(jobs: JobStore) -> list[str]:
    return [job.job_id for job in jobs.open_jobs()]


def _tombstone(job_id: str) -> Job:
    return Job(
        job_id=job_id,
        state=JobState.DELETED,
        file_name="",
        size_bytes=0,
        owner_digest=OWNER,
        created_at=later(9),
        deadline=later(9),
        expires_at=later(1_000).replace(microsecond=0),
        steps={"deleted": later(9)},
    )
