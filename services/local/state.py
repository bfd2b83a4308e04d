"""The directory where one pipeline keeps its state and logs, and the lock that keeps it to one pipeline."""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from services.local.children import DidNotStart

_PATIENCE_S = 8.0
_ELSEWHERE = "--state-dir (make run STATE=…)"


@contextmanager
def hold(state_dir: Path, *, afresh: bool = False) -> Iterator[int]:
    """Hold the directory; gives the lock's descriptor, for children to inherit: it is free once all have ended.

    Waits a moment for the children of a launcher that was killed. With ``afresh``, what a former run left there is
    removed, once it is sure that none is running. Raises DidNotStart when someone else runs there, or when nothing
    can be written there.
    """
    with _open_lock(state_dir) as lock:
        if not _locked(lock):
            raise DidNotStart(
                f"another Fanfolio is running in {state_dir}: stop it, or choose another place with {_ELSEWHERE}"
            )
        if afresh:
            _empty(state_dir, but=Path(lock.name))
        yield lock.fileno()


def _open_lock(state_dir: Path) -> IO[str]:
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        return (state_dir / "lock").open("w")
    except OSError as exc:
        reason = (exc.strerror or str(exc)).lower()
        raise DidNotStart(
            f"nothing can be kept in {state_dir} ({reason}): choose another place with {_ELSEWHERE}"
        ) from exc


def _empty(state_dir: Path, *, but: Path) -> None:
    for path in state_dir.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != but:
            path.unlink()


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
