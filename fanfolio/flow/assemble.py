"""Arrow 7: wait until every book of a job is settled (or its time is up), then publish its dashboard."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanfolio.domain.dashboard import EntryWriter, JobFacts, assemble_dashboard, encode_in_parts
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import Complaint, IllegalTransition, JobNotFound
from fanfolio.domain.job import Job, JobState, Progress
from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.gather import Gathered
from fanfolio.keys import complaints_key, dashboard_key
from fanfolio.library import compressed, read_complaints
from fanfolio.metrics import emit
from fanfolio.observability import EventLog
from fanfolio.ports import Clock, JobStore, ObjectNotFound, Objects

# A watcher that dies is noticed this much later; one that lives renews its lease at half of it.
LEASE = timedelta(seconds=20)

_SHORTEST_POLL_S = 0.1
_LONGEST_POLL_S = 1.0
# A job of some seconds is polled at the shortest interval throughout, one of minutes at the longest.
_POLL_SHARE_OF_AGE = 1 / 30


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
        gathered: Gathered | None = None
        ended = False
        try:
            while not ended and self.clock.monotonic() < until:
                job, progress = self.jobs.standing(job_id)
                gathered = gathered or self._nothing_yet(job)
                ended = not job.is_open or self._publish_if_due(job, progress, gathered, log)
                if not ended:
                    if _is_looked_up(job):
                        gathered.prepare(settled=progress.settled)
                    lease = self._keep_lease(job_id, lease)
                    self.clock.sleep(_interval_s(job, self.clock.now()))
        finally:
            if not ended:
                # Whoever takes over, after a hand-over or a crash, need not wait for the lease to run out.
                now = self.clock.now()
                self.jobs.watch(job_id, now=now, until=now, renew=lease)
        if not ended:
            log.info("watch_handed_over")
        return ended

    def _nothing_yet(self, job: Job) -> Gathered:
        return Gathered(objects=self.objects, job_id=job.job_id, writer=EntryWriter.at(job.created_at))

    def _publish_if_due(self, job: Job, progress: Progress, gathered: Gathered, log: EventLog) -> bool:
        if not _is_due(job, progress, self.clock.now()):
            return False
        self._publish(job, gathered, log)
        return True

    def _keep_lease(self, job_id: str, lease: datetime) -> datetime:
        now = self.clock.now()
        if lease - now > LEASE / 2:
            return lease
        self.jobs.watch(job_id, now=now, until=now + LEASE, renew=lease)
        return now + LEASE

    def _publish(self, job: Job, gathered: Gathered, log: EventLog) -> None:
        try:
            job = self.jobs.advance(job.job_id, JobState.ASSEMBLING, at=self.clock.now())
            counts = self._assemble(job, gathered)
            seconds = _age_s(job, self.clock.now())
            log.info("job_complete", seconds=seconds, **counts)
            books, matched = sum(counts.values()), counts[Outcome.MATCHED.value]
            emit(log, {"JobSeconds": seconds, "JobBooks": books, "JobBooksMatched": matched})
        except (IllegalTransition, JobNotFound):
            # Another watcher was first, or the job was deleted: its word stands.
            self.deletion.finish_if_deleted(job.job_id)
            log.info("assembly_overtaken")
        except ObjectNotFound:
            # Deleted between the list and the reading; in a job that stands it would be a loss.
            if not self.deletion.finish_if_deleted(job.job_id):
                raise
            log.info("assembly_overtaken")

    def _assemble(self, job: Job, gathered: Gathered) -> dict[str, int]:
        gathered.finish()
        dashboard = assemble_dashboard(
            job=JobFacts.of(job),
            books=list(gathered.books.values()),
            entries=gathered.entries,
            complaints=self._complaints(job),
            notes=job.notes or {},
        )
        key = dashboard_key(job.job_id)
        with compressed(encode_in_parts(dashboard)) as body:
            self.objects.put(key, body, content_type="application/json", gzipped=True)
        counts = count_outcomes(dashboard.books)
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
            if not self._is_published(job.job_id, key):
                self.objects.delete([key])
            raise
        return counts

    def _is_published(self, job_id: str, key: str) -> bool:
        """Whether this document stands all the same.

        A client repeats a write whose answer was lost; by then the owner may have had the job retried.
        """
        try:
            return self.jobs.read(job_id).document == key
        except JobNotFound:
            return False

    def _complaints(self, job: Job) -> list[Complaint]:
        if not job.complaints:
            return []
        try:
            with self.objects.open(complaints_key(job.job_id)) as stream:
                return list(read_complaints(stream))
        except ObjectNotFound:
            return []


def count_outcomes(entries: Iterable[BookEntry]) -> dict[str, int]:
    """Books by outcome, every outcome named."""
    found = Counter([entry.outcome for entry in entries])
    return {outcome.value: found[outcome] for outcome in Outcome}


def _is_looked_up(job: Job) -> bool:
    return job.state is JobState.ENRICHING or job.state is JobState.ASSEMBLING


def _is_due(job: Job, progress: Progress, now: datetime) -> bool:
    if job.total is None or not _is_looked_up(job):
        return False
    return progress.settled >= job.total or now >= job.deadline or job.state is JobState.ASSEMBLING


def _interval_s(job: Job, now: datetime) -> float:
    return min(max(_age_s(job, now) * _POLL_SHARE_OF_AGE, _SHORTEST_POLL_S), _LONGEST_POLL_S)


def _age_s(job: Job, now: datetime) -> float:
    return (now - job.created_at).total_seconds()
