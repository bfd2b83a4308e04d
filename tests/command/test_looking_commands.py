"""``fanfolio dashboard``, ``failures`` and ``export``, and what only the owner may do."""

import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.flow.accept_upload import Accepted
from fanfolio.ports import Unanswered
from tests.fixtures.commands import Shell, finished
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import export_of, match_of

# Many processes one after another: slow where the machine has other things to do.
pytestmark = pytest.mark.timeout(600)

HEADER = (
    "Book Id",
    "Title",
    "Author",
    "My Rating",
    "Number of Pages",
    "Date Read",
    "Exclusive Shelf",
    "My Review",
)
EVIL = "Blink \x1b[5m\x1b]0;owned\x07 \u202egnp"
ROWS = [
    ["1", "Salt Ledger", "Ada Høltová", "5", "200", "2023/03/01", "read", "I wept."],
    ["2", "The Glass Orchard", "Gita Vance", "4", "300", "2024/03/01", "read", ""],
    ["3", EVIL, "Ada Høltová", "0", "", "", "read", ""],
    ["4", "", "Nobody", "", "", "", "read", ""],
]


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    catalogue = ScriptedCatalogue({1: match_of(1), 2: match_of(2)})
    with live_service(catalogue) as live:
        yield live


@pytest.fixture(scope="module")
def accepted(live: Live) -> Accepted:
    return finished(live, export_of(ROWS, header=HEADER))


@pytest.fixture
def shell(live: Live, tmp_path: Path) -> Shell:
    return Shell(live.url, tmp_path / "state")


@pytest.fixture
def job_id(accepted: Accepted) -> str:
    return accepted.job.job_id


def test_a_dashboard_is_drawn_in_one_column_for_a_pipe(shell: Shell, job_id: str) -> None:
    ran = shell.run("dashboard", job_id)

    lines = ran.out.splitlines()
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert max(map(len, lines)) <= 80
    assert [line.strip() for line in lines[:2]] == [
        "3       3               500           2          4.50 ★",
        "read    books in all    pages read    authors    on average",
    ]
    for row in (" 2023    ", " 2024    ", " ★★★★★ ", " Ada Høltová ", " Fantasy "):
        assert any(line.startswith(row) and "█" in line for line in lines), row
    for row in (" no date ", " read, not rated ", " no genre known "):
        assert any(line.startswith(row) and line.endswith(" 1") and "█" not in line for line in lines), row
    assert any(line.startswith(" found in a catalogue") and "2 of 3 · 1 unmatched" in line for line in lines)
    assert any(
        line.startswith(" date read") and "░" in line and "2 of 3 · 1 unknown" in line for line in lines
    )
    assert " 1 row of the file did not become a book: see fanfolio failures" in lines


def test_a_dashboard_is_drawn_in_two_coloured_columns_in_a_wide_terminal(shell: Shell, job_id: str) -> None:
    with shell.terminal("dashboard", job_id, columns=120) as terminal:
        code = terminal.ended()

    assert code == 0
    assert "\x1b[36m█" in terminal.seen
    titles = next(line for line in terminal.words.splitlines() if "Books a year" in line)
    assert titles.split() == ["Books", "a", "year", "Genres"]


def test_no_color_means_not_one_escape_sequence(shell: Shell, job_id: str) -> None:
    with shell.terminal("dashboard", job_id, NO_COLOR="1") as terminal:
        code = terminal.ended()

    assert code == 0
    assert "█" in terminal.seen
    assert "\x1b" not in terminal.seen


def test_a_terminal_without_unicode_gets_signs_it_has(shell: Shell, job_id: str) -> None:
    ran = shell.run("dashboard", job_id, PYTHONIOENCODING="ascii:strict")

    assert ran.code == 0
    assert "####" in ran.out
    assert "Ada H?ltov?" in ran.out
    assert ran.out.isascii()
    books = json.loads(shell.run("export", job_id, "--json", PYTHONIOENCODING="ascii:strict").out)
    assert books[0]["authors"] == ["Ada Høltová"]
    document = shell.run("dashboard", job_id, "--json", PYTHONIOENCODING="ascii:strict").out
    assert json.loads(document)["books"] == books


def test_a_dashboard_as_json_is_the_whole_document(shell: Shell, job_id: str) -> None:
    document = shell.json("dashboard", job_id)

    assert document["version"] == 1
    assert document["coverage"]["total"] == 3


def test_failures_are_listed_by_line_and_row(shell: Shell, job_id: str) -> None:
    ran = shell.run("failures", job_id)

    complaint, book = ran.out.splitlines()
    assert complaint.startswith("line 5, Title: This row has no title")
    assert book.startswith("row 3: Blink ")
    assert book.endswith(", Ada Høltová: unmatched")
    assert "1 row is no book: mend the file and import it again." in ran.err


