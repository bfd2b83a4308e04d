"""What a reader can ask about a job: how it stands, its dashboard, and (its owner) to delete it."""

from dataclasses import dataclass

from fanfolio.domain.errors import DashboardNotReady, JobHasFailed, JobNotFound
from fanfolio.domain.job import Job, JobState, Progress
from fanfolio.flow.access import NO_SUCH_JOB, JobAccess
from fanfolio.flow.deletion import Deletion
from fanfolio.ports import JobStore, ObjectNotFound, Objects


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
    access: JobAccess
    deletion: Deletion

    def status(self, job_id: str) -> JobStatus:
        """How a job stands; raises JobNotFound."""
        # An ended job's counts stand in its record: only one under way needs its sets read.
        job, progress = self.access.standing(job_id)
        return JobStatus(job=job, progress=progress)

    def document_key(self, job_id: str) -> str:
        """The key of the dashboard that stands; during a retry that is still the former one.

        Raises JobNotFound, DashboardNotReady while the job runs, JobHasFailed when it never will have one.
        """
        job = self.access.read(job_id)
        if job.document is not None:
            return job.document
        if job.state is JobState.FAILED:
            raise JobHasFailed(job.failure.message if job.failure else "The job failed.")
        raise DashboardNotReady(
            "This job is still running. What it finds out is here as soon as its state is complete."
        )

    def dashboard(self, job_id: str) -> tuple[Job, bytes]:
        """A job and its document (gzipped JSON); raises as ``document_key`` does."""
        key = self.document_key(job_id)
        try:
            return self.access.read(job_id), self.objects.get(key)
        except ObjectNotFound:
            raise JobNotFound(NO_SUCH_JOB) from None

    def delete(self, job_id: str, *, owner_token: str) -> None:
        """Delete a job and everything of it, or what a former deletion left; raises JobNotFound, NotTheOwner."""
        self.deletion.delete(self.access.own_even_deleted(job_id, owner_token=owner_token))
