"""Who may see a job, and who owns it: absent, expired, deleted and not yours are one and the same answer."""

import hashlib
import hmac
import re
from dataclasses import dataclass

from fanfolio.domain.errors import JobNotFound, NotTheOwner
from fanfolio.domain.job import Job, JobState, Progress
from fanfolio.ports import Clock, JobStore

_JOB_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAccess:
    """Finds jobs for those who ask from outside."""

    jobs: JobStore
    clock: Clock

    def read(self, job_id: str) -> Job:
        """The job, for anybody who knows its id; raises JobNotFound."""
        return self._seen(self.jobs.read(_well_formed(job_id)))

    def standing(self, job_id: str) -> tuple[Job, Progress]:
        """The job and, while it is open, its settled books; raises JobNotFound."""
        job, progress = self.jobs.standing(_well_formed(job_id))
        return self._seen(job), progress

    def own(self, job_id: str, *, owner_token: str) -> Job:
        """The job, for its owner; raises JobNotFound, NotTheOwner. Tokens are compared in constant time."""
        return _owned(self.read(job_id), owner_token)

    def own_even_deleted(self, job_id: str, *, owner_token: str) -> Job:
        """The job or its tombstone, for its owner; raises as ``own`` does."""
        return _owned(self._unexpired(self.jobs.read(_well_formed(job_id))), owner_token)

    def _seen(self, job: Job) -> Job:
        if job.state is JobState.DELETED:
            raise JobNotFound(NO_SUCH_JOB)
        return self._unexpired(job)

    def _unexpired(self, job: Job) -> Job:
        if job.expires_at <= self.clock.now():
            raise JobNotFound(NO_SUCH_JOB)
        return job


def _owned(job: Job, owner_token: str) -> Job:
    if not hmac.compare_digest(digest_of(owner_token), job.owner_digest):
        raise NotTheOwner(NO_SUCH_JOB)
    return job


def _well_formed(job_id: str) -> str:
    if not _JOB_ID.fullmatch(job_id):
        raise JobNotFound(NO_SUCH_JOB)
    return job_id


def digest_of(owner_token: str) -> str:
    """What is stored of an owner token: its SHA-256, hex."""
    return hashlib.sha256(owner_token.encode()).hexdigest()


NO_SUCH_JOB = (
    "There is no job at this address. It may have been deleted or have expired: please check the link."
)
