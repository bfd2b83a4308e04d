"""Files too large for the front door: sent straight to the store with a signed form, then taken by a job."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanfolio.domain.errors import StorageUnavailable, UploadNotFound
from fanfolio.domain.exports import too_large
from fanfolio.flow.accept_upload import Accepted, AcceptUpload, Identity
from fanfolio.keys import waiting_upload_key
from fanfolio.ports import Clock, DirectTransfer, ObjectNotFound, Objects, UploadForm

# Long enough for the largest file over a slow line.
_FORM_LIFETIME = timedelta(minutes=15)
_UPLOAD_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedUpload:
    """Where to send a file, and under which id to hand it in afterwards."""

    upload_id: str
    form: UploadForm
    limit_bytes: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectUpload:
    """Opens uploads and takes what was sent; what nobody hands in expires in the store after a day."""

    objects: Objects
    transfer: DirectTransfer
    accept_upload: AcceptUpload
    clock: Clock

    def open(self) -> OpenedUpload:
        """A form that takes one file, for a quarter of an hour."""
        upload_id, limit_bytes = secrets.token_hex(16), self.accept_upload.max_upload_bytes
        form = self.transfer.upload_form(
            waiting_upload_key(upload_id),
            limit_bytes=limit_bytes,
            lifetime_s=int(_FORM_LIFETIME.total_seconds()),
        )
        return OpenedUpload(
            upload_id=upload_id,
            form=form,
            limit_bytes=limit_bytes,
            expires_at=self.clock.now() + _FORM_LIFETIME,
        )

    def take(self, upload_id: str, *, file_name: str, identity: Identity | None = None) -> Accepted:
        """Make a job of the file that was sent; raises UploadNotFound and what AcceptUpload raises.

        The job keeps a copy of what was checked: whoever still has the form cannot change it afterwards.
        """
        if not _UPLOAD_ID.fullmatch(upload_id):
            raise UploadNotFound(NO_SUCH_UPLOAD)
        key = waiting_upload_key(upload_id)
        try:
            self._require_size(self.objects.size(key))
            with self.objects.open(key) as stream:
                accepted = self.accept_upload(stream, file_name=file_name, identity=identity)
        except ObjectNotFound:
            raise UploadNotFound(NO_SUCH_UPLOAD) from None
        self._tidy(key)
        return accepted

    def _require_size(self, size_bytes: int) -> None:
        if size_bytes > self.accept_upload.max_upload_bytes:
            raise too_large(self.accept_upload.max_upload_bytes)

    def _tidy(self, key: str) -> None:
        try:
            self.objects.delete([key])
        except StorageUnavailable:
            # It expires by itself.
            return


NO_SUCH_UPLOAD = (
    "There is no file under this upload_id: it was not sent yet, was used already, or has expired. "
    "Begin again with POST /v1/uploads."
)
