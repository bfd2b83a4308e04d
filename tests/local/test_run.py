"""``python -m services.local run``: starts, stops, survives; nothing of it stays behind."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from services.local.__main__ import main
from services.local.children import free_port
from services.local.emulator import PROJECT
from services.local.visitor import Visitor
from tests.fixtures.exports import goodreads_export
from tests.fixtures.processes import descendants_of, is_running, wait_for

pytestmark = pytest.mark.emulator


class Launcher:
    """A running ``services.local run``."""

    def __init__(self, state_dir: Path, *arguments: str) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "services.local",
            "run",
            "--catalogue",
            "sim",
            "--port",
            str(self.port),
        ]
        self.process = subprocess.Popen(
            [*command, "--state-dir", str(state_dir), *arguments],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @contextmanager
    def visitor(self) -> Iterator[Visitor]:
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=30) as http:
            yield Visitor(http)

    def wait_until_ready(self) -> str:
        assert self.process.stdout is not None
        said = ""
        while "to stop" not in said:
            line = self.process.stdout.readline()
            assert line, f"it ended and said: {said}"
            said += line
        return said

    def end(self, how: signal.Signals) -> None:
        """Signal it and wait until it and all that it started are gone."""
        family = {self.process.pid, *descendants_of(self.process.pid)}
        assert len(family) > 6
        self.process.send_signal(how)
        self.process.wait(timeout=20)
        wait_for(lambda: not any(map(is_running, family)), what="the end of all processes", within_s=10)


@contextmanager
def launched(state_dir: Path) -> Iterator[Launcher]:
    launcher = Launcher(state_dir)
    try:
        launcher.wait_until_ready()
        yield launcher
    finally:
        assert launcher.process.stdout is not None
        launcher.process.terminate()
        launcher.process.wait(timeout=20)
        launcher.process.stdout.close()


def test_a_job_and_its_dashboard_survive_a_killed_launcher_and_nothing_stays_behind(tmp_path: Path) -> None:
    library = tmp_path / "library.csv"
    library.write_bytes(goodreads_export(30))
    with launched(tmp_path / "state") as first:
        with first.visitor() as visitor:
            job = visitor.upload(library)
            *_, last = visitor.follow(job.job_id, within_s=30)
            before = visitor.dashboard(job.job_id)
        first.end(signal.SIGKILL)

    with launched(tmp_path / "state") as second:
        with second.visitor() as visitor:
            (found,) = visitor.follow(job.job_id)
            after = visitor.dashboard(job.job_id)
        second.end(signal.SIGTERM)

    assert last.state == "complete"
    assert last.settled == 30
    assert found == last
    assert after == before
    assert second.process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", second.port)) != 0


def test_a_port_that_is_taken_is_named_with_the_option_that_changes_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = _refusal(tmp_path, "--catalogue", "sim", "--port", str(port))

    assert f"port {port} for the web page is taken" in said
    assert "--port" in said


def test_the_live_catalogues_are_not_asked_without_a_contact(tmp_path: Path) -> None:
    said = _refusal(tmp_path, "--port", "0")

    assert "missing setting FANFOLIO_CONTACT" in said
    assert "CONTACT=you@example.org" in said
    assert "make run CATALOGUE=sim" in said


def test_a_place_where_nothing_can_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    said = _refusal(tmp_path / "file" / "state", "--catalogue", "sim", "--port", "0")

    assert f"nothing can be kept in {tmp_path}/file/state (not a directory)" in said


@pytest.mark.parametrize("port", ["abc", "-5", "65536", "８０"])
def test_what_is_no_port_is_refused_in_a_line(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", f"--port={port}"])

    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        f"fanfolio: argument --port: {port} is no port: give a number from 1 to 65535, or 0 for any\n"
    )


def test_the_demo_says_at_once_that_there_is_no_such_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing.csv"

    assert main(["demo", "--library", str(missing), "--state-dir", str(tmp_path / "state")]) == 1

    assert f"No such file or directory: '{missing}'" in capsys.readouterr().err
    assert not (tmp_path / "state").exists()


def _refusal(state_dir: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "services.local", "run", "--state-dir", str(state_dir), *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    return ended.stderr
