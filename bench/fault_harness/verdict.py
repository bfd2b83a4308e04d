"""The verdict on a play: what was lost, stuck, doubled, unnamed, or left behind. An empty list is what we want."""

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator

from bench.fault_harness.catalogue import PoisonBug
from bench.fault_harness.play import Play, Publication
from bench.fault_harness.weather import FURTHEST_APART_S
from fanfolio.adapters.shapes import BUCKET
from fanfolio.domain.dashboard import Dashboard, decode_dashboard
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import RequestInFlight, StorageUnavailable
from fanfolio.domain.job import Job, JobState
from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.flow.dead_letters import POISONOUS
from fanfolio.keys import prefix_of

_NOT_LOOKED_UP = "deadline-passed"

# From its deadline to a job's end: a dead watcher's lease, the next sweep, and calls that take their time.
_LATEST_S = 150.0

# Deliveries of a book before it may be given up: with its chunk, then alone; or three times alone.
_VAIN_DELIVERIES = 3


def judge_ends(play: Play, calm: Dashboard | None) -> Iterator[str]:
    """Every job has ended as it may, its document says what it should, and every object belongs to a job."""
    for crash in play.stage.crashes:
        if not isinstance(crash, StorageUnavailable | PoisonBug | RequestInFlight):
            yield f"a process broke with {type(crash).__name__}: {crash}"
    for job in play.jobs.everything():
        yield from _judge_job(play, job, calm)
    yield from _judge_readers(play)
    yield from _judge_objects(play)
    if play.cloud.hasty:
        yield f"{play.cloud.hasty} times books were sent back before the rest was stored and counted"


def judge_remains(play: Play) -> Iterator[str]:
    """After its deletion nothing is left of any job but a tombstone."""
    for job_id in play.accepted:
        if left := [key.removeprefix(prefix_of(job_id)) for key in play.objects.keys(prefix_of(job_id))]:
            yield f"{len(left)} objects are left of a deleted job: {left[:3]}"
        if play.jobs.progress(job_id).settled:
            yield "sets are left of a deleted job"
        if (state := play.jobs.read(job_id).state) is not JobState.DELETED:
            yield f"a deleted job is {state}"
    if play.plot.keyed and (left := _but_waiting(play.objects.keys(""))):
        yield f"{len(left)} objects are left though every job was deleted: {left[:3]}"


def _judge_job(play: Play, job: Job, calm: Dashboard | None) -> Iterator[str]:
    if job.state is JobState.COMPLETE:
        yield from _judge_document(play, job, calm)
        outcomes = sum(one.job_id == job.job_id for one in play.publications)
        if outcomes != 1 + play.jobs.retries.count(job.job_id):
            yield f"{outcomes} documents were published in one run and {play.retried} retries"
    elif job.state is not JobState.DELETED:
        code = job.failure.code if job.failure else "no reason"
        yield f"a job that can be completed is {job.state} ({code})"
    elif play.plot.deleted_at_call is None:
        yield "a job was deleted that nobody deleted"


def _judge_readers(play: Play) -> Iterator[str]:
    """Whoever sends a key has one job, and is told of it."""
    if not play.accepted:
        yield "the reader was never told of a job"
    if play.plot.keyed and len(play.jobs.everything()) != 1:
        yield f"one upload made {len(play.jobs.everything())} jobs"


def _judge_objects(play: Play) -> Iterator[str]:
    """Without a key, a request that died may leave an upload to the bucket's own expiry: nothing else ever."""
    owners = {prefix_of(job.job_id) for job in play.jobs.everything() if job.state is not JobState.DELETED}
    strays = [key for key in _but_waiting(play.objects.keys("")) if not any(map(key.startswith, owners))]
    if not play.plot.keyed:
        deleted = [prefix_of(job.job_id) for job in play.jobs.everything()]
        strays = [
            key for key in strays if any(map(key.startswith, deleted)) or not key.endswith("/upload.csv")
        ]
    if strays:
        yield f"{len(strays)} objects belong to no job: {strays[:3]}"


def _but_waiting(keys: Iterable[str]) -> list[str]:
    """Without the file of a direct upload, where it waited: what cannot be removed there expires within a day."""
    return [key for key in keys if not key.startswith(BUCKET.waiting_prefix)]


