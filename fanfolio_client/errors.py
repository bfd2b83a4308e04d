"""Everything that can go wrong, as one tree::

    FanfolioError
    ├── Unreachable              nothing answers at the address, or not in time
    ├── UnexpectedAnswer         something answers, but not as Fanfolio's API version 1 does
    ├── StoreRefused             the store does not take a large file
    ├── StillRunning             `wait` is over before the job is; the job goes on
    └── Problem                  the service explains itself: type, title, status, detail, errors
        ├── UploadRefused
        │   ├── EmptyUpload
        │   ├── UploadTooLarge
        │   ├── NotAnExport
        │   └── NoBooksFound     `errors` has the lines and columns
        ├── UploadNotFound
        ├── IdempotencyKeyReused
        ├── RequestInFlight
        ├── JobNotFound          never was, expired, deleted, or another job's token
        ├── DashboardNotReady
        ├── JobFailed            the job has ended without a dashboard
        ├── Conflict             not possible in the job's state
        ├── InvalidRequest
        ├── ContentTooLarge
        ├── EncodedContent       the request is compressed
        ├── Unauthorized         this needs the owner token
        ├── TooManyRequests
        ├── NotFound
        ├── MethodNotAllowed
        ├── Unavailable
        └── Internal

Below `Problem` there is one class for each problem type of the API, and `type` is its name there. A type that this
version does not know is raised as `Problem` itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from fanfolio_client.job import Job


class FanfolioError(Exception):
    """Whatever this client raises on purpose; the message is a sentence for people."""


class Unreachable(FanfolioError):
    """Nothing answers, or not in time; whether a request was carried out is then unknown."""


class UnexpectedAnswer(FanfolioError):
    """The answer is not one that Fanfolio's API, version 1, gives."""


class StoreRefused(FanfolioError):
    """The store that large files are sent to does not take this one."""


class StillRunning(FanfolioError):
    """The job has not ended within the time that was allowed for waiting; ``job`` is how it stood."""

    def __init__(self, message: str, job: "Job") -> None:
        super().__init__(message)
        self.job = job


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What exactly is wrong, and where: ``line`` and ``column`` of the file, or ``where`` in the request."""

    advice: str
    line: int | None = None
    column: str | None = None
    kind: str | None = None
    where: str | None = None


class Problem(FanfolioError):
    """The service refuses or fails, and says why (RFC 9457); ``retry_after_s`` is when to try again, if it says."""

    type: ClassVar[str] = "about:blank"

    def __init__(
        self,
        detail: str,
        *,
        title: str = "",
        status: int = 0,
        errors: Sequence[Fault] = (),
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(detail)
        self.title = title
        self.status = status
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after_s = retry_after_s


class UploadRefused(Problem):
    """The file is not read; the detail says what it looks like and what to do."""

    type = "/problems/upload-refused"


class EmptyUpload(UploadRefused):
    """There is nothing in the file."""

    type = "/problems/empty-upload"


class UploadTooLarge(UploadRefused):
    """The file is larger than the service takes."""

    type = "/problems/upload-too-large"


class NotAnExport(UploadRefused):
    """The file is something else than a library export."""

    type = "/problems/not-an-export"


class NoBooksFound(UploadRefused):
    """Not one row of the export is a book."""

    type = "/problems/no-books-found"


class UploadNotFound(Problem):
    """There is no file under this upload's id."""

    type = "/problems/upload-not-found"


class IdempotencyKeyReused(Problem):
    """The idempotency key came with another file before."""

    type = "/problems/idempotency-key-reused"


class RequestInFlight(Problem):
    """The first request with this idempotency key has not been answered yet."""

    type = "/problems/request-in-flight"


class JobNotFound(Problem):
    """There is no such job, or the owner token is another job's: the service does not tell which."""

    type = "/problems/job-not-found"


class DashboardNotReady(Problem):
    """The job is still running."""

    type = "/problems/dashboard-not-ready"


class JobFailed(Problem):
    """The job has ended without a dashboard; the detail is the reason."""

    type = "/problems/job-failed"


class Conflict(Problem):
    """This is not possible in the job's state."""

    type = "/problems/conflict"


class InvalidRequest(Problem):
    """A parameter does not have the form it needs."""

    type = "/problems/invalid-request"


class ContentTooLarge(Problem):
    """The request is too large for this address."""

    type = "/problems/content-too-large"


class EncodedContent(Problem):
    """The service takes files as they are, not compressed."""

    type = "/problems/encoded-content"


class Unauthorized(Problem):
    """This needs the owner token that came with the upload."""

    type = "/problems/unauthorized"


class TooManyRequests(Problem):
    """That was a lot at once."""

    type = "/problems/too-many-requests"


class NotFound(Problem):
    """There is nothing at this address."""

    type = "/problems/not-found"


class MethodNotAllowed(Problem):
    """The address does not take this method."""

    type = "/problems/method-not-allowed"


class Unavailable(Problem):
    """The service cannot answer right now."""

    type = "/problems/unavailable"


class Internal(Problem):
    """A fault of the service."""

    type = "/problems/internal"


def problem_class(problem_type: str) -> type[Problem]:
    """The class of a problem type; `Problem` for one that this version does not know."""
    return next((cls for cls in _descendants(Problem) if cls.type == problem_type), Problem)


def _descendants(cls: type[Problem]) -> Iterator[type[Problem]]:
    for child in cls.__subclasses__():
        yield child
        yield from _descendants(child)
