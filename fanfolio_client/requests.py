"""The requests of the API, one function each: values, nothing is sent here."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fanfolio_client.library_file import LibraryFile
from fanfolio_client.reading import Members
from fanfolio_client.wire import FileForm, Request

# The longest that the service holds an answer back for news.
LONGEST_WAIT_S = 20

_FAILURES_A_PAGE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """Where a large file is sent, and the id under which it is handed in afterwards."""

    upload_id: str
    url: str
    fields: Mapping[str, str]
    limit_bytes: int

    @classmethod
    def read(cls, members: Members) -> "UploadForm":
        """The form that an answer offers; raises UnexpectedAnswer."""
        fields = members.object("fields").raw
        return cls(
            upload_id=members.text("upload_id"),
            url=members.text("url"),
            fields={name: str(value) for name, value in fields.items()},
            limit_bytes=members.count("limit_bytes"),
        )


def send_file(file: LibraryFile, *, idempotency_key: str) -> Request:
    """Begin a job with the file itself."""
    return Request(
        method="POST", target="/v1/jobs", headers=_keyed(idempotency_key), body=FileForm(file=file)
    )


def open_upload() -> Request:
    """Ask for a form to send a large file with."""
    return Request(method="POST", target="/v1/uploads")


def fill_form(form: UploadForm, file: LibraryFile) -> Request:
    """Send a large file to the store."""
    return Request(method="POST", target=form.url, body=FileForm(file=file, fields=form.fields))


def hand_in(upload_id: str, *, file_name: str, idempotency_key: str) -> Request:
    """Begin a job with a file that the store has."""
    body = {"upload_id": upload_id, "file_name": file_name[:255]}
    return Request(method="POST", target="/v1/jobs", headers=_keyed(idempotency_key), body=body)


def read_job(job_id: str, *, known: str | None = None, wait_s: int = 0) -> Request:
    """Ask how a job stands; with ``known`` (an ETag), only for news, for which the answer is held back."""
    return Request(
        method="GET",
        target=_job(job_id),
        params={"wait": str(wait_s)} if wait_s else {},
        headers={"if-none-match": known} if known else {},
        held_s=wait_s,
    )


def read_dashboard(job_id: str) -> Request:
    """Ask for the dashboard document."""
    return Request(method="GET", target=f"{_job(job_id)}/dashboard")


def read_failures(job_id: str) -> Request:
    """Ask for the first page of failures."""
    return Request(method="GET", target=f"{_job(job_id)}/failures", params={"limit": str(_FAILURES_A_PAGE)})


def follow(target: str) -> Request:
    """Ask for what an answer leads to: the owner token does not go along."""
    return Request(method="GET", target=target)


def read_books_csv(job_id: str, *, private: bool, owner_token: str | None) -> Request:
    """Ask for the books as CSV."""
    return Request(
        method="GET",
        target=f"{_job(job_id)}/books.csv",
        params={"private": "true"} if private else {},
        headers=_owned(owner_token) if private else {},
    )


def retry_job(job_id: str, *, owner_token: str | None) -> Request:
    """Have the unavailable books of a job looked up again."""
    return Request(method="POST", target=f"{_job(job_id)}/retry", headers=_owned(owner_token))


def delete_job(job_id: str, *, owner_token: str | None) -> Request:
    """Delete a job and everything of it."""
    return Request(method="DELETE", target=_job(job_id), headers=_owned(owner_token))


def read_health(*, deep: bool) -> Request:
    """Ask how the deployment is."""
    return Request(method="GET", target="/healthz", params={"deep": "true"} if deep else {})


def _job(job_id: str) -> str:
    return f"/v1/jobs/{quote(job_id, safe='')}"


def _keyed(idempotency_key: str) -> dict[str, str]:
    return {"idempotency-key": idempotency_key}


def _owned(owner_token: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {owner_token}"} if owner_token else {}
