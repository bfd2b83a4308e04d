"""An upload that may be sent twice: the same idempotency key and the same file give the same job."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from fanfolio.domain.errors import (
    IdempotencyKeyReused,
    IllegalTransition,
    JobNotFound,
    RequestInFlight,
    StorageUnavailable,
    UploadNotFound,
    UploadRefused,
)
from fanfolio.domain.job import Job
from fanfolio.flow.accept_upload import Accepted, Identity
from fanfolio.flow.access import JobAccess
from fanfolio.ports import Claim, Clock, IdempotencyKeys, JobStore

KEY_LIFETIME = timedelta(hours=24)

# Longer than the front door may take over a request: after that, whoever began it is gone.
_IN_FLIGHT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOnce:
    """Accepts an upload once a key.

    The claim names the job before there is one, so a job is there or it is not: no third state can be left behind.
    The owner token is an HMAC of the key with the claim's salt: it can be told again to whoever has the key, and
    cannot be read from what is stored.
    """

    keys: IdempotencyKeys
    jobs: JobStore
    access: JobAccess
    clock: Clock

    def __call__(self, accept: Callable[[Identity], Accepted], *, key: str, file_digest: str) -> Accepted:
        """The job of this key; raises IdempotencyKeyReused, RequestInFlight, and whatever ``accept`` does."""
        mine = self._new_claim(key, file_digest)
        standing = self.keys.claim(mine, expires_at=mine.claimed_at + KEY_LIFETIME)
        if standing.file_digest != file_digest:
            raise IdempotencyKeyReused(
                "This Idempotency-Key came with another file before. Send the new file with a new key."
            )
        identity = Identity(job_id=standing.job_id, owner_token=_owner_token(standing, key))
        if standing != mine:
            if job := self._job_of(standing):
                return Accepted(job=job, owner_token=identity.owner_token)
            self._require_abandoned(standing)
        try:
            return self._accept(accept, identity, standing)
        except StorageUnavailable:
            # Nobody knows how far this came: whoever sends it again goes on with the same job.
            with suppress(StorageUnavailable):
                self.keys.abandon(standing)
            raise

    def _accept(
        self, accept: Callable[[Identity], Accepted], identity: Identity, standing: Claim
    ) -> Accepted:
        try:
            return accept(identity)
        except (UploadRefused, UploadNotFound):
            # Another request with this key may have been first to take the file: then its job is this one's too.
            if job := self._job_of(standing):
                return Accepted(job=job, owner_token=identity.owner_token)
            self.keys.release(standing)
            raise
        except IllegalTransition as exc:
            raise RequestInFlight(_IN_FLIGHT_MESSAGE) from exc

    def _new_claim(self, key: str, file_digest: str) -> Claim:
        return Claim(
            key_digest=hashlib.sha256(key.encode()).hexdigest(),
            file_digest=file_digest,
            job_id=Identity.new().job_id,
            salt=secrets.token_hex(32),
            claimed_at=self.clock.now(),
        )

    def _job_of(self, claim: Claim) -> Job | None:
        try:
            self.jobs.read(claim.job_id)
        except JobNotFound:
            return None
        # A tombstone is a job that was: it must not begin again.
        return self.access.read(claim.job_id)

    def _require_abandoned(self, claim: Claim) -> None:
        if self.clock.now() - claim.claimed_at < _IN_FLIGHT:
            raise RequestInFlight(_IN_FLIGHT_MESSAGE)


_IN_FLIGHT_MESSAGE = (
    "The first request with this Idempotency-Key has not been answered yet. Send it again in a moment."
)


def _owner_token(claim: Claim, key: str) -> str:
    digest = hmac.digest(bytes.fromhex(claim.salt), key.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
