"""Every exit code, as a script sees it."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.domain.job import Failure, JobState
from fanfolio_client.command import main
from fanfolio_client.command.exits import Exit
from tests.fixtures.commands import Shell, finished
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import export_of, match_of, plain_rows

# Many processes one after another: slow where the machine has other things to do.
pytestmark = pytest.mark.timeout(600)

NOBODY = "0" * 32


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with live_service(ScriptedCatalogue({number: match_of(number) for number in (1, 2)})) as live:
        yield live


@pytest.fixture
def shell(live: Live, tmp_path: Path) -> Iterator[Shell]:
    yield Shell(live.url, tmp_path / "state")
    live.working.set()


@pytest.fixture
def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def somebody_else() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<h1>It works!</h1>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_0_when_it_is_done(shell: Shell) -> None:
    assert shell.run("doctor").code == Exit.OK


def test_1_when_a_deployment_answers_and_is_unwell(shell: Shell, live: Live) -> None:
    live.working.clear()
    accepted = live.pipeline.upload(export_of(plain_rows(1)))
    live.pipeline.clock.skip(24 * 3600)

    ran = shell.run("doctor")

    live.pipeline.jobs.advance(
        accepted.job.job_id,
        JobState.FAILED,
        at=live.pipeline.clock.now(),
        failure=Failure(code="deadline", message="Too late."),
    )
    assert ran.code == Exit.UNWELL
    assert "1 of 1 open are past their deadline" in ran.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import"], "Missing argument"),
        (["import", "nowhere.csv"], "nowhere.csv cannot be read: no such file or directory."),
        (["import", "/"], "/ is a directory."),
        (["status", "--bogus"], "No such option"),
        (["status", "my-job"], "“my-job” is not the id of a job"),
        (["status", "abcd"], "No import made here begins with “abcd”"),
        (["status"], "Nothing has been imported from here"),
        (["status", NOBODY, "--url", "localhost:8000"], "begins with http:// or https://"),
        (["export", NOBODY, "--private", "--json"], "--private goes with CSV only"),
    ],
)
def test_2_when_it_is_called_wrongly(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("FANFOLIO_URL", raising=False)

    code = main(arguments)

    told = capsys.readouterr()
    assert (code, told.out) == (Exit.USAGE, "")
    assert message in told.err.replace("\n", " ")


def test_3_when_the_service_refuses(shell: Shell) -> None:
    nothing = export_of([["1", "", "Nobody", "", "", "", "", "", "read"]])

    ran = shell.run("import", "-", stdin=nothing)

    assert (ran.code, ran.out) == (Exit.REFUSED, "")
    assert "  line 2, Title: This row has no title" in ran.err
    assert shell.run("status", NOBODY).code == Exit.REFUSED


def test_3_when_the_owner_is_somebody_else(shell: Shell, live: Live) -> None:
    job_id = finished(live, export_of(plain_rows(1))).job.job_id

    without, wrong = shell.run("delete", job_id), shell.run("delete", job_id, "--token", "x" * 43)

    assert (without.code, wrong.code) == (Exit.REFUSED, Exit.REFUSED)
    assert "set FANFOLIO_TOKEN or give --token" in without.err
    assert "the owner token is another job's" in wrong.err
    assert shell.run("status", job_id).code == Exit.OK


def test_4_when_the_job_has_failed(shell: Shell, live: Live) -> None:
    live.working.clear()
    job_id = live.pipeline.upload(export_of(plain_rows(1))).job.job_id
    failure = Failure(code="deadline", message="The job could not be finished in time.")
    live.pipeline.jobs.advance(job_id, JobState.FAILED, at=live.pipeline.clock.now(), failure=failure)

    watched, drawn = shell.run("status", job_id, "--wait"), shell.run("dashboard", job_id)

    assert (watched.code, drawn.code) == (Exit.JOB_FAILED, Exit.JOB_FAILED)
    assert "could not be finished in time" in watched.out
    assert "could not be finished in time" in drawn.err


def test_5_when_some_books_failed_and_that_matters(shell: Shell) -> None:
    some, all_found = export_of(plain_rows(3)), export_of(plain_rows(2))

    assert shell.run("import", "-", "--wait", stdin=some).code == Exit.OK
    assert shell.run("status", "--strict").code == Exit.SOME_BOOKS_FAILED
    assert shell.run("failures", "--strict").code == Exit.SOME_BOOKS_FAILED
    assert shell.run("import", "-", "--strict", stdin=all_found).code == Exit.OK


def test_6_when_nothing_answers(shell: Shell, closed_port: str) -> None:
    ran = shell.run("status", NOBODY, "--url", closed_port)

    assert (ran.code, ran.out) == (Exit.UNREACHABLE, "")
    assert f"Nothing answers at {closed_port}: connection refused." in ran.err
    assert "Is the service running?" in ran.err


def test_6_when_something_else_answers(shell: Shell, somebody_else: str) -> None:
    ran, examined = (
        shell.run("status", NOBODY, "--url", somebody_else),
        shell.run("doctor", "--url", somebody_else),
    )

    assert (ran.code, examined.code) == (Exit.UNREACHABLE, Exit.UNREACHABLE)
    assert "Is this address Fanfolio's?" in ran.err
    assert "Is this address Fanfolio's?" in examined.out


def test_every_exit_code_is_in_its_page() -> None:
    page = Path("docs/cli.md").read_text()

    for code in Exit:
        assert f"| {code.value} |" in page