def document_of(play: Play, job: Job) -> Dashboard | None:
    """The job's document, if it is where the record says."""
    stored = play.objects.stored.get(job.document or "")
    return decode_dashboard(gzip.decompress(stored.body)) if stored else None


def _judge_document(play: Play, job: Job, calm: Dashboard | None) -> Iterator[str]:
    document = document_of(play, job)
    if document is None:
        yield "the document is not where the job's record says"
        return
    if calm is None:
        yield "the calm run has no document"
        return
    if (job.total or 0) + (job.complaints or 0) != play.plot.rows:
        yield f"{job.total} books + {job.complaints} complaints are not {play.plot.rows} rows"
    yield from _judge_coverage(document, job)
    yield from _judge_books(play, job, document, calm)


def _judge_coverage(document: Dashboard, job: Job) -> Iterator[str]:
    numbers = Counter(book.number for book in document.books)
    if doubled := [number for number, count in numbers.items() if count > 1]:
        yield f"books are doubled: {doubled}"
    counted = Counter(book.outcome.value for book in document.books)
    if {name: count for name, count in (job.counts or {}).items() if count} != dict(counted):
        yield f"the record counts {job.counts}, the document {dict(counted)}"


def _judge_books(play: Play, job: Job, document: Dashboard, calm: Dashboard) -> Iterator[str]:
    if [book.number for book in document.books] != [book.number for book in calm.books]:
        yield "the books are not those of the calm run"
        return
    publication = next(one for one in reversed(play.publications) if one.job_id == job.job_id)
    yield from _judge_publication(play, document, publication)
    differing = False
    for book, calm_book in zip(document.books, calm.books, strict=True):
        if book == calm_book:
            if book.number in play.plot.poison.numbers:
                yield f"poisonous book {book.number} has an outcome"
            continue
        differing = True
        if why := _unexcused(play, book, publication):
            yield why
    if not differing and (document.statistics, document.coverage) != (calm.statistics, calm.coverage):
        yield "the books are those of the calm run, the figures are not"


def _judge_publication(play: Play, document: Dashboard, publication: Publication) -> Iterator[str]:
    """It came in time, every book counted or was on its way, and what counted is what was published."""
    late_s = (publication.at - publication.deadline).total_seconds()
    if late_s > FURTHEST_APART_S + _LATEST_S:
        yield f"the job ended {late_s:.0f} s after its deadline"
    counted = publication.counted
    accounted = counted.matched | counted.unmatched | counted.unavailable | publication.on_their_way
    for book in document.books:
        if book.number not in accounted and not play.retried:
            yield f"book {book.number} neither counts as settled nor is on its way"
        known = publication.known
        if book.number in known.matched and book.outcome is not Outcome.MATCHED:
            yield f"book {book.number} counted as matched and was published as {book.outcome}"
        if book.number in known.unmatched and book.outcome is Outcome.UNAVAILABLE:
            yield f"book {book.number} counted as unmatched and was published as unavailable"


def _unexcused(play: Play, book: BookEntry, publication: Publication) -> str | None:
    """Why the book's outcome may not differ from the calm run's; ``None`` when it may."""
    if book.outcome is not Outcome.UNAVAILABLE:
        return f"book {book.number} is {book.outcome} for no reason"
    if book.reason == POISONOUS:
        vain = play.cloud.deliveries.get(book.number, 0)
        excused = book.number in play.plot.poison.numbers or vain >= _VAIN_DELIVERIES
        return None if excused else f"book {book.number} was given up after {vain} deliveries"
    if book.reason == _NOT_LOOKED_UP:
        return _early_or_lost(play, book, publication)
    known = book.number in play.catalogue.troubled
    return None if known else f"book {book.number} is unavailable ({book.reason}) though nothing was wrong"


def _early_or_lost(play: Play, book: BookEntry, publication: Publication) -> str | None:
    if (publication.deadline - publication.at).total_seconds() > FURTHEST_APART_S:
        return f"book {book.number} was not waited for"
    if book.number in publication.on_their_way or play.retried:
        return None
    return f"book {book.number} was lost: at the deadline it was nowhere"
