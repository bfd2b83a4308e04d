"""What every subcommand begins with: which service is meant, which job, and whose token."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import typer

from fanfolio_client.client import Client, ImportedLibrary
from fanfolio_client.command.exits import Misused
from fanfolio_client.command.remembered import Remembered, RememberedImport
from fanfolio_client.command.terminal import Terminal
from fanfolio_client.errors import JobNotFound, Unauthorized, Unreachable
from fanfolio_client.http import DEFAULT_URL
from fanfolio_client.job import Job

_JOB_ID = re.compile(r"[0-9a-f]{32}")
_PART_OF_ID = re.compile(r"[0-9a-f]{4,31}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Options given before the subcommand's name."""

    url: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit to a service."""

    client: Client
    terminal: Terminal
    remembered: Remembered
    given_token: str | None
    url_given: bool

    def library(self, job: str | None) -> ImportedLibrary:
        """The library that is meant; raises Misused."""
        job_id = self._job_id(job)
        remembered = (kept.owner_token for kept in self._imports() if kept.job_id == job_id)
        token = self.given_token or next(remembered, None) or os.environ.get("FANFOLIO_TOKEN")
        return self.client.library(job_id, owner_token=token or None)

    def resume(self, library: ImportedLibrary) -> str:
        """The command that waits for a job of this visit."""
        return self.command("status", library.job_id, "--wait")

    def command(self, *words: str) -> str:
        """A command that can be given next, at the same service."""
        where = ("--url", self.client.url) if self.url_given else ()
        return " ".join(("fanfolio", *words, *where))

    def remember(self, library: ImportedLibrary, job: Job, *, file_name: str) -> None:
        """Keep the token of an import, or tell it once."""
        made = RememberedImport(
            url=self.client.url,
            job_id=library.job_id,
            owner_token=library.owner_token or "",
            file_name=file_name,
            created_at=job.created_at.isoformat(),
            expires_at=job.expires_at.isoformat(),
        )
        try:
            self._tell_of_damage(self.remembered.keep(made))
        except OSError as exc:
            self.terminal.complain(f"{self.remembered.path} cannot be written ({exc.strerror}).")
            self.terminal.say(f"Keep the owner token, it is not told again: {library.owner_token}")

    def forget(self, job_id: str) -> None:
        """Forget an import that is gone."""
        try:
            self._tell_of_damage(self.remembered.forget(job_id))
        except OSError as exc:
            self.terminal.complain(f"{self.remembered.path} cannot be written ({exc.strerror}).")

    def _tell_of_damage(self, aside: Path | None) -> None:
        if aside is not None:
            self.terminal.complain(
                f"{self.remembered.path} could not be read and is now {aside.name}. Owner tokens of earlier imports "
                "may still be found in it."
            )

    def _job_id(self, job: str | None) -> str:
        if job is None:
            return self._latest()
        named = job.strip().rstrip("/").rsplit("/", 1)[-1].lower()
        if _JOB_ID.fullmatch(named):
            return named
        if _PART_OF_ID.fullmatch(named):
            return self._beginning_with(named)
        raise Misused(
            f"“{job}” is not the id of a job: that has 32 letters and digits, as `fanfolio import` prints it."
        )

    def _latest(self) -> str:
        if imports := self._imports():
            return imports[-1].job_id
        raise Misused(f"Which job? Nothing has been imported from here to {self.client.url}, so give its id.")

    def _beginning_with(self, part: str) -> str:
        found = [kept.job_id for kept in self._imports() if kept.job_id.startswith(part)]
        if len(found) == 1:
            return found[0]
        how_many = f"{len(found)} imports begin" if found else "No import made here begins"
        raise Misused(f"{how_many} with “{part}”: give the whole id, 32 letters and digits.")

    def _imports(self) -> tuple[RememberedImport, ...]:
        return self.remembered.of_service(self.client.url)


@contextmanager
def visiting(
    context: typer.Context, *, url: str | None, token: str | None = None, job: str | None = None
) -> Iterator[Visit]:
    """A visit to the service that is meant: by option, by the job's address, by variable, or the default."""
    before = context.obj if isinstance(context.obj, Chosen) else Chosen()
    address = url or before.url or _service_of(job) or os.environ.get("FANFOLIO_URL") or DEFAULT_URL
    try:
        client = Client(address)
    except ValueError as exc:
        raise Misused(f"{exc}.") from exc
    visit = Visit(
        client=client,
        terminal=Terminal(),
        remembered=Remembered.of_user(os.environ),
        url_given=bool(url or before.url or _service_of(job)),
        given_token=token or before.token,
    )
    with client, _noted(visit):
        yield visit


@contextmanager
def _noted(visit: Visit) -> Iterator[None]:
    """Adds to an error what the service cannot know: where it is, and where it was asked from."""
    try:
        yield
    except JobNotFound as exc:
        exc.add_note(f"Asked at {visit.client.url}; --url or FANFOLIO_URL names another service.")
        if visit.given_token:
            exc.add_note("Or the owner token is another job's: the service does not tell which.")
        raise
    except Unauthorized as exc:
        exc.add_note(
            "The tokens of imports made here are remembered; for others, set FANFOLIO_TOKEN or give --token."
        )
        raise
    except Unreachable as exc:
        exc.add_note(
            "Is the service running? --url or FANFOLIO_URL says where it is; `make run` starts one on this machine."
        )
        raise


def _service_of(job: str | None) -> str | None:
    """The service whose page was given in place of an id."""
    parts = urlsplit(job or "")
    if parts.scheme not in ("http", "https"):
        return None
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/jobs/')[0].removesuffix('/v1')}"
