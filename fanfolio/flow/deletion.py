"""Deleting a job: everything goes but a tombstone that tells late steps to clean up after themselves."""

from dataclasses import dataclass
from datetime import timedelta

from fanfolio.domain.errors import JobNotFound
from fanfolio.domain.job import JobState
from fanfolio.keys import prefix_of
from fanfolio.ports import Clock, JobStore, Objects

# Longer than any message of the job can still be in the queue.
TOMBSTONE_LIFETIME = timedelta(days=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """Deletes jobs, and finishes deleting where a step was under way."""

    jobs: JobStore
    objects: Objects
    clock: Clock

    def delete(self, job_id: str) -> None:
        """Delete a job in whatever state it is; doing it again finishes what was left.

        The tombstone comes first, so that steps under way notice it, then every object goes. Until that is
        confirmed the erasure is listed: the sweep finishes what died half-way.
        """
        now = self.clock.now()
        self.jobs.erase(job_id, at=now, expires_at=now + TOMBSTONE_LIFETIME)
        self.objects.delete(self.objects.keys(prefix_of(job_id)))
        self.jobs.confirm_erased(job_id)

    def finish_if_deleted(self, job_id: str) -> bool:
        """Called by each step after its last write: remove what it wrote if the job was deleted meanwhile.

        A step that dies before this call is repeated (its message, its start or the sweep comes again), and
        so is the call: whichever comes last leaves nothing behind.
        """
        if not self._is_deleted(job_id):
            return False
        self.delete(job_id)
        return True

    def _is_deleted(self, job_id: str) -> bool:
        try:
            return self.jobs.read(job_id).state is JobState.DELETED
        except JobNotFound:
            return True
