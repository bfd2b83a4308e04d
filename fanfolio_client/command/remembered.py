"""The owner tokens of imports made here, so that retry and delete just work: a file that only its user reads."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

VERSION = 1
_MINE_ALONE = 0o700

# What reading a file raises that is no JSON, or JSON of another shape.
_DAMAGED = (ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedImport:
    """An import made here: where, under which id, and the token of its owner."""

    url: str
    job_id: str
    owner_token: str
    file_name: str
    created_at: str
    expires_at: str


class Remembered:
    """The imports made here, oldest first; what has expired is forgotten. Raises OSError when it cannot be kept.

    A file that cannot be read is not written over, for it may hold tokens that nobody tells again: it is put aside,
    and ``keep`` and ``forget`` say where.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of_user(cls, environment: Mapping[str, str]) -> "Remembered":
        """Of whoever runs this: under XDG_STATE_HOME, else ~/.local/state."""
        state = environment.get("XDG_STATE_HOME", "")
        base = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
        return cls(base / "fanfolio" / "imports.json")

    def of_service(self, url: str) -> tuple[RememberedImport, ...]:
        """Those at one service."""
        return tuple(kept for kept in self._all() if _same_service(kept.url, url))

    def keep(self, made: RememberedImport) -> Path | None:
        """Remember one; where a damaged file was put, if there was one."""
        with self._alone():
            aside = self._put_aside_if_damaged()
            self._write([*(kept for kept in self._all() if kept.job_id != made.job_id), made])
            return aside

    def forget(self, job_id: str) -> Path | None:
        """Forget one, if it is remembered at all; where a damaged file was put, if there was one."""
        if not self.path.exists():
            return None
        with self._alone():
            aside = self._put_aside_if_damaged()
            self._write([kept for kept in self._all() if kept.job_id != job_id])
            return aside

    def _all(self) -> list[RememberedImport]:
        try:
            return self._read()
        except (OSError, *_DAMAGED):
            # Not there, or damaged: then tokens have to be given, which works as well.
            return []

    def _read(self) -> list[RememberedImport]:
        listed = json.loads(self.path.read_text(encoding="utf-8"))["imports"]
        kept = [RememberedImport(**entry) for entry in listed]
        now = datetime.now(UTC)
        return [entry for entry in kept if datetime.fromisoformat(entry.expires_at) > now]

    def _put_aside_if_damaged(self) -> Path | None:
        try:
            self._read()
        except FileNotFoundError:
            return None
        except _DAMAGED:
            aside = self.path.with_name(f"{self.path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}")
            os.replace(self.path, aside)
            return aside
        return None

    def _write(self, imports: list[RememberedImport]) -> None:
        """Replace the file in one step, so that whoever reads meanwhile finds the old one or the new one."""
        document: dict[str, Any] = {"version": VERSION, "imports": [asdict(entry) for entry in imports]}
        # mkstemp makes a file that only its user may read and write.
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".imports-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(document, stream, indent=1)
            os.replace(name, self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other commands of the same user from writing meanwhile."""
        self.path.parent.mkdir(mode=_MINE_ALONE, parents=True, exist_ok=True)
        try:
            import fcntl
        except ImportError:
            # A system without locks on files: the last one to write wins.
            yield
            return
        with (self.path.parent / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _same_service(one: str, other: str) -> bool:
    return _normal(one) == _normal(other)


def _normal(url: str) -> tuple[str, str, int | None, str]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    by_name = "localhost" if host in ("127.0.0.1", "::1") else host
    return parts.scheme, by_name, parts.port, parts.path.rstrip("/")
