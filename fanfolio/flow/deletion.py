"""Deleting a job: everything goes but a tombstone that tells late steps to clean up after themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fanfolio.domain.errors import JobNotFound
from fanfolio.domain.job import Job, JobState
from fanfolio.keys import prefix_of
from fanfolio.ports import Clock, JobStore, Objects

# Longer than any message of the job can still be in the queue.
TOMBSTONE_LIFETIME = timedelta(days=5)

# No step lives longer (the functions' limit is 5 minutes), whatever its clock says.
_LONGEST_STEP = timedelta(minutes=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """Deletes jobs, and finishes deleting where a step was under way."""

    jobs: JobStore
    objects: Objects
    clock: Clock

    def delete(self, job: Job) -> None:
        """Delete a job in whatever state it is; doing it again finishes what was left.

        The tombstone comes first, so that steps under way notice it, then every object goes.
        """
        if job.state is JobState.DELETED:
            self.finish(job)
        else:
            self._begin(job.job_id, owner_digest=job.owner_digest)

    def finish(self, tombstone: Job) -> bool:
        """Remove what is left of a deleted job; whether it is certain by now that nothing will come after it."""
        deleted_at = tombstone.steps[JobState.DELETED.value]
        self._erase(
            tombstone.job_id,
            owner_digest=tombstone.owner_digest,
            at=deleted_at,
            expires_at=tombstone.expires_at,
        )
        if self.clock.now() - deleted_at < _LONGEST_STEP:
            return False
        self.jobs.confirm_erased(tombstone.job_id)
        return True

    def is_still_wanted(self, job_id: str) -> bool:
        """Called by a step before its first write: whether the job is open; what is left of a deleted one goes."""
        try:
            wanted = self.jobs.read(job_id).is_open
        except JobNotFound:
            wanted = False
        if not wanted:
            self.finish_if_deleted(job_id)
        return wanted

    def finish_if_deleted(self, job_id: str) -> bool:
        """Called by each step after its last write: remove what it wrote if the job was deleted meanwhile.

        A worker that dies before this call is followed by another one, for its message comes again. For whoever
        else dies before it, the sweep finishes every deletion once more when no step can still be under way.
        """
        try:
            job = self.jobs.read(job_id)
        except JobNotFound:
            self._begin(job_id, owner_digest="")
            return True
        if job.state is not JobState.DELETED:
            return False
        self.finish(job)
        return True

    def _begin(self, job_id: str, *, owner_digest: str) -> None:
        now = self.clock.now()
        self._erase(job_id, owner_digest=owner_digest, at=now, expires_at=now + TOMBSTONE_LIFETIME)

    def _erase(self, job_id: str, *, owner_digest: str, at: datetime, expires_at: datetime) -> None:
        self.jobs.erase(job_id, owner_digest=owner_digest, at=at, expires_at=expires_at)
        self.objects.delete(self.objects.keys(prefix_of(job_id)))
