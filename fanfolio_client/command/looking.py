"""``fanfolio dashboard`` and ``fanfolio failures``: what became of an import."""

from collections.abc import Iterator, Sequence

import typer
from rich.text import Text

from fanfolio_client.command.exits import Exit
from fanfolio_client.command.figures import figures
from fanfolio_client.command.options import JobArgument, JsonOption, StrictOption, UrlOption
from fanfolio_client.command.terminal import as_json as as_document
from fanfolio_client.command.terminal import plain
from fanfolio_client.command.visit import Visit, visiting
from fanfolio_client.failures import FailedBook, Failures


def dashboard(
    context: typer.Context, job: JobArgument = None, as_json: JsonOption = False, url: UrlOption = None
) -> int:
    """Draw the main figures of a library; --json prints the whole document."""
    with visiting(context, url=url, job=job) as visit:
        library = visit.library(job)
        found = library.dashboard()
        if as_json:
            visit.terminal.write_json(found.document)
        else:
            visit.terminal.show(figures(found, visit.terminal.out, page_url=library.page_url))
        return Exit.OK


def failures(
    context: typer.Context,
    job: JobArgument = None,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    url: UrlOption = None,
) -> int:
    """List rows that are no books, with what to do about them, and books without a match."""
    with visiting(context, url=url, job=job) as visit:
        library = visit.library(job)
        found = library.failures()
        if as_json:
            visit.terminal.write_json({"job_id": library.job_id, **as_document(found)})
        else:
            visit.terminal.show(*_paragraphs(found))
            _advise(visit, library.job_id, found)
        return Exit.SOME_BOOKS_FAILED if strict and found else Exit.OK


def _paragraphs(found: Failures) -> Iterator[Text]:
    for complaint in found.complaints:
        where = f"line {complaint.line}" + (f", {plain(complaint.column)}" if complaint.column else "")
        yield Text.assemble((where, "bold"), f": {plain(complaint.advice)}")
    yield from _books(found.unmatched, "unmatched")
    yield from _books(found.unavailable, "unavailable")


def _books(books: Sequence[FailedBook], outcome: str) -> Iterator[Text]:
    for book in books:
        by = f", {plain(', '.join(book.authors))}" if book.authors else ""
        why = f"{outcome} ({plain(book.reason)})" if book.reason else outcome
        yield Text.assemble((f"row {book.number}", "bold"), f": {plain(book.title)}{by}", (f": {why}", "dim"))


def _advise(visit: Visit, job_id: str, found: Failures) -> None:
    """What can be done about it, as messages."""
    if not found:
        visit.terminal.say("Every row is a book, and every book was found.")
    if found.complaints:
        visit.terminal.say(f"{_rows(len(found.complaints))}: mend the file and import it again.")
    if found.unmatched:
        visit.terminal.say(f"{_number(found.unmatched)} unmatched: no catalogue knows them.")
    if found.unavailable:
        again = visit.command("retry", job_id)
        visit.terminal.say(
            f"{_number(found.unavailable)} unavailable: catalogues could not be asked. To ask again: {again}"
        )


def _rows(count: int) -> str:
    return "1 row is no book" if count == 1 else f"{count:,} rows are no books"


def _number(books: Sequence[FailedBook]) -> str:
    return "1 book is" if len(books) == 1 else f"{len(books):,} books are"
