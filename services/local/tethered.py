"""Runs another module's command line, tied to whoever started it: ``python -m services.local.tethered MODULE …``.

When standard input ends, because the parent stopped or was killed, the process ends: it leaves no orphan.
"""

import os
import runpy
import signal
import sys
import threading

from services.local.children import when_the_parent_is_gone

_GRACE_S = 3.0


def main() -> None:
    """Run the named module as a program until it ends or the parent is gone."""
    when_the_parent_is_gone(_end)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end() -> None:
    threading.Timer(_GRACE_S, os._exit, args=(0,)).start()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
