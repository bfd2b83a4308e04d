"""The verdict on a play: what was lost, stuck, doubled, unnamed, or left behind. An empty list is what we want."""

import gzip
from collections import Counter
from collections.abc import Iterator

from bench.fault_harness.catalogue import PoisonBug
from bench.fault_harness.play import Play, Publication
from fanfolio.domain.dashboard import Dashboard, decode_dashboard
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.domain.job import Job, JobState
from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.flow.dead_letters import POISONOUS
from fanfolio.keys import prefix_of

_NOT_LOOKED_UP = "deadline-passed"

# How far the wall clock that judged a deadline may have been off.
_SKEW_S = 90.0

# Deliveries of a book before it may be given up: with its chunk, then alone; or three times alone.
_VAIN_DELIVERIES = 3


def judge_ends(play: Play, calm: Dashboard | None) -> Iterator[str]:
    """Every job has ended as it may, and its document says what it should."""
    for crash in play.stage.crashes:
        if not isinstance(crash, StorageUnavailable | PoisonBug):
            yield f"a process broke with {type(crash).__name__}: {crash}"
    for accepted in play.accepted:
        job = play.jobs.read(accepted.job.job_id)
        if job.state is JobState.COMPLETE:
            yield from _judge_document(play, job, calm)
        elif job.state is not JobState.DELETED:
            code = job.failure.code if job.failure else "no reason"
            yield f"a job that can be completed is {job.state} ({code})"
        elif play.plot.deleted_at_call is None:
            yield "a job was deleted that nobody deleted"


def judge_remains(play: Play) -> Iterator[str]:
    """After deletion nothing is left of any job but its tombstone."""
    for accepted in play.accepted:
        job_id = accepted.job.job_id
        if left := [key.removeprefix(prefix_of(job_id)) for key in play.objects.keys(prefix_of(job_id))]:
            yield f"{len(left)} objects are left of a deleted job: {left[:3]}"
        if play.jobs.progress(job_id).settled:
            yield "sets are left of a deleted job"
        if (state := play.jobs.read(job_id).state) is not JobState.DELETED:
            yield f"a deleted job is {state}"


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
    if (publication.deadline - publication.at).total_seconds() > _SKEW_S:
        return f"book {book.number} was not waited for"
    if book.number in publication.on_their_way or play.retried:
        return None
    return f"book {book.number} was lost: at the deadline it was nowhere"
