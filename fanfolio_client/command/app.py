"""The subcommands, and the options that may stand before them."""

from typing import Annotated

import typer

from fanfolio_client.command.doctor import doctor
from fanfolio_client.command.exporting import export
from fanfolio_client.command.importing import import_file, status
from fanfolio_client.command.looking import dashboard, failures
from fanfolio_client.command.options import TokenOption, UrlOption
from fanfolio_client.command.owning import delete, retry
from fanfolio_client.command.visit import Chosen
from fanfolio_client.version import VERSION

app = typer.Typer(
    name="fanfolio",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 ok, 1 the deployment is unwell (doctor), 2 usage, 3 refused, 4 the job failed, "
    "5 some books failed (with --strict), 6 unreachable, 130 interrupted.",
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"fanfolio {VERSION}")
        raise typer.Exit


@app.callback()
def before(
    context: typer.Context,
    url: UrlOption = None,
    token: TokenOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Upload the export of your Goodreads or StoryGraph library, and look at your reading."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
    context.obj = Chosen(url=url, token=token)


app.command("import")(import_file)
app.command()(status)
app.command()(dashboard)
app.command()(failures)
app.command()(retry)
app.command()(export)
app.command()(delete)
app.command()(doctor)
