"""``fanfolio export``: the books as a file."""

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from fanfolio_client.client import ImportedLibrary
from fanfolio_client.command.exits import Exit, Misused
from fanfolio_client.command.options import JobArgument, TokenOption, UrlOption
from fanfolio_client.command.visit import visiting

_PUBLIC = 0o644


def export(
    context: typer.Context,
    job: JobArgument = None,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
    ] = "-",
    private: Annotated[
        bool,
        typer.Option(
            "--private", help="With reviews, notes and spoiler marks (CSV only; takes the owner token)."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON with everything known of each book, not CSV.")
    ] = False,
    url: UrlOption = None,
    token: TokenOption = None,
) -> int:
    """Write the books as CSV, safe to open in a spreadsheet, or as JSON."""
    if private and as_json:
        raise Misused("--private goes with CSV only: JSON has what the dashboard shows.")
    with visiting(context, url=url, token=token, job=job) as visit:
        library = visit.library(job)
        content = _books_json(library) if as_json else library.books_csv(private=private)
        if output == "-":
            visit.terminal.write_bytes(content)
        else:
            _write(Path(output), content, private=private)
            visit.terminal.say(f"{output}: {len(content):,} bytes.")
        return Exit.OK


def _books_json(library: ImportedLibrary) -> bytes:
    books = library.dashboard().document["books"]
    return json.dumps(books, ensure_ascii=False, indent=1).encode() + b"\n"


def _write(path: Path, content: bytes, *, private: bool) -> None:
    """Write the whole file or nothing; what is private, for its owner's eyes alone."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            if not private:
                Path(name).chmod(_PUBLIC)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise Misused(f"{path} cannot be written: {(exc.strerror or str(exc)).lower()}.") from exc
