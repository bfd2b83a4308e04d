"""The aggregator reads results while others are still at work, and each of them once."""

from collections import Counter

from fanfolio.adapters.memory import MemoryObjects
from fanfolio.domain.dashboard import Classifier
from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.domain.genres import classify
from fanfolio.flow.gather import Gathered, better_of
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


def matched(number: int) -> Enrichment:
    return Enrichment(number=number, outcome=Outcome.MATCHED, match=match_of(number))


def test_each_result_and_the_library_are_read_once() -> None:
    objects, job_id = job_of(3)
    gathered = Gathered(objects=objects, job_id=job_id, classifier=Classifier())

    leave_result(objects, job_id, 0, matched(1))
    gathered.prepare(settled=1)
    leave_result(objects, job_id, 1, matched(2), matched(3))
    gathered.prepare(settled=3)
    gathered.catch_up()

    assert sorted(gathered.enrichments) == [1, 2, 3]
    results = [key for key in objects.stored if key.startswith(results_prefix(job_id))]
    assert objects.reads == Counter([library_key(job_id), *results])


def test_nothing_is_read_while_nothing_more_is_settled() -> None:
    objects, job_id = job_of(3)
    gathered = Gathered(objects=objects, job_id=job_id, classifier=Classifier())

    gathered.prepare(settled=0)
    assert not objects.reads
    leave_result(objects, job_id, 0, matched(1))
    gathered.prepare(settled=1)
    before = objects.reads.copy()
    gathered.prepare(settled=1)

    assert objects.reads == before


def test_genres_are_worked_out_before_the_last_book_is_settled() -> None:
    objects, job_id = job_of(2)
    asked: list[tuple[str, ...]] = []

    def noting(*, subjects: tuple[str, ...], **others: tuple[str, ...]) -> object:
        asked.append(subjects)
        return classify(subjects=subjects, **others)

    gathered = Gathered(objects=objects, job_id=job_id, classifier=Classifier(noting))
    leave_result(objects, job_id, 0, matched(1))

    gathered.prepare(settled=1)

    assert asked == [match_of(1).work.subjects]


def test_a_job_that_is_deleted_meanwhile_does_no_harm() -> None:
    objects, job_id = job_of(2)
    objects.delete([library_key(job_id)])
    gathered = Gathered(objects=objects, job_id=job_id, classifier=Classifier())

    gathered.prepare(settled=1)

    assert gathered.enrichments == {}


def test_of_two_results_that_disagree_the_better_stands_whichever_comes_first() -> None:
    unmatched = Enrichment(number=1, outcome=Outcome.UNMATCHED)

    assert better_of(unmatched, matched(1)) == better_of(matched(1), unmatched) == matched(1)
