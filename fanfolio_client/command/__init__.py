"""The ``fanfolio`` command: see docs/cli.md. Typer and rich are loaded here and nowhere else."""

import sys
from collections.abc import Sequence

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    try:
        from fanfolio_client.command.run import run
    except ImportError as exc:
        # The library alone works with httpx alone.
        sys.stderr.write(f"fanfolio: the command needs {exc.name}: pip install typer rich\n")
        return 2
    except KeyboardInterrupt:
        return _INTERRUPTED
    return run(arguments)
