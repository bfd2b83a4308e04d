"""The directory where one pipeline keeps its state and logs, and the lock that keeps it to one pipeline."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from services.local.children import DidNotStart

_PATIENCE_S = 8.0


@contextmanager
def hold(state_dir: Path) -> Iterator[int]:
    """Hold the directory; gives the lock's descriptor, for children to inherit: it is free once all have ended.

    Waits a moment for the children of a launcher that was killed; raises DidNotStart when someone else runs there.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / "lock").open("w") as lock:
        if not _locked(lock):
            raise DidNotStart(
                f"another Fanfolio is running in {state_dir}: stop it, or choose another place with --state-dir"
            )
        yield lock.fileno()


def _locked(lock: IO[str]) -> bool:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        else:
            return True
