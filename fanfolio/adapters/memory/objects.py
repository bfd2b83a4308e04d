"""Objects in a dictionary."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from fanfolio.ports import ObjectNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """A body and what was said about it."""

    body: bytes
    content_type: str
    gzipped: bool


class MemoryObjects:
    """Whole objects under keys; ``stored`` is there to look at."""

    def __init__(self) -> None:
        self.stored: dict[str, StoredObject] = {}

    def put(self, key: str, body: bytes | BinaryIO, *, content_type: str, gzipped: bool = False) -> None:
        """Store bytes, or a stream from where it stands."""
        content = body if isinstance(body, bytes) else body.read()
        self.stored[key] = StoredObject(body=content, content_type=content_type, gzipped=gzipped)

    def get(self, key: str) -> bytes:
        """The whole object; raises ObjectNotFound."""
        if key not in self.stored:
            raise ObjectNotFound(key)
        return self.stored[key].body

    def get_all(self, keys: Sequence[str]) -> Iterator[bytes]:
        """Whole objects in the order of ``keys``; raises ObjectNotFound."""
        return map(self.get, keys)

    def open(self, key: str) -> BinaryIO:
        """The object as a seekable stream; raises ObjectNotFound."""
        return io.BytesIO(self.get(key))

    def size(self, key: str) -> int:
        """How many bytes the object has; raises ObjectNotFound."""
        return len(self.get(key))

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys under a prefix, as they are when asked, sorted as S3 sorts them."""
        return iter(sorted(key for key in list(self.stored) if key.startswith(prefix)))

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; keys that are not there are no error."""
        for key in keys:
            self.stored.pop(key, None)
