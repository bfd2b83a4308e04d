"""Runs the command: the one place where errors become messages and exit codes."""

import os
import sys
from collections.abc import Sequence

import typer

from fanfolio_client.command.app import app
from fanfolio_client.command.exits import Exit, Misused, exit_of
from fanfolio_client.command.terminal import Terminal, plain
from fanfolio_client.errors import FanfolioError, Fault, Problem, Unauthorized

_MOST_FAULTS = 10


def run(arguments: Sequence[str] | None = None) -> int:
    """Run it and return the exit code."""
    try:
        code = app(args=arguments, prog_name="fanfolio", standalone_mode=False)
        sys.stdout.flush()
        return int(code or Exit.OK)
    except typer.TyperException as exc:
        _correct(exc, Terminal())
        return Exit.USAGE
    except Misused as exc:
        Terminal().complain(str(exc))
        return Exit.USAGE
    except typer.Abort:
        return Exit.INTERRUPTED
    except FanfolioError as exc:
        _explain(exc, Terminal())
        return exit_of(exc)
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python must not write the rest as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK


def _correct(error: typer.TyperException, terminal: Terminal) -> None:
    terminal.complain(error.format_message())
    context = getattr(error, "ctx", None)
    terminal.say(f"Try `{context.command_path if context else 'fanfolio'} --help`.")


def _explain(error: FanfolioError, terminal: Terminal) -> None:
    terminal.complain(_ONLY_THE_OWNER if isinstance(error, Unauthorized) else str(error))
    if isinstance(error, Problem):
        for fault in error.errors[:_MOST_FAULTS]:
            terminal.say(f"  {_place(fault)}{plain(fault.advice)}")
        if error.retry_after_s:
            terminal.say(f"Try again in {error.retry_after_s:.0f} s.")
    for note in getattr(error, "__notes__", ()):
        terminal.say(note)


def _place(fault: Fault) -> str:
    line = f"line {fault.line}" if fault.line else ""
    where = ", ".join(part for part in (line, plain(fault.column or fault.where or "")) if part)
    return f"{where}: " if where else ""


# What the service says of this is meant for programs.
_ONLY_THE_OWNER = "Only the owner of an import may do this, and its owner token is not known here."
