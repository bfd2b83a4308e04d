"""Runs the command: the one place where errors become messages and exit codes."""

import os
import sys
from collections.abc import Sequence

import typer

from fanfolio_client.command.app import app
from fanfolio_client.command.exits import Exit, Misused, exit_of
from fanfolio_client.command.terminal import Terminal, plain
from fanfolio_client.errors import FanfolioError, Fault, Problem, Unauthorized, Unreachable

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
    if isinstance(error, Unreachable):
        terminal.say(_WHERE_TO_ASK)
    if isinstance(error, Problem):
        for fault in error.errors[:_MOST_FAULTS]:
            terminal.say(f"  {_place(fault)}{plain(fault.advice)}")
        if error.retry_after_s:
            terminal.say(f"Try again in {error.retry_after_s:.0f} s.")


def _place(fault: Fault) -> str:
    line = f"line {fault.line}" if fault.line else ""
    where = ", ".join(part for part in (line, plain(fault.column or fault.where or "")) if part)
    return f"{where}: " if where else ""


_ONLY_THE_OWNER = (
    "Only the owner of an import may do this, and the owner token of this one is not known here. Set FANFOLIO_TOKEN "
    "or give --token; the tokens of imports made here are remembered."
)
_WHERE_TO_ASK = (
    "Is the service running? --url or FANFOLIO_URL says where it is; `make run` starts one on this machine."
)
