"""Exit codes, and which error ends in which."""

from collections.abc import Mapping
from enum import IntEnum

from fanfolio_client import errors


class Exit(IntEnum):
    """What the command says to whoever runs it; docs/cli.md has the same table."""

    OK = 0
    UNWELL = 1
    USAGE = 2
    REFUSED = 3
    JOB_FAILED = 4
    SOME_BOOKS_FAILED = 5
    UNREACHABLE = 6
    INTERRUPTED = 130


_OF_ERROR: Mapping[type[errors.FanfolioError], Exit] = {
    errors.FanfolioError: Exit.REFUSED,
    errors.JobFailed: Exit.JOB_FAILED,
    errors.StillRunning: Exit.REFUSED,
    errors.Unreachable: Exit.UNREACHABLE,
    errors.UnexpectedAnswer: Exit.UNREACHABLE,
    errors.Unavailable: Exit.UNREACHABLE,
    errors.Internal: Exit.UNREACHABLE,
}


def exit_of(error: errors.FanfolioError) -> Exit:
    """The exit code of an error: its own class's, or its nearest ancestor's."""
    return next(_OF_ERROR[cls] for cls in type(error).__mro__ if cls in _OF_ERROR)


class Misused(Exception):
    """The command was called in a way that cannot be meant; the message says how it can."""
