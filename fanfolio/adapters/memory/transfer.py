"""Forms and links to objects in memory, served by an ASGI application of their own."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from fanfolio.adapters.memory.objects import MemoryObjects, StoredObject
from fanfolio.ports import Clock, UploadForm


class MemoryTransfer:
    """Grants that end by the clock; ``base_url`` is where whoever serves them answers.

    ``store``, ``fetch`` and ``stored`` are what a server calls when a form or a link is used.
    """

    def __init__(
        self, objects: MemoryObjects, *, clock: Clock, base_url: str = "http://objects.test"
    ) -> None:
        self._objects = objects
        self._clock = clock
        self.base_url = base_url
        self._forms: dict[str, tuple[str, int, datetime]] = {}
        self._links: dict[str, tuple[str, str | None, datetime]] = {}

    def upload_form(self, key: str, *, limit_bytes: int, lifetime_s: int) -> UploadForm:
        """A form with which one object of 1 to ``limit_bytes`` bytes can be stored under ``key``."""
        grant = secrets.token_hex(16)
        self._forms[grant] = (key, limit_bytes, self._end(lifetime_s))
        return UploadForm(
            url=f"{self.base_url}/", fields={"key": key, "policy": grant, "Content-Type": "text/csv"}
        )

    def download_link(self, key: str, *, lifetime_s: int, file_name: str | None = None) -> str:
        """An address that answers with the object."""
        grant = secrets.token_hex(16)
        self._links[grant] = (key, file_name, self._end(lifetime_s))
        return f"{self.base_url}/{key}?{urlencode({'signature': grant})}"

    def store(self, grant: str, body: bytes) -> bool:
        """Keep what came with a form; False where the form does not allow it."""
        key, limit_bytes, end = self._forms.get(grant, ("", 0, self._clock.now()))
        if self._clock.now() >= end or not 1 <= len(body) <= limit_bytes:
            return False
        self._objects.put(key, body, content_type="text/csv")
        return True

    def fetch(self, grant: str) -> tuple[str, str | None] | None:
        """The key and the name to save it under that a link stands for, while it does."""
        key, file_name, end = self._links.get(grant, ("", None, self._clock.now()))
        return (key, file_name) if self._clock.now() < end else None

    def stored(self, key: str) -> StoredObject:
        """The object as it is kept."""
        return self._objects.stored[key]

    def _end(self, lifetime_s: int) -> datetime:
        return self._clock.now() + timedelta(seconds=lifetime_s)
