"""The client for programs that run in an event loop: the same as `client`, awaited."""

import asyncio
from collections.abc import Awaitable, Callable
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
from fanfolio_client.lines import AsyncLine, OnProgress
from fanfolio_client.patience import Patience


class AsyncClient:
    """A client of the service at ``url``; every method raises what `fanfolio_client.errors` lists.

    ``transport`` replaces the network and ``sleep`` the passing of time, in tests. Close it, or use it in an
    ``async with``.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        timeouts: Timeouts | None = None,
        patience: Patience | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = AsyncLine(
            Service.at(url), transport=transport, timeouts=timeouts or Timeouts(), sleep=sleep
        )
        self._say = Conversations(patience or Patience())

    @property
    def url(self) -> str:
        """The service's address."""
        return self._line.service.url

    async def import_library(
        self, source: Source, *, file_name: str | None = None, idempotency_key: str | None = None
    ) -> "AsyncImportedLibrary":
        """Upload an export (a path, bytes or an open binary file): a job begins. Raises OSError too.

        Sent again, because an answer was lost, it is one job all the same: each call has an idempotency key of its
        own, unless it is given one.
        """
        with opened(source, name=file_name) as file:
            key = idempotency_key or str(uuid4())
            accepted = await self._line.hold(self._say.import_library(file, idempotency_key=key))
        library = AsyncImportedLibrary(self._line, self._say, accepted.job.job_id, accepted.owner_token)
        library.job = accepted.job
        library.ask_after_s = accepted.ask_after_s
        return library

    def library(self, job_id: str, *, owner_token: str | None = None) -> "AsyncImportedLibrary":
        """A library that was imported before; nothing is asked yet."""
        return AsyncImportedLibrary(self._line, self._say, job_id, owner_token)

    async def health(self, *, deep: bool = False) -> Health:
        """How the deployment is; ``deep`` looks at storage, queue and catalogues too."""
        return await self._line.hold(self._say.read_health(deep=deep))

    async def close(self) -> None:
        """Close its connections."""
        await self._line.close()

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class AsyncImportedLibrary:
    """An upload and what becomes of it; ``job`` is how it stood when it was last asked about, if ever.

    ``owner_token`` is what `retry`, `delete` and private columns take: whoever has the id may read, not more.
    """

    def __init__(self, line: AsyncLine, say: Conversations, job_id: str, owner_token: str | None) -> None:
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

    async def status(self) -> Job:
        """How its job stands now."""
        self.job = await self._line.hold(self._say.read_job(self.job_id))
        return self.job

    async def wait(
        self, on_progress: OnProgress | None = None, *, timeout_s: float | None = None
    ) -> "AsyncImportedLibrary":
        """Wait until its dashboard is there, calling (and awaiting) ``on_progress`` at every news; returns itself.

        Raises JobFailed when it ends without one, StillRunning after ``timeout_s`` seconds.
        """
        watching = self._say.watch(self.job_id, ask_after_s=self.ask_after_s, timeout_s=timeout_s)
        self.job = await self._line.hold(watching, on_progress)
        return self

    async def dashboard(self) -> Dashboard:
        """Its dashboard; raises DashboardNotReady before the job has ended."""
        return await self._line.hold(self._say.read_dashboard(self.job_id))

    async def failures(self) -> Failures:
        """Rows that are no books, and books without a match."""
        return await self._line.hold(self._say.read_failures(self.job_id))

    async def books_csv(self, *, private: bool = False) -> bytes:
        """Its books as CSV, safe for spreadsheets; ``private`` adds reviews and notes and takes the owner token."""
        token = self.owner_token if private else None
        return await self._line.hold(
            self._say.read_books_csv(self.job_id, private=private, owner_token=token)
        )

    async def retry(self) -> "AsyncImportedLibrary":
        """Have the books that no catalogue could be asked about looked up again, if there are any; returns itself."""
        self.job = await self._line.hold(self._say.retry(self.job_id, owner_token=self.owner_token))
        return self

    async def delete(self) -> None:
        """Delete the upload, the results and the dashboard, for good."""
        await self._line.hold(self._say.delete(self.job_id, owner_token=self.owner_token))
