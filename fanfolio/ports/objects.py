"""Where files are kept, and how large ones go past the front door."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol


class Objects(Protocol):
    """Whole objects under keys; a key ends with a file name. Errors: ObjectNotFound, StorageUnavailable."""

    def put(self, key: str, body: bytes | BinaryIO, *, content_type: str, gzipped: bool = False) -> None:
        """Store a whole object; a stream must be seekable."""
        ...

    def get(self, key: str) -> bytes: ...
    def get_all(self, keys: Sequence[str]) -> Iterator[bytes]:
        """Whole objects in the order of ``keys``; raises ObjectNotFound where one is not there."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The object as a seekable stream whose memory is bounded (a spooled temporary file)."""
        ...

    def size(self, key: str) -> int:
        """How many bytes the object has, without reading it; raises ObjectNotFound."""
        ...

    def keys(self, prefix: str) -> Iterator[str]: ...
    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; keys that are not there are no error."""
        ...


class ObjectNotFound(LookupError):
    """There is no object under this key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """What whoever sends a file straight to the store posts: ``fields`` first, then the file as field ``file``."""

    url: str
    fields: Mapping[str, str]


class DirectTransfer(Protocol):
    """Lends single objects for a short time to whoever has the link: files too large for the front door."""

    def upload_form(self, key: str, *, limit_bytes: int, lifetime_s: int) -> UploadForm:
        """A form with which one object of at most ``limit_bytes`` can be stored under ``key``."""
        ...

    def download_link(self, key: str, *, lifetime_s: int, file_name: str | None = None) -> str:
        """An address that answers with the object; ``file_name`` makes browsers save it under this name."""
        ...
