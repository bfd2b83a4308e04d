"""Child processes that never outlive this one: each watches its standard input, which closes when we die."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LOOPBACK = "127.0.0.1"

_LOG_KEPT_BYTES = 10 * 1024 * 1024


class DidNotStart(Exception):
    """A part of the pipeline did not come up; the message says which and where its log is."""


class PortTaken(DidNotStart):
    """The port that was asked for is not to be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A part of the pipeline that runs as a process of its own and listens on a port."""

    what: str
    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def has_ended(self) -> bool:
        """Whether it is gone, which it should not be."""
        return self.process.poll() is not None

    def wait_until_it_listens(self, *, timeout_s: float = 30.0) -> None:
        """Return when it accepts connections; raise DidNotStart when it ended or took too long."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if self.has_ended:
                raise DidNotStart(f"{self.what} ended while starting: see {self.log}")
            with socket.socket() as probe:
                if probe.connect_ex((LOOPBACK, self.port)) == 0:
                    return
            time.sleep(0.02)
        raise DidNotStart(f"{self.what} did not answer within {timeout_s:.0f} s: see {self.log}")


@contextmanager
def running(
    command: Sequence[str],
    *,
    what: str,
    port: int,
    log: Path,
    environment: Mapping[str, str],
    directory: Path | None = None,
    pass_fds: Sequence[int] = (),
    grace_s: float = 3.0,
) -> Iterator[Child]:
    """Run a process until the end of the ``with``; its standard input is a pipe from us, its output goes to ``log``.

    It gets a session of its own: Ctrl-C in the terminal reaches us alone, and we stop it in order.
    """
    with open_log(log) as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=directory,
            pass_fds=pass_fds,
            start_new_session=True,
        )
    try:
        yield Child(what=what, port=port, log=log, process=process)
    finally:
        _stop(process, grace_s=grace_s)


def tethered(module: Sequence[str]) -> list[str]:
    """The command that runs a Python module's command line and ends with us."""
    return [sys.executable, "-m", "services.local.tethered", *module]


def open_log(path: Path) -> BinaryIO:
    """Open a log file to append to; one that has grown past 10 MB starts afresh."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grown = path.exists() and path.stat().st_size > _LOG_KEPT_BYTES
    return path.open("wb" if grown else "ab")


def close_input(child: "subprocess.Popen[bytes]") -> None:
    """Close our end of a child's standard input, whatever is left in it."""
    if child.stdin is not None:
        try:
            child.stdin.close()
        except BrokenPipeError:
            return


def when_the_parent_is_gone(act: Callable[[], None]) -> None:
    """In a child: call ``act`` from a thread once standard input ends, that is when the parent stopped or died."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            continue
        act()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def require_free_port(port: int, *, what: str, option: str) -> None:
    """Raise PortTaken, with the option that chooses another, if something listens on ``port`` already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise PortTaken(
                f"port {port} for {what} is not for everybody: choose one above 1023 with {option}"
            ) from None
        except OSError:
            raise PortTaken(
                f"port {port} for {what} is taken: stop what uses it, or choose another with {option}"
            ) from None


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _stop(process: "subprocess.Popen[bytes]", *, grace_s: float) -> None:
    """Ask a process to end (SIGTERM, end of input), and kill it when it has not after ``grace_s``."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    close_input(process)
    try:
        process.wait(timeout=grace_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
