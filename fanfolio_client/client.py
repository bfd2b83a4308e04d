"""The client for ordinary, synchronous programs."""

import time
from collections.abc import Callable
from types import TracebackType
from uuid import uuid4

import httpx

from fanfolio_client.conversations import Conversations
from fanfolio_client.dashboard import Dashboard
from fanfolio_client.failures import Failures
from fanfolio_client.health import Health
from fanfolio_client.http import DEFAULT_URL, Service, Timeouts
from fanfolio_client.job import Job
from fanfolio_client.library_file import Source, opened
from fanfolio_client.lines import Line, OnProgress
from fanfolio_client.patience import Patience


class Client:
    """A client of the service at ``url``; every method raises what `fanfolio_client.errors` lists.

    ``transport`` replaces the network and ``sleep`` the passing of time, in tests. Close it, or use it in a ``with``.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        transport: httpx.BaseTransport | None = None,
        timeouts: Timeouts | None = None,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = Line(Service.at(url), transport=transport, timeouts=timeouts or Timeouts(), sleep=sleep)
        self._say = Conversations(patience or Patience())

    @property
    def url(self) -> str:
        """The service's address."""
        return self._line.service.url

    def import_library(
        self, source: Source, *, file_name: str | None = None, idempotency_key: str | None = None
    ) -> "ImportedLibrary":
        """Upload an export (a path, bytes or an open binary file): a job begins. Raises OSError too.

        Sent again, because an answer was lost, it is one job all the same: each call has an idempotency key of its
        own, unless it is given one.
        """
        with opened(source, name=file_name) as file:
            key = idempotency_key or str(uuid4())
            accepted = self._line.hold(self._say.import_library(file, idempotency_key=key))
        library = ImportedLibrary(self._line, self._say, accepted.job.job_id, accepted.owner_token)
        library.job = accepted.job
        library.ask_after_s = accepted.ask_after_s
        return library

    def library(self, job_id: str, *, owner_token: str | None = None) -> "ImportedLibrary":
        """A library that was imported before; nothing is asked yet."""
        return ImportedLibrary(self._line, self._say, job_id, owner_token)

    def health(self, *, deep: bool = False) -> Health:
        """How the deployment is; ``deep`` looks at storage, queue and catalogues too."""
        return self._line.hold(self._say.read_health(deep=deep))

    def close(self) -> None:
        """Close its connections."""
        self._line.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class ImportedLibrary:
    """An upload and what becomes of it; ``job`` is how it stood when it was last asked about, if ever.

    ``owner_token`` is what `retry`, `delete` and private columns take: whoever has the id may read, not more.
    """

    def __init__(self, line: Line, say: Conversations, job_id: str, owner_token: str | None) -> None:
        self._line = line
        self._say = say
        self.job_id = job_id
        self.owner_token = owner_token
        self.job: Job | None = None
        self.ask_after_s = 0.0

    @property
    def page_url(self) -> str:
        """The address of its page, for people."""
        return self._line.service.page_url(self.job_id)

    def status(self) -> Job:
        """How its job stands now."""
        self.job = self._line.hold(self._say.read_job(self.job_id))
        return self.job

    def wait(
        self, on_progress: OnProgress | None = None, *, timeout_s: float | None = None
    ) -> "ImportedLibrary":
        """Wait until its dashboard is there, calling ``on_progress`` at every news; returns itself.

        Raises JobFailed when it ends without one, StillRunning after ``timeout_s`` seconds.
        """
        watching = self._say.watch(self.job_id, ask_after_s=self.ask_after_s, timeout_s=timeout_s)
        self.job = self._line.hold(watching, on_progress)
        return self

    def dashboard(self) -> Dashboard:
        """Its dashboard; raises DashboardNotReady before the job has ended."""
        return self._line.hold(self._say.read_dashboard(self.job_id))

    def failures(self) -> Failures:
        """Rows that are no books, and books without a match."""
        return self._line.hold(self._say.read_failures(self.job_id))

    def books_csv(self, *, private: bool = False) -> bytes:
        """Its books as CSV, safe for spreadsheets; ``private`` adds reviews and notes and takes the owner token."""
        token = self.owner_token if private else None
        return self._line.hold(self._say.read_books_csv(self.job_id, private=private, owner_token=token))

    def retry(self) -> "ImportedLibrary":
        """Have the books that no catalogue could be asked about looked up again, if there are any; returns itself."""
        self.job = self._line.hold(self._say.retry(self.job_id, owner_token=self.owner_token))
        return self

    def delete(self) -> None:
        """Delete the upload, the results and the dashboard, for good."""
        self._line.hold(self._say.delete(self.job_id, owner_token=self.owner_token))
