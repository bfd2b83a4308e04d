"""The errors Fanfolio raises, a class per decision a caller can make.

FanfolioError
├── UploadRefused            the file cannot become a library: say why, ask for another
│   ├── EmptyUpload          nothing in it
│   ├── UploadTooLarge       more bytes than the limit
│   ├── NotAnExport          a picture, a zip, a spreadsheet, some other table
│   └── NoBooksFound         an export whose every row is a complaint
├── UploadNotFound           nothing was sent under this upload's id, or it has been used or has expired
├── IdempotencyKeyReused     this key came with another file before
├── RequestInFlight          the first request with this key has not been answered yet
├── JobNotFound              no such job, deleted, or expired: nobody can tell which
├── NotTheOwner              the owner token is missing or wrong
├── DashboardNotReady        the job is still running: come back later
├── JobHasFailed             the job ended without a dashboard: the reason is known
├── IllegalTransition        a late or doubled step: whoever came first has won
├── DocumentUnreadable       a stored or queued document of an unknown version or shape
├── StorageUnavailable       jobs, objects or queue do not answer for now: try again
└── SettingsInvalid          a setting is missing, unknown or malformed: the operator must act

Messages are for people: what, which (line, column), what to do next. They never quote the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A row that did not become a book: ``line`` counts the file's lines from 1, ``column`` is the header's name."""

    line: int
    column: str | None
    kind: str
    advice: str


class FanfolioError(Exception):
    """Base of everything Fanfolio raises on purpose."""


class UploadRefused(FanfolioError):
    """The upload cannot become a library; ``complaints`` name lines and columns where that helps."""

    def __init__(self, message: str, *, complaints: Sequence[Complaint] = ()) -> None:
        super().__init__(message)
        self.complaints = tuple(complaints)


class EmptyUpload(UploadRefused):
    """The upload holds nothing to read."""


class UploadTooLarge(UploadRefused):
    """The upload has more bytes than Fanfolio reads."""


class NotAnExport(UploadRefused):
    """The upload is not a library export that Fanfolio knows."""


class NoBooksFound(UploadRefused):
    """The upload looks like an export, but no row of it is a book."""


class UploadNotFound(FanfolioError):
    """There is no file under this upload's id: not sent yet, used, or expired."""


class IdempotencyKeyReused(FanfolioError):
    """The same idempotency key came with another file before."""


class RequestInFlight(FanfolioError):
    """An earlier request with this idempotency key is still under way: ask again after ``retry_after_s``."""

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class JobNotFound(FanfolioError):
    """There is no such job: never was, deleted, or expired."""


class NotTheOwner(FanfolioError):
    """The owner token is missing or does not fit the job."""


class DashboardNotReady(FanfolioError):
    """The job has not finished; ``retry_after_s`` is a good time to ask again."""

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class JobHasFailed(FanfolioError):
    """The job ended without a dashboard."""


class IllegalTransition(FanfolioError):
    """The job is not in a state from which this step may follow."""


class DocumentUnreadable(FanfolioError):
    """A stored or queued document has an unknown version or a broken shape."""


class StorageUnavailable(FanfolioError):
    """The job table, the object store or the queue gave no answer for now."""


class SettingsInvalid(FanfolioError):
    """A setting is missing, unknown or malformed."""