def test_a_title_cannot_command_the_terminal(shell: Shell, job_id: str) -> None:
    with shell.terminal("failures", job_id) as terminal:
        terminal.ended()

    assert "\x1b]0;" not in terminal.seen
    assert "\x1b[5m" not in terminal.seen
    assert "\u202e" not in terminal.seen


def test_failures_as_json_have_the_same(shell: Shell, job_id: str) -> None:
    listed = shell.json("failures", job_id)

    assert [complaint["line"] for complaint in listed["complaints"]] == [5]
    assert [book["outcome"] for book in listed["books"]] == ["unmatched"]


def test_books_are_exported_to_standard_output(shell: Shell, job_id: str) -> None:
    ran = shell.run("export", job_id)

    assert ran.out.startswith("\ufeffNumber,Title,")
    assert "I wept." not in ran.out
    assert ran.err == ""


def test_books_as_json_are_those_of_the_dashboard(shell: Shell, job_id: str) -> None:
    books = json.loads(shell.run("export", job_id, "--json").out)

    assert [book["number"] for book in books] == [1, 2, 3]


def test_private_columns_take_the_token_and_their_file_is_for_its_owner(
    shell: Shell, accepted: Accepted, tmp_path: Path
) -> None:
    job_id, path = accepted.job.job_id, tmp_path / "books.csv"

    refused = shell.run("export", job_id, "--private", "--output", str(path))
    written = shell.run(
        "export", job_id, "--private", "--output", str(path), FANFOLIO_TOKEN=accepted.owner_token
    )

    assert (refused.code, written.code, written.out) == (3, 0, "")
    assert "I wept." in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["books.csv"]


def test_whoever_reads_may_stop_reading(shell: Shell, job_id: str) -> None:
    pipe = f'"{sys.executable}" -m fanfolio_client dashboard {job_id} --json | head -c 1'

    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", pipe], capture_output=True, env=shell.environment(), check=False
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"{", b"")


def test_a_retry_takes_the_remembered_token_and_asks_again(shell: Shell, live: Live, tmp_path: Path) -> None:
    catalogue = live.pipeline.catalogue
    catalogue.unavailable = Unanswered(reason="circuit-open", retry_after_s=300)
    before = shell.run(
        "import",
        "-",
        "--wait",
        stdin=export_of([["8", "Quiet Stones", "Ada Holt", "4", "90", "", "read", ""]], header=HEADER),
    )
    listed = shell.run("failures")
    catalogue.unavailable = None

    ran = shell.run("retry", "--wait")

    assert "1 unavailable" in before.err
    assert "unavailable (circuit-open)" in listed.out
    assert f"fanfolio retry {before.out.strip()}" in listed.err
    assert "1 matched · 0 unmatched · 0 unavailable" in ran.out


def test_deleting_asks_first_in_a_terminal_and_forgets_afterwards(shell: Shell, live: Live) -> None:
    job_id = shell.run("import", "-", "--wait", stdin=export_of(ROWS, header=HEADER)).out.strip()
    with shell.terminal("delete", job_id) as terminal:
        terminal.until("[y/N]")
        terminal.type("n\n")
        kept = terminal.ended()
    still_there = shell.run("status", job_id)

    with shell.terminal("delete", job_id) as terminal:
        terminal.until("[y/N]")
        terminal.type("y\n")
        gone = terminal.ended()

    assert (kept, still_there.code, gone) == (0, 0, 0)
    assert f"{job_id} is deleted." in terminal.words
    assert shell.run("status", job_id).code == 3
    assert job_id not in (shell.state / "fanfolio" / "imports.json").read_text()


def test_a_script_deletes_without_being_asked_but_says_what(shell: Shell) -> None:
    job_id = shell.run("import", "-", stdin=export_of(ROWS, header=HEADER)).out.strip()

    assert shell.run("delete").code == 2
    assert shell.json("delete", job_id) == {"job_id": job_id, "deleted": True}


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_shells_are_given_completion(shell: Shell, name: str) -> None:
    ran = shell.run("--show-completion", name)

    assert ran.code == 0
    assert "_FANFOLIO_COMPLETE" in ran.out


def test_jobs_imported_here_are_completed(shell: Shell) -> None:
    job_id = shell.run("import", "-", stdin=export_of(ROWS, header=HEADER)).out.strip()

    ran = shell.run(
        _FANFOLIO_COMPLETE="complete_bash", COMP_WORDS=f"fanfolio status {job_id[:3]}", COMP_CWORD="2"
    )

    assert job_id in ran.out


def test_help_is_given_without_a_subcommand(shell: Shell) -> None:
    ran = shell.run()

    assert ran.code == 0
    for command in ("import", "status", "dashboard", "failures", "retry", "export", "delete", "doctor"):
        assert f" {command} " in ran.out
