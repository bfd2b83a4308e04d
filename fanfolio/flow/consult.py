"""What a reader can ask about a job: how it stands, its dashboard, and (its owner) to delete it."""

import hmac
from dataclasses import dataclass

from fanfolio.domain.errors import DashboardNotReady, JobHasFailed, JobNotFound, NotTheOwner
from fanfolio.domain.job import Job, JobState, Progress
from fanfolio.flow.accept_upload import digest_of
from fanfolio.flow.deletion import Deletion
from fanfolio.ports import Clock, JobStore, ObjectNotFound, Objects


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStatus:
    """A job and how far it has come."""

    job: Job
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Consult:
    """Answers questions about jobs; deleted and expired ones are as if they had never been."""

    jobs: JobStore
    objects: Objects
    deletion: Deletion
    clock: Clock

    def status(self, job_id: str) -> JobStatus:
        """How a job stands; raises JobNotFound."""
        job = self._existing(job_id)
        # An ended job's counts stand in its record: only one under way needs its sets read.
        progress = self.jobs.progress(job_id) if job.is_open else Progress()
        return JobStatus(job=job, progress=progress)

    def dashboard(self, job_id: str) -> tuple[Job, bytes]:
        """A complete job and its document (gzipped JSON).

        Raises JobNotFound, DashboardNotReady while the job runs, JobHasFailed when it never will have one.
        """
        job = self._existing(job_id)
        if job.state is JobState.FAILED:
            raise JobHasFailed(job.failure.message if job.failure else "The job failed.")
        if job.document is None or job.is_open:
            raise DashboardNotReady(
                "The dashboard is not ready yet. Ask for the job's state until it is complete."
            )
        try:
            return job, self.objects.get(job.document)
        except ObjectNotFound:
            raise JobNotFound(_NO_SUCH_JOB) from None

    def delete(self, job_id: str, *, owner_token: str) -> None:
        """Delete a job and everything of it; raises JobNotFound, NotTheOwner."""
        job = self._existing(job_id)
        if not hmac.compare_digest(digest_of(owner_token), job.owner_digest):
            raise NotTheOwner(_NO_SUCH_JOB)
        self.deletion.delete(job_id)

    def _existing(self, job_id: str) -> Job:
        job = self.jobs.read(job_id)
        if job.state is JobState.DELETED or job.expires_at <= self.clock.now():
            raise JobNotFound(_NO_SUCH_JOB)
        return job


# One sentence for absent, expired, deleted and not yours: the answer does not tell them apart.
_NO_SUCH_JOB = "There is no such job, or it has expired, or this is not its owner token."
