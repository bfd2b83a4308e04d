"""``fanfolio import`` and ``status`` as a process of its own, in pipes and in terminals."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from tests.fixtures.commands import Shell
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import export_of, match_of, plain_rows

# Many processes one after another: slow where the machine has other things to do.
pytestmark = pytest.mark.timeout(600)

EXPORT = export_of(plain_rows(3))


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with live_service(ScriptedCatalogue({number: match_of(number) for number in (1, 2)})) as live:
        yield live


@pytest.fixture
def shell(live: Live, tmp_path: Path) -> Iterator[Shell]:
    (tmp_path / "export.csv").write_bytes(EXPORT)
    yield Shell(live.url, tmp_path / "state")
    live.working.set()


@pytest.fixture
def export(tmp_path: Path) -> str:
    return str(tmp_path / "export.csv")


def test_an_id_goes_to_standard_output_and_words_to_standard_error(shell: Shell, export: str) -> None:
    ran = shell.run("import", export)

    job_id = ran.out.strip()
    assert (ran.code, len(job_id)) == (0, 32)
    assert f"fanfolio status {job_id} --wait" in ran.err
    assert "\x1b" not in ran.out + ran.err


def test_waiting_in_a_pipe_tells_each_news_in_a_line(shell: Shell, export: str) -> None:
    ran = shell.run("import", export, "--wait")

    assert (ran.code, len(ran.out.strip())) == (0, 32)
    assert "Complete: 3 of 3 books" in ran.err.splitlines()
    assert "  2 matched · 1 unmatched · 0 unavailable" in ran.err.splitlines()
    assert "\x1b" not in ran.out + ran.err


def test_waiting_in_a_terminal_shows_a_bar(shell: Shell, live: Live, export: str) -> None:
    live.working.clear()

    with shell.terminal("import", export, "--wait") as terminal:
        terminal.until("0/? books")
        live.working.set()
        code = terminal.ended()

    assert code == 0
    assert "━━━" in terminal.words
    assert "2 matched" in terminal.words


def test_standard_input_is_a_file_too(shell: Shell) -> None:
    assert shell.run("import", "-", "--wait", stdin=EXPORT).code == 0


def test_json_is_the_job_with_its_token(shell: Shell, export: str) -> None:
    job = shell.json("import", export, "--wait")

    assert (job["state"], job["total"]) == ("complete", 3)
    assert len(job["owner_token"]) >= 43


def test_a_page_is_opened_in_the_browser_of_the_user(
    shell: Shell, live: Live, export: str, tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)

    ran = shell.run("import", export, "--open", BROWSER=f"{browser} %s")

    assert (tmp_path / "opened").read_text().strip() == f"{live.url}/jobs/{ran.out.strip()}"


def test_an_interrupt_leaves_the_job_running_and_says_how_to_come_back(
    shell: Shell, live: Live, export: str
) -> None:
    live.working.clear()
    with shell.terminal("import", export, "--wait", columns=200) as terminal:
        terminal.until("0/? books")
        terminal.type("\x03")
        code = terminal.ended()
    live.working.set()

    assert code == 130
    assert "Interrupted. The job goes on" in terminal.words
    resume = terminal.words.partition("fanfolio status ")[2].split()
    assert resume[1] == "--wait"
    ran = shell.run("status", resume[0], "--wait")
    assert (ran.code, ran.out.splitlines()[0].partition(" in ")[0]) == (0, "Complete: 3 of 3 books looked up")


def test_tokens_are_kept_for_the_user_alone(shell: Shell, export: str) -> None:
    job = shell.json("import", export)

    kept = shell.state / "fanfolio" / "imports.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    (entry,) = json.loads(kept.read_text())["imports"]
    assert (entry["job_id"], entry["owner_token"]) == (job["job_id"], job["owner_token"])


def test_a_token_that_cannot_be_kept_is_told(shell: Shell, export: str, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a directory should be")

    ran = shell.run("import", export)

    assert ran.code == 0
    assert "Keep the owner token, it is not told again: " in ran.err


def test_status_without_an_id_is_about_the_last_import(shell: Shell, export: str) -> None:
    shell.run("import", export)
    last = shell.run("import", export).out.strip()

    assert shell.json("status")["job_id"] == last


def test_first_letters_and_the_pages_address_name_a_job_too(shell: Shell, live: Live, export: str) -> None:
    job_id = shell.run("import", export).out.strip()

    assert shell.json("status", job_id[:8])["job_id"] == job_id
    ran = shell.run("status", f"{live.url}/jobs/{job_id}", "--json", FANFOLIO_URL="http://localhost:1")
    assert json.loads(ran.out)["job_id"] == job_id


def test_the_service_can_be_named_before_and_after_the_subcommand(shell: Shell, live: Live) -> None:
    assert shell.run("--url", live.url, "doctor", FANFOLIO_URL="http://localhost:1").code == 0
    assert shell.run("doctor", "--url", live.url, FANFOLIO_URL="http://localhost:1").code == 0
