"""``fanfolio retry`` and ``fanfolio delete``: what only the owner of an import may do."""

import sys
from typing import Annotated

import typer

from fanfolio_client.command.exits import Exit
from fanfolio_client.command.following import follow, some_failed
from fanfolio_client.command.options import (
    GivenJobArgument,
    JobArgument,
    JsonOption,
    StrictOption,
    TokenOption,
    UrlOption,
)
from fanfolio_client.command.standing import standing
from fanfolio_client.command.visit import visiting
from fanfolio_client.job import JobState


def retry(
    context: typer.Context,
    job: JobArgument = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the job has ended again.")] = False,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    url: UrlOption = None,
    token: TokenOption = None,
) -> int:
    """Look up once more the books that no catalogue could be asked about."""
    with visiting(context, url=url, token=token, job=job) as visit:
        library = visit.library(job).retry()
        now = library.job or library.status()
        if now.has_ended:
            visit.terminal.say("There is nothing to retry: every book has been looked up.")
        elif wait or strict:
            now = follow(visit, library)
        else:
            visit.terminal.say(f"The retry is under way. To see how it ends: {visit.resume(library)}")
        if as_json:
            visit.terminal.write_json(now.document)
        else:
            visit.terminal.show(standing(now, page_url=library.page_url))
        if now.state is JobState.FAILED:
            return Exit.JOB_FAILED
        return Exit.SOME_BOOKS_FAILED if strict and some_failed(now) else Exit.OK


def delete(
    context: typer.Context,
    job: GivenJobArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")] = False,
    as_json: JsonOption = False,
    url: UrlOption = None,
    token: TokenOption = None,
) -> int:
    """Delete an import with everything that came of it, for good. In a terminal, asks first."""
    with visiting(context, url=url, token=token, job=job) as visit:
        library = visit.library(job)
        if not yes and sys.stdin.isatty():
            asked = f"Delete {library.job_id} with its upload, results and dashboard?"
            if not typer.confirm(asked, err=True):
                visit.terminal.say("Nothing is deleted.")
                return Exit.OK
        library.delete()
        visit.forget(library.job_id)
        if as_json:
            visit.terminal.write_json({"job_id": library.job_id, "deleted": True})
        else:
            visit.terminal.say(f"{library.job_id} is deleted.")
        return Exit.OK
