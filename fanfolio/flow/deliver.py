"""How a large answer reaches its reader: in the answer itself, or by a short-lived link to the store."""

import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from fanfolio.domain.errors import JobNotFound
from fanfolio.flow.access import NO_SUCH_JOB
from fanfolio.flow.deletion import Deletion
from fanfolio.keys import export_key
from fanfolio.ports import DirectTransfer, ObjectNotFound, Objects

# A function answers with 6 MB at most, which is 4.5 MB of what has to be written as base64.
MOST_ANSWERED_BYTES = 4_000_000

LINK_LIFETIME_S = 300

_SPOOL_BYTES = 8 * 1024 * 1024
_GZIP_LEVEL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A body to answer with, gzipped or not; or else the link under which a gzipped one lies."""

    body: bytes = b""
    gzipped: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """Chooses by size; what is not small enough is always gzipped."""

    objects: Objects
    transfer: DirectTransfer
    deletion: Deletion

    def stored(self, key: str, *, gzip_accepted: bool) -> Delivered:
        """A gzipped object of a job; raises JobNotFound when it has gone."""
        try:
            if self.objects.size(key) > MOST_ANSWERED_BYTES:
                return self._link(key)
            zipped = self.objects.get(key)
        except ObjectNotFound:
            raise JobNotFound(NO_SUCH_JOB) from None
        if gzip_accepted:
            return Delivered(body=zipped, gzipped=True)
        if _unzipped_bytes(zipped) > MOST_ANSWERED_BYTES:
            return self._link(key)
        return Delivered(body=gzip.decompress(zipped))

    def written(
        self, job_id: str, pieces: Iterable[bytes], *, gzip_accepted: bool, file_name: str
    ) -> Delivered:
        """What is being written for one reader: kept in the store, beside the job, only if it is large."""
        with SpooledTemporaryFile(max_size=_SPOOL_BYTES) as file:
            size_bytes = _zip_into(cast(BinaryIO, file), pieces)
            if (file.tell() if gzip_accepted else size_bytes) > MOST_ANSWERED_BYTES:
                return self._keep(job_id, cast(BinaryIO, file), file_name)
            file.seek(0)
            zipped = file.read()
        return Delivered(body=zipped if gzip_accepted else gzip.decompress(zipped), gzipped=gzip_accepted)

    def _keep(self, job_id: str, file: BinaryIO, file_name: str) -> Delivered:
        key = export_key(job_id)
        file.seek(0)
        self.objects.put(key, file, content_type="text/csv; charset=utf-8", gzipped=True)
        if self.deletion.finish_if_deleted(job_id):
            raise JobNotFound(NO_SUCH_JOB)
        return self._link(key, file_name=file_name)

    def _link(self, key: str, *, file_name: str | None = None) -> Delivered:
        link = self.transfer.download_link(key, lifetime_s=LINK_LIFETIME_S, file_name=file_name)
        return Delivered(link=link)


def _zip_into(file: BinaryIO, pieces: Iterable[bytes]) -> int:
    """Write the pieces as one gzip file; returns how many bytes they were."""
    size_bytes = 0
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=_GZIP_LEVEL, mtime=0) as zipped:
        for piece in pieces:
            zipped.write(piece)
            size_bytes += len(piece)
    file.seek(0, io.SEEK_END)
    return size_bytes


def _unzipped_bytes(zipped: bytes) -> int:
    """What a gzip file says about its contents' size in its last four bytes: right below 4 GiB."""
    return int.from_bytes(zipped[-4:], "little")
