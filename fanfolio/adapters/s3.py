"""Objects in S3."""

import io
import shutil
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from fanfolio.adapters.aws import code_of, is_outage_code, outages_of
from fanfolio.adapters.batches import batches
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.ports import ObjectNotFound

if TYPE_CHECKING:
    from botocore.response import StreamingBody
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ErrorTypeDef

_STORE = "the object store"
_MIB = 1024 * 1024

# Bodies up to here are sent in one request from memory; longer streams in parts of this size, one after another.
_PART_BYTES = 8 * _MIB
_SPOOL_BYTES = 8 * _MIB
_DELETES_A_CALL = 1_000

# Results of a library of 100,000 books are a thousand objects: one after another they would take ten seconds.
_READERS = 8
_READ_IN_TURN = 2
_READ_AHEAD = 32


class S3Objects:
    """Objects in a bucket of the shape ``BUCKET``."""

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, key: str, body: bytes | BinaryIO, *, content_type: str, gzipped: bool = False) -> None:
        """Store bytes, or a seekable stream from where it stands; ``gzipped`` says that they are compressed."""
        about = {"ContentType": content_type} | ({"ContentEncoding": "gzip"} if gzipped else {})
        stream = io.BytesIO(body) if isinstance(body, bytes) else body
        start = stream.read(_PART_BYTES + 1)
        with outages_of(_STORE):
            if len(start) <= _PART_BYTES:
                self._client.put_object(Bucket=self._bucket, Key=key, Body=start, **about)  # type: ignore[arg-type]
            else:
                stream.seek(-len(start), io.SEEK_CUR)
                self._put_in_parts(key, stream, about)

    def get(self, key: str) -> bytes:
        """The whole object; raises ObjectNotFound."""
        with outages_of(_STORE):
            return self._body(key).read()

    def get_all(self, keys: Sequence[str]) -> Iterator[bytes]:
        """Whole objects in the order of ``keys``, several read at once, few in memory; raises ObjectNotFound."""
        if len(keys) <= _READ_IN_TURN:
            yield from map(self.get, keys)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=_READERS) as pool:
            for batch in batches(keys, size=_READ_AHEAD):
                yield from pool.map(self.get, batch)

    def open(self, key: str) -> BinaryIO:
        """The object as a seekable stream, on disk past 8 MiB; raises ObjectNotFound."""
        spool = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 - the caller closes it
        try:
            with outages_of(_STORE):
                shutil.copyfileobj(self._body(key), spool, _MIB)
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return cast(BinaryIO, spool)

    def size(self, key: str) -> int:
        """How many bytes the object has, without reading it; raises ObjectNotFound."""
        try:
            with outages_of(_STORE):
                return self._client.head_object(Bucket=self._bucket, Key=key)["ContentLength"]
        except self._client.exceptions.ClientError as exc:
            # An answer without a body has no code but the status.
            if code_of(exc) not in ("404", "NoSuchKey", "NotFound"):
                raise
            raise ObjectNotFound(key) from exc

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys under a prefix, page after page of 1,000."""
        pages = iter(
            self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        )
        while True:
            with outages_of(_STORE):
                page = next(pages, None)
            if page is None:
                return
            yield from (entry["Key"] for entry in page.get("Contents", []))

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects, 1,000 a request; keys that are not there are no error."""
        for batch in batches(keys, size=_DELETES_A_CALL):
            with outages_of(_STORE):
                answer = self._client.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in batch], "Quiet": True}
                )
            if errors := answer.get("Errors"):
                _refuse_deletion(errors)

    def _put_in_parts(self, key: str, stream: BinaryIO, about: dict[str, str]) -> None:
        from s3transfer.futures import NonThreadedExecutor
        from s3transfer.manager import TransferConfig, TransferManager

        # No threads: one part at a time is in memory, which in a small function matters more than speed.
        config = TransferConfig(multipart_threshold=_PART_BYTES, multipart_chunksize=_PART_BYTES)
        with TransferManager(self._client, config, executor_cls=NonThreadedExecutor) as transfers:
            transfers.upload(stream, self._bucket, key, extra_args=about).result()

    def _body(self, key: str) -> "StreamingBody":
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"]
        except self._client.exceptions.NoSuchKey as exc:
            raise ObjectNotFound(key) from exc


def _refuse_deletion(errors: "list[ErrorTypeDef]") -> NoReturn:
    codes = sorted({error.get("Code", "") for error in errors})
    if all(map(is_outage_code, codes)):
        raise StorageUnavailable(f"{_STORE} has not deleted {len(errors)} objects for now")
    raise PermissionError(f"{_STORE} refuses to delete {len(errors)} objects: {', '.join(codes)}")
