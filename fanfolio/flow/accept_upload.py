"""Arrow 1 and 2: check an upload, keep it, open its job, start the orchestrator. Nothing slow happens here."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import BinaryIO

from fanfolio.domain.errors import StorageUnavailable
from fanfolio.domain.exports import check_upload
from fanfolio.domain.job import Job, JobState
from fanfolio.flow.access import digest_of
from fanfolio.keys import upload_key
from fanfolio.ports import Clock, JobStore, Objects, Starter

_FILE_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a job is called, and what proves to be its owner."""

    job_id: str
    owner_token: str = field(repr=False)

    @classmethod
    def new(cls) -> "Identity":
        """One that nobody can guess."""
        return cls(job_id=secrets.token_hex(16), owner_token=secrets.token_urlsafe(32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A job that has begun; the token is told here and stored nowhere."""

    job: Job
    owner_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptUpload:
    """Turns an uploaded file into a job; raises the UploadRefused family, StorageUnavailable."""

    jobs: JobStore
    objects: Objects
    starter: Starter
    clock: Clock
    max_upload_bytes: int
    deadline_s: int
    retention_days: int

    def __call__(self, stream: BinaryIO, *, file_name: str, identity: Identity | None = None) -> Accepted:
        """Check, keep and start; ``stream`` must be seekable and is read from its beginning.

        Raises IllegalTransition where a job of this ``identity`` has begun already.
        """
        size_bytes = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        layout = check_upload(stream, size_bytes=size_bytes, limit_bytes=self.max_upload_bytes)
        identity = identity or Identity.new()
        job = self._new_job(file_name, size_bytes, layout.name, identity)
        stream.seek(0)
        self.objects.put(upload_key(job.job_id), stream, content_type="text/csv")
        self.jobs.create(job)
        self._start(job.job_id)
        return Accepted(job=job, owner_token=identity.owner_token)

    def _new_job(self, file_name: str, size_bytes: int, layout: str, identity: Identity) -> Job:
        now = self.clock.now()
        return Job(
            job_id=identity.job_id,
            state=JobState.ACCEPTED,
            file_name=bare_file_name(file_name),
            size_bytes=size_bytes,
            layout=layout,
            owner_digest=digest_of(identity.owner_token),
            created_at=now,
            deadline=now + timedelta(seconds=self.deadline_s),
            # Whole seconds, as stores keep it: what is told now and what is told later are the same.
            expires_at=(now + timedelta(days=self.retention_days)).replace(microsecond=0),
            steps={JobState.ACCEPTED.value: now},
        )

    def _start(self, job_id: str) -> None:
        try:
            self.starter.start_orchestrator(job_id)
        except StorageUnavailable:
            # The job is durable: the sweep starts whatever nobody has started, within a minute.
            return


def bare_file_name(name: str) -> str:
    """The last part of a file's name, printable and of bounded length; never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable()).strip()
    return printable[-_FILE_NAME_CHARACTERS:] or "library.csv"
