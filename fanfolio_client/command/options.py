"""What several subcommands take, said once."""

import os
from typing import Annotated

import typer

from fanfolio_client.command.remembered import Remembered
from fanfolio_client.http import DEFAULT_URL

UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help=f"The service (or FANFOLIO_URL; default: {DEFAULT_URL})."),
]
TokenOption = Annotated[
    str | None,
    typer.Option(
        "--token",
        metavar="TOKEN",
        help="The owner token of an import that was not made here (or FANFOLIO_TOKEN).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Exit with 5 if `fanfolio failures` has anything to list.")
]


def _complete_job(incomplete: str) -> list[tuple[str, str]]:
    remembered = Remembered.of_user(os.environ).of_service(os.environ.get("FANFOLIO_URL") or DEFAULT_URL)
    return [(kept.job_id, kept.file_name) for kept in remembered if kept.job_id.startswith(incomplete)]


JobArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="JOB",
        help="The job's id, its first letters, or its page's address. Default: the last import made here.",
        show_default=False,
        autocompletion=_complete_job,
    ),
]

GivenJobArgument = Annotated[
    str,
    typer.Argument(
        metavar="JOB",
        help="The job's id, its first letters, or its page's address.",
        show_default=False,
        autocompletion=_complete_job,
    ),
]
