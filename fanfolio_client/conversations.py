"""Every conversation with the service, without any input or output: see `wire`."""

from dataclasses import dataclass

from fanfolio_client import requests
from fanfolio_client.answers import document_of, retry_after_s
from fanfolio_client.asking import ask, followed, remove, send
from fanfolio_client.dashboard import Dashboard
from fanfolio_client.errors import (
    JobFailed,
    StillRunning,
    StoreRefused,
    UploadTooLarge,
)
from fanfolio_client.failures import Failures, FailuresPage, joined
from fanfolio_client.health import Health
from fanfolio_client.job import Job, JobState
from fanfolio_client.library_file import LibraryFile
from fanfolio_client.patience import Patience
from fanfolio_client.requests import UploadForm
from fanfolio_client.wire import Answer, Conversation, Pause, Request, Tell

# A function takes 6 MB with its request, which is 4.5 MB of what has to be written as base64.
MOST_SENT_BYTES = 4_000_000

# Where a service does not say when to ask again.
_ASK_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A job that has begun, and the token of its owner; it is worth asking about after ``ask_after_s``."""

    job: Job
    owner_token: str
    ask_after_s: float


@dataclass(frozen=True, slots=True)
class Conversations:
    """What can be said to the service; each method returns a conversation to be held."""

    patience: Patience

    def import_library(self, file: LibraryFile, *, idempotency_key: str) -> Conversation[Accepted]:
        """Upload an export, whatever its size; however often its parts are sent, it becomes one job."""
        if file.size_bytes <= MOST_SENT_BYTES:
            request = requests.send_file(file, idempotency_key=idempotency_key)
        else:
            form = yield from self._store(file)
            request = requests.hand_in(form.upload_id, file_name=file.name, idempotency_key=idempotency_key)
        answer = yield from self._ask(request)
        members = document_of(answer, "The answer to the upload")
        return Accepted(
            job=Job.read(members),
            owner_token=members.text("owner_token"),
            ask_after_s=_asked_again_after_s(answer),
        )

    def read_job(self, job_id: str) -> Conversation[Job]:
        """How a job stands now."""
        return _job_of((yield from self._ask(requests.read_job(job_id))))

    def watch(
        self, job_id: str, *, ask_after_s: float = 0.0, timeout_s: float | None = None
    ) -> Conversation[Job]:
        """Wait until a job has ended; raises JobFailed, and StillRunning when ``timeout_s`` are over.

        The service holds its answer back until there is news, and says how long to leave it alone afterwards.
        """
        patient = Conversations(self.patience.while_watching())
        end = None if timeout_s is None else self.patience.now() + timeout_s
        job, known = None, None
        while True:
            if ask_after_s:
                yield Pause(ask_after_s)
            answer = yield from patient._ask(
                requests.read_job(job_id, known=known, wait_s=self._wait_s(end) if known else 0)
            )
            known, ask_after_s = answer.headers.get("etag"), _asked_again_after_s(answer)
            if answer.status != 304 or job is None:
                job = _job_of(answer)
                yield Tell(job.progress)
            if job.has_ended:
                return _require_complete(job)
            if end is not None and self.patience.now() + ask_after_s >= end:
                raise StillRunning(
                    f"The job is still {job.state} after {timeout_s:g} seconds; it goes on.", job
                )

    def read_dashboard(self, job_id: str) -> Conversation[Dashboard]:
        """The dashboard of a complete job."""
        answer = yield from self._ask(requests.read_dashboard(job_id))
        answer = yield from followed(answer, self.patience)
        return Dashboard.read(document_of(answer, "The dashboard"))

    def read_failures(self, job_id: str) -> Conversation[Failures]:
        """All failures of a complete job, page by page."""
        pages: list[Failures] = []
        request: Request | None = requests.read_failures(job_id)
        while request is not None:
            answer = yield from self._ask(request)
            page = FailuresPage.read(document_of(answer, "The list of failures"))
            pages.append(page.failures)
            request = requests.follow(page.following) if page.following else None
        return joined(pages)

    def read_books_csv(self, job_id: str, *, private: bool, owner_token: str | None) -> Conversation[bytes]:
        """The books of a complete job as CSV."""
        request = requests.read_books_csv(job_id, private=private, owner_token=owner_token)
        answer = yield from followed((yield from self._ask(request)), self.patience)
        return answer.content

    def retry(self, job_id: str, *, owner_token: str | None) -> Conversation[Job]:
        """Have unavailable books looked up again; the job has ended still where there were none."""
        return _job_of((yield from self._ask(requests.retry_job(job_id, owner_token=owner_token))))

    def delete(self, job_id: str, *, owner_token: str | None) -> Conversation[None]:
        """Delete a job and everything of it; where an answer was lost, finding no job any more is success."""
        yield from remove(requests.delete_job(job_id, owner_token=owner_token), self.patience)

    def read_health(self, *, deep: bool) -> Conversation[Health]:
        """How the deployment is."""
        answer = yield from self._ask(requests.read_health(deep=deep))
        return Health.read(document_of(answer, "The answer of /healthz"))

    def _store(self, file: LibraryFile) -> Conversation[UploadForm]:
        """Send a large file to the store."""
        answer = yield from self._ask(requests.open_upload())
        form = UploadForm.read(document_of(answer, "The form for the upload"))
        if file.size_bytes > form.limit_bytes:
            raise UploadTooLarge(_TOO_LARGE.format(size=file.size_bytes / 1e6, limit=form.limit_bytes / 1e6))
        answer = yield from send(requests.fill_form(form, file), self.patience)
        if not 200 <= answer.status < 300:
            raise StoreRefused(
                f"The store refused the file with status {answer.status}. Start the upload again; if that does not "
                "help, the service's operator has to look."
            )
        return form

    def _ask(self, request: Request) -> Conversation[Answer]:
        return ask(request, self.patience)

    def _wait_s(self, end: float | None) -> int:
        left_s = requests.LONGEST_WAIT_S if end is None else end - self.patience.now()
        return max(0, min(requests.LONGEST_WAIT_S, int(left_s)))


_TOO_LARGE = (
    "The file has {size:,.0f} MB, and this service takes {limit:,.0f} MB. It is probably another file."
)


def _job_of(answer: Answer) -> Job:
    return Job.read(document_of(answer, "The answer about the job"))


def _asked_again_after_s(answer: Answer) -> float:
    said_s = retry_after_s(answer)
    return _ASK_AGAIN_S if said_s is None else said_s


def _require_complete(job: Job) -> Job:
    if job.state is JobState.COMPLETE:
        return job
    reason = job.failure.message if job.failure else f"The job has ended as {job.state}."
    raise JobFailed(reason, title="The job failed", status=409)
