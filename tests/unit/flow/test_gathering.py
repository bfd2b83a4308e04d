"""The aggregator reads results while others are still at work, and each of them once."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from fanfolio.adapters.memory import MemoryObjects
from fanfolio.domain.dashboard import EntryWriter
from fanfolio.domain.dashboard.entries import NOT_LOOKED_UP
from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.flow.gather import Gathered
from fanfolio.keys import library_key, result_key, results_prefix
from fanfolio.messages import ChunkResult, encode_result
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows


class CountingObjects(MemoryObjects):
    """Objects that count how often each was read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: Counter[str] = Counter()

    def get(self, key: str) -> bytes:
        self.reads[key] += 1
        return super().get(key)


def job_of(count: int) -> tuple[CountingObjects, str]:
    """A library of so many books, read and sent out; nothing is looked up yet."""
    pipeline = Pipeline()
    job_id = pipeline.upload(export_of(plain_rows(count))).job.job_id
    pipeline.starter.run()
    objects = CountingObjects()
    objects.stored = dict(pipeline.objects.stored)
    return objects, job_id


def leave_result(objects: MemoryObjects, job_id: str, chunk: int, *enrichments: Enrichment) -> None:
    result = ChunkResult(job_id=job_id, chunk=chunk, attempt=1, enrichments=enrichments)
    objects.put(result_key(job_id, chunk, 1), encode_result(result), content_type="application/json")


def gathered_of(objects: MemoryObjects, job_id: str) -> Gathered:
    writer = EntryWriter.at(datetime(2026, 1, 15, tzinfo=UTC))
    return Gathered(objects=objects, job_id=job_id, writer=writer)


def matched(number: int) -> Enrichment:
    return Enrichment(number=number, outcome=Outcome.MATCHED, match=match_of(number))


def test_each_result_and_the_library_are_read_once() -> None:
    objects, job_id = job_of(3)
    gathered = gathered_of(objects, job_id)

    leave_result(objects, job_id, 0, matched(1))
    gathered.prepare(settled=1)
    leave_result(objects, job_id, 1, matched(2), matched(3))
    gathered.prepare(settled=3)
    gathered.catch_up()

    assert sorted(gathered.entries) == [1, 2, 3]
    results = [key for key in objects.stored if key.startswith(results_prefix(job_id))]
    assert objects.reads == Counter([library_key(job_id), *results])


def test_nothing_is_read_while_nothing_more_is_settled() -> None:
    objects, job_id = job_of(3)
    gathered = gathered_of(objects, job_id)

    gathered.prepare(settled=0)
    assert not objects.reads
    leave_result(objects, job_id, 0, matched(1))
    gathered.prepare(settled=1)
    before = objects.reads.copy()
    gathered.prepare(settled=1)

    assert objects.reads == before


def test_entries_are_written_before_the_last_book_is_settled() -> None:
    objects, job_id = job_of(2)
    gathered = gathered_of(objects, job_id)
    leave_result(objects, job_id, 0, matched(1))

    gathered.prepare(settled=1)

    assert {number: entry.genres for number, entry in gathered.entries.items()} == {1: ("Fantasy",)}


def test_a_book_without_a_result_was_not_looked_up_in_time() -> None:
    objects, job_id = job_of(2)
    gathered = gathered_of(objects, job_id)
    leave_result(objects, job_id, 0, matched(1))

    gathered.finish()

    assert {number: entry.reason for number, entry in gathered.entries.items()} == {1: None, 2: NOT_LOOKED_UP}


def test_a_result_that_comes_after_all_stands_for_a_book_that_had_none() -> None:
    objects, job_id = job_of(1)
    gathered = gathered_of(objects, job_id)
    gathered.finish()
    assert gathered.entries[1].reason == NOT_LOOKED_UP

    leave_result(objects, job_id, 0, Enrichment(number=1, outcome=Outcome.UNAVAILABLE, reason="out-of-time"))
    gathered.finish()

    assert gathered.entries[1].reason == "out-of-time"


def test_a_job_that_is_deleted_meanwhile_does_no_harm() -> None:
    objects, job_id = job_of(2)
    objects.delete([library_key(job_id)])
    gathered = gathered_of(objects, job_id)

    gathered.prepare(settled=1)

    assert gathered.entries == {}


@pytest.mark.parametrize("better_first", [True, False])
def test_of_two_results_that_disagree_the_better_stands_whichever_comes_first(better_first: bool) -> None:
    objects, job_id = job_of(1)
    gathered = gathered_of(objects, job_id)
    results = [matched(1), Enrichment(number=1, outcome=Outcome.UNMATCHED)]

    for enrichment in results if better_first else results[::-1]:
        leave_result(objects, job_id, 0, enrichment)
        gathered.catch_up()

    assert gathered.entries[1].outcome is Outcome.MATCHED


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_equal_results_the_one_whose_key_sorts_first_stands_whichever_comes_first(
    order: tuple[int, int],
) -> None:
    objects, job_id = job_of(1)
    gathered = gathered_of(objects, job_id)
    reasons = ("open-library-timeout", "open-library-error")

    for chunk in order:
        lost = Enrichment(number=1, outcome=Outcome.UNAVAILABLE, reason=reasons[chunk])
        leave_result(objects, job_id, chunk, lost)
        gathered.catch_up()

    assert gathered.entries[1].reason == reasons[0]
