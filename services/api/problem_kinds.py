"""Every kind of problem that the API answers with: one table from error class to type, status and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fanfolio.domain import errors
from fanfolio.domain.exports import GET_THE_CSV
from fanfolio.flow.access import NO_SUCH_JOB
from fanfolio.flow.direct_upload import NO_SUCH_UPLOAD

TYPE_BASE = "/problems/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """A kind of problem: ``type`` for programs, ``title`` for people, its status, and an example's ``detail``."""

    type: str
    status: int
    title: str
    detail: str

    @property
    def uri(self) -> str:
        """The type as answers give it: an address relative to the service."""
        return TYPE_BASE + self.type


INTERNAL = ProblemKind(
    type="internal",
    status=500,
    title="Something went wrong here",
    detail="This is a fault of the service, not of your file. Please try again in a minute.",
)
_NOT_FOUND_JOB = ProblemKind(type="job-not-found", status=404, title="No such job", detail=NO_SUCH_JOB)

PROBLEMS: Mapping[type[errors.FanfolioError], ProblemKind] = {
    errors.FanfolioError: INTERNAL,
    errors.UploadRefused: ProblemKind(
        type="upload-refused",
        status=422,
        title="This file cannot be imported",
        detail="The file could not be read. Export your library once more.",
    ),
    errors.EmptyUpload: ProblemKind(
        type="empty-upload",
        status=422,
        title="This file is empty",
        detail="The form has no file. Choose your export and send it in the field “file”.",
    ),
    errors.UploadTooLarge: ProblemKind(
        type="upload-too-large",
        status=413,
        title="This file is too large",
        detail="This file is larger than the 128 MB Fanfolio reads. Even a library of 100,000 books fits into "
        "that, so it may be another file than your export.",
    ),
    errors.NotAnExport: ProblemKind(
        type="not-an-export",
        status=422,
        title="This is not a library export",
        detail=f"This is a picture. {GET_THE_CSV}",
    ),
    errors.NoBooksFound: ProblemKind(
        type="no-books-found",
        status=422,
        title="No books were found in this file",
        detail="Fanfolio could read none of the rows in this file as a book. The list says what to do about them.",
    ),
    errors.UploadNotFound: ProblemKind(
        type="upload-not-found",
        status=404,
        title="No such upload",
        detail=NO_SUCH_UPLOAD,
    ),
    errors.IdempotencyKeyReused: ProblemKind(
        type="idempotency-key-reused",
        status=422,
        title="This key belongs to another file",
        detail="This Idempotency-Key came with another file before. Send the new file with a new key.",
    ),
    errors.RequestInFlight: ProblemKind(
        type="request-in-flight",
        status=409,
        title="The first request is still under way",
        detail="The first request with this Idempotency-Key has not been answered yet. Send it again in a moment.",
    ),
    errors.JobNotFound: _NOT_FOUND_JOB,
    errors.NotTheOwner: _NOT_FOUND_JOB,
    errors.DashboardNotReady: ProblemKind(
        type="dashboard-not-ready",
        status=409,
        title="Not ready yet",
        detail="This job is still running. What it finds out is here as soon as its state is complete.",
    ),
    errors.JobHasFailed: ProblemKind(
        type="job-failed",
        status=409,
        title="The job failed",
        detail="The job could not be finished in time. Please upload the file again.",
    ),
    errors.IllegalTransition: ProblemKind(
        type="conflict",
        status=409,
        title="Not possible in the job's state",
        detail="This job is still running for the first time. Please wait until it is complete, then retry.",
    ),
    errors.DocumentUnreadable: INTERNAL,
    errors.StorageUnavailable: ProblemKind(
        type="unavailable",
        status=503,
        title="Not available right now",
        detail="The service cannot reach its storage right now. Please try again in a few seconds.",
    ),
    errors.SettingsInvalid: INTERNAL,
}

INVALID_REQUEST = ProblemKind(
    type="invalid-request",
    status=422,
    title="The request is not valid",
    detail="Please look at the parameter “wait”. Give 20 or less.",
)
UNAUTHORIZED = ProblemKind(
    type="unauthorized",
    status=401,
    title="This needs the owner token",
    detail="This needs the owner token that came with the upload. Send it as Authorization: Bearer <token>.",
)
CONTENT_TOO_LARGE = ProblemKind(
    type="content-too-large",
    status=413,
    title="Too much for this request",
    detail="A JSON body has at most 1 MB here. Send a file as the field “file” of a form, or as text/csv.",
)
ENCODED_CONTENT = ProblemKind(
    type="encoded-content",
    status=415,
    title="Please send this uncompressed",
    detail="The body has a Content-Encoding, and only plain bodies are read here. Send the file as it is.",
)
TOO_MANY_REQUESTS = ProblemKind(
    type="too-many-requests",
    status=429,
    title="Too many requests",
    detail="That was a lot in one minute. Please wait 45 seconds, then send this again.",
)
NOT_FOUND = ProblemKind(
    type="not-found",
    status=404,
    title="No such address",
    detail="There is nothing at this address. The API is described at /docs.",
)
METHOD_NOT_ALLOWED = ProblemKind(
    type="method-not-allowed",
    status=405,
    title="Not possible at this address",
    detail="This address takes GET, DELETE, HEAD, OPTIONS. The API is described at /docs.",
)

# Those that no error of the core stands for: the protocol's own.
OF_HTTP = (
    INVALID_REQUEST,
    UNAUTHORIZED,
    CONTENT_TOO_LARGE,
    ENCODED_CONTENT,
    TOO_MANY_REQUESTS,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
)


def all_kinds() -> Iterator[ProblemKind]:
    """Every kind once, ordered by status."""
    return iter(sorted({*PROBLEMS.values(), *OF_HTTP}, key=lambda kind: (kind.status, kind.type)))


def kind_of(error: errors.FanfolioError) -> ProblemKind:
    """The problem of an error: its own class's, or its nearest ancestor's."""
    return next(PROBLEMS[cls] for cls in type(error).__mro__ if cls in PROBLEMS)
