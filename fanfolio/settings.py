"""Every setting, from the environment, checked at cold start: a missing, unknown or malformed one names itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlsplit

from fanfolio.domain.errors import SettingsInvalid
from fanfolio.domain.limits import UPLOAD_LIMIT_BYTES

PREFIX = "FANFOLIO_"

OPEN_LIBRARY_URL = "https://openlibrary.org"
GOOGLE_BOOKS_URL = "https://www.googleapis.com"
_OPEN_LIBRARY = "openlibrary.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of all services; a field ``jobs_table`` is read from ``FANFOLIO_JOBS_TABLE``.

    Fields without a default must be set. Which service needs which is listed in docs/settings.md.
    """

    bucket: str
    jobs_table: str
    cache_table: str
    queue_url: str
    orchestrator_function: str
    aggregator_function: str

    stage: str = "local"
    contact: str | None = None
    open_library_url: str = OPEN_LIBRARY_URL
    google_books_url: str = GOOGLE_BOOKS_URL
    google_books_key: str | None = None
    books_per_message: int = 100
    max_upload_bytes: int = UPLOAD_LIMIT_BYTES
    job_deadline_s: int = 600
    retention_days: int = 30
    open_library_rate_per_s: float = 3.0
    open_library_burst: int = 10
    google_books_per_day: int = 1_000
    cors_origins: str = ""
    changes_per_minute: int = 120

    def __post_init__(self) -> None:
        _require(1 <= self.books_per_message <= 100, "BOOKS_PER_MESSAGE", "a whole number from 1 to 100")
        _require(self.max_upload_bytes > 0, "MAX_UPLOAD_BYTES", "a number of bytes above 0")
        _require(self.job_deadline_s >= 30, "JOB_DEADLINE_S", "at least 30 seconds")
        _require(1 <= self.retention_days <= 365, "RETENTION_DAYS", "a number of days from 1 to 365")
        _require(self.open_library_rate_per_s > 0, "OPEN_LIBRARY_RATE_PER_S", "requests a second above 0")
        _require(self.open_library_burst >= 1, "OPEN_LIBRARY_BURST", "at least 1 request")
        _require(self.google_books_per_day >= 0, "GOOGLE_BOOKS_PER_DAY", "0 or more requests a day")
        _require(self.changes_per_minute >= 0, "CHANGES_PER_MINUTE", "0 (no limit) or more requests a minute")
        _require(
            all(_ORIGIN.fullmatch(origin) for origin in self.allowed_origins),
            "CORS_ORIGINS",
            "* or origins such as https://books.example.org, with commas between them",
        )
        _require(
            self.contact is None or _CONTACT.fullmatch(self.contact) is not None,
            "CONTACT",
            "an e-mail address or an http(s) URL without spaces",
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read all ``FANFOLIO_…`` variables; raises SettingsInvalid that names every variable at fault."""
        known = {variable_of(field.name): field for field in fields(cls)}
        given = {
            name: value
            for name, value in environment.items()
            if name.startswith(PREFIX) and name not in _OF_THE_COMMAND
        }
        if unknown := sorted(given.keys() - known.keys()):
            raise SettingsInvalid(
                f"unknown setting {', '.join(unknown)}: check the spelling in docs/settings.md"
            )
        values: dict[str, Any] = {
            field.name: _read(name, given[name], field.type)
            for name, field in known.items()
            if given.get(name, "") != ""
        }
        missing = [variable_of(name) for name in REQUIRED if name not in values]
        if missing:
            raise SettingsInvalid(f"missing setting {', '.join(missing)}: see docs/settings.md")
        return cls(**values)

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins whose pages may call the API, one by one."""
        return tuple(origin.strip() for origin in self.cors_origins.split(",") if origin.strip())

    @property
    def asks_live_open_library(self) -> bool:
        """Whether Open Library itself would be asked, which wants to know whom to contact."""
        host = urlsplit(self.open_library_url).hostname or ""
        return host == _OPEN_LIBRARY or host.endswith(f".{_OPEN_LIBRARY}")

    def require_contact(self) -> None:
        """Raise SettingsInvalid where the live Open Library would be asked anonymously (it answers 403)."""
        if self.asks_live_open_library and self.contact is None:
            raise SettingsInvalid(
                f"missing setting {variable_of('contact')}: Open Library wants an e-mail address or URL of "
                "whoever runs this, for example CONTACT=you@example.org"
            )


# Variables of the `fanfolio` command, which a shell may well have set where a service is started from.
_OF_THE_COMMAND = frozenset({"FANFOLIO_URL", "FANFOLIO_TOKEN"})

REQUIRED = (
    "bucket",
    "jobs_table",
    "cache_table",
    "queue_url",
    "orchestrator_function",
    "aggregator_function",
)

_ORIGIN = re.compile(r"\*|https?://[^\s/,]+")
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://[^\s()]+")


def variable_of(field_name: str) -> str:
    """The environment variable of a settings field."""
    return PREFIX + field_name.upper()


def _read(name: str, text: str, kind: Any) -> Any:
    parse: Callable[[str], Any] = {int: int, float: float}.get(kind, str)
    try:
        return parse(text)
    except ValueError:
        raise SettingsInvalid(f"{name} is not {'a whole number' if kind is int else 'a number'}") from None


def _require(holds: bool, name: str, rule: str) -> None:
    if not holds:
        raise SettingsInvalid(f"{PREFIX}{name} must be {rule}")
