"""``fanfolio import`` and ``fanfolio status``: begin a job, and see how it stands."""

import stat
import sys
import webbrowser
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from fanfolio_client.client import ImportedLibrary
from fanfolio_client.command.exits import Exit, Misused
from fanfolio_client.command.following import follow, some_failed
from fanfolio_client.command.options import JobArgument, JsonOption, StrictOption, UrlOption
from fanfolio_client.command.standing import standing
from fanfolio_client.command.visit import Visit, visiting
from fanfolio_client.job import Job, JobState

FileArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="The export, a CSV file; - reads standard input.", show_default=False
    ),
]


def import_file(
    context: typer.Context,
    file: FileArgument,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the dashboard is there.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the job's page in a browser.")] = False,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    url: UrlOption = None,
) -> int:
    """Import a library export. Prints the job's id."""
    source = _source(file)
    with visiting(context, url=url) as visit:
        library = _upload(visit, source)
        job = library.job or library.status()
        visit.remember(library, job, file_name=file)
        if open_page:
            _open(visit, library)
        if wait or strict:
            job = _waited(visit, library, as_json=as_json)
        elif not as_json:
            visit.terminal.say(f"The job is under way. To see how it ends: {visit.resume(library)}")
        if as_json:
            visit.terminal.write_json({**job.document, "owner_token": library.owner_token})
        else:
            visit.terminal.show(library.job_id)
        return _exit(job, strict=strict)


def status(
    context: typer.Context,
    job: JobArgument = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the job has ended.")] = False,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    url: UrlOption = None,
) -> int:
    """Tell how a job stands."""
    with visiting(context, url=url, job=job) as visit:
        library = visit.library(job)
        now = library.status()
        if wait and not now.has_ended:
            now = follow(visit, library)
        if as_json:
            visit.terminal.write_json(now.document)
        else:
            visit.terminal.show(standing(now, page_url=library.page_url))
        return _exit(now, strict=strict)


def _source(file: str) -> Path | BinaryIO:
    """What to read; raises Misused where that cannot be a file with an export."""
    if file == "-":
        if sys.stdin.isatty():
            sys.stderr.write("Reading the export from the keyboard; Ctrl-D ends it.\n")
        return sys.stdin.buffer
    path = Path(file)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise Misused(f"{file} is a directory. Give the CSV file of your export.")
        path.open("rb").close()
    except OSError as exc:
        raise Misused(f"{file} cannot be read: {(exc.strerror or str(exc)).lower()}.") from exc
    return path


def _upload(visit: Visit, source: Path | BinaryIO) -> ImportedLibrary:
    try:
        if not visit.terminal.is_watched:
            return visit.client.import_library(source)
        with visit.terminal.err.status("Uploading …"):
            return visit.client.import_library(source)
    except KeyboardInterrupt:
        visit.terminal.say(
            "Interrupted before the service had answered. Nothing is lost: import the file again."
        )
        raise


def _open(visit: Visit, library: ImportedLibrary) -> None:
    if not webbrowser.open(library.page_url):
        visit.terminal.say(f"No browser could be opened. The page is at {library.page_url}")


def _waited(visit: Visit, library: ImportedLibrary, *, as_json: bool) -> Job:
    job = follow(visit, library)
    if not as_json:
        visit.terminal.say(standing(job, page_url=library.page_url))
    return job


def _exit(job: Job, *, strict: bool) -> int:
    if job.state is JobState.FAILED:
        return Exit.JOB_FAILED
    return Exit.SOME_BOOKS_FAILED if strict and some_failed(job) else Exit.OK
