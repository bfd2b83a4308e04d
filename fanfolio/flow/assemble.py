"""Arrow 7: wait until every book of a job is settled (or its time is up), then publish its dashboard."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanfolio.domain.dashboard import JobFacts, assemble_dashboard, encode_dashboard
from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.domain.errors import Complaint, IllegalTransition, JobNotFound
from fanfolio.domain.job import Job, JobState, Progress
from fanfolio.flow.deletion import Deletion
from fanfolio.keys import complaints_key, dashboard_key, library_key, results_prefix
from fanfolio.library import read_books, read_complaints
from fanfolio.messages import decode_result, encode_enrichment
from fanfolio.observability import EventLog
from fanfolio.ports import Clock, JobStore, ObjectNotFound, Objects

# A watcher that dies is noticed this much later; one that lives renews its lease at half of it.
LEASE = timedelta(seconds=20)

_SHORTEST_POLL_S = 0.2
_LONGEST_POLL_S = 1.0
# A job of some seconds is polled at the shortest interval throughout, one of minutes at the longest.
_POLL_SHARE_OF_AGE = 1 / 30

_GZIP_LEVEL = 6

_NOT_SETTLED = "deadline-passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchJob:
    """Watches one job to its end; several watchers of one job do no harm, one of them does the work."""

    jobs: JobStore
    objects: Objects
    deletion: Deletion
    clock: Clock
    log: EventLog

    def __call__(self, job_id: str, *, until: float) -> bool:
        """Watch until the job has ended (True) or the time ``until`` (monotonic) has come (False)."""
        log = self.log.bind(job_id=job_id)
        now = self.clock.now()
        lease = now + LEASE
        if not self.jobs.watch(job_id, now=now, until=lease):
            log.info("watch_skipped")
            return True
        try:
            while self.clock.monotonic() < until:
                job = self.jobs.read(job_id)
                if not job.is_open:
                    return True
                if _is_due(job, self._progress(job), self.clock.now()):
                    self._publish(job, log)
                    return True
                lease = self._keep_lease(job_id, lease)
                self.clock.sleep(_interval_s(job, self.clock.now()))
        finally:
            # Whoever takes over, after a hand-over or a crash, need not wait for the lease to run out.
            now = self.clock.now()
            self.jobs.watch(job_id, now=now, until=now, renew=lease)
        log.info("watch_handed_over")
        return False

    def _progress(self, job: Job) -> Progress:
        if job.state is JobState.ENRICHING or job.state is JobState.ASSEMBLING:
            return self.jobs.progress(job.job_id)
        return Progress()

    def _keep_lease(self, job_id: str, lease: datetime) -> datetime:
        now = self.clock.now()
        if lease - now > LEASE / 2:
            return lease
        self.jobs.watch(job_id, now=now, until=now + LEASE, renew=lease)
        return now + LEASE

    def _publish(self, job: Job, log: EventLog) -> None:
        try:
            job = self.jobs.advance(job.job_id, JobState.ASSEMBLING, at=self.clock.now())
            counts = self._assemble(job)
            log.info("job_complete", seconds=_age_s(job, self.clock.now()), **counts)
        except (IllegalTransition, JobNotFound):
            # Another watcher was first, or the job was deleted: its word stands.
            self.deletion.finish_if_deleted(job.job_id)
            log.info("assembly_overtaken")
        except ObjectNotFound:
            # Deleted between the list and the reading; in a job that stands it would be a loss.
            if not self.deletion.finish_if_deleted(job.job_id):
                raise
            log.info("assembly_overtaken")

    def _assemble(self, job: Job) -> dict[str, int]:
        with self.objects.open(library_key(job.job_id)) as library:
            books = list(read_books(library))
        enrichments = self._enrichments(job.job_id)
        for book in books:
            if book.number not in enrichments:
                enrichments[book.number] = Enrichment(
                    number=book.number, outcome=Outcome.UNAVAILABLE, reason=_NOT_SETTLED
                )
        dashboard = assemble_dashboard(
            job=JobFacts.of(job), books=books, enrichments=enrichments, complaints=self._complaints(job)
        )
        key = dashboard_key(job.job_id)
        body = gzip.compress(encode_dashboard(dashboard), _GZIP_LEVEL, mtime=0)
        self.objects.put(key, body, content_type="application/json", gzipped=True)
        counts = count_outcomes(enrichments.values())
        # A watcher that was held up past a retry must not publish what was known before it.
        since = job.steps[JobState.ASSEMBLING.value]
        try:
            self.jobs.advance(
                job.job_id,
                JobState.COMPLETE,
                at=self.clock.now(),
                counts=counts,
                document=key,
                since=since,
            )
        except (IllegalTransition, JobNotFound):
            self.objects.delete([key])
            raise
        return counts

    def _enrichments(self, job_id: str) -> dict[int, Enrichment]:
        best: dict[int, Enrichment] = {}
        for key in self.objects.keys(results_prefix(job_id)):
            for enrichment in decode_result(self.objects.get(key)).enrichments:
                known = best.get(enrichment.number)
                best[enrichment.number] = better_of(known, enrichment) if known else enrichment
        return best

    def _complaints(self, job: Job) -> list[Complaint]:
        if not job.complaints:
            return []
        try:
            with self.objects.open(complaints_key(job.job_id)) as stream:
                return list(read_complaints(stream))
        except ObjectNotFound:
            return []


def better_of(one: Enrichment, other: Enrichment) -> Enrichment:
    """Of two deliveries that disagree: matched beats unmatched beats unavailable; equals by content, not by time."""
    if one.outcome.rank != other.outcome.rank:
        return min(one, other, key=lambda enrichment: enrichment.outcome.rank)
    return one if one == other else min(one, other, key=encode_enrichment)


def count_outcomes(enrichments: Iterable[Enrichment]) -> dict[str, int]:
    """Books by outcome, every outcome named."""
    counts = {outcome.value: 0 for outcome in Outcome}
    for enrichment in enrichments:
        counts[enrichment.outcome.value] += 1
    return counts


def _is_due(job: Job, progress: Progress, now: datetime) -> bool:
    if job.total is None or job.state is JobState.READING or job.state is JobState.ACCEPTED:
        return False
    return progress.settled >= job.total or now >= job.deadline or job.state is JobState.ASSEMBLING


def _interval_s(job: Job, now: datetime) -> float:
    return min(max(_age_s(job, now) * _POLL_SHARE_OF_AGE, _SHORTEST_POLL_S), _LONGEST_POLL_S)


def _age_s(job: Job, now: datetime) -> float:
    return (now - job.created_at).total_seconds()
