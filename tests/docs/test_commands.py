"""What the pages tell people to type works as it stands there, against a running service."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from tests.fixtures.commands import Shell as CommandShell
from tests.fixtures.console import Command, Shell, commands_of, matches
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import match_of

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the pages' commands are curl's")

SAMPLE = Path("services/local/sample/library.csv")
MADE_BY_US = ("make ", "sudo make ")


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with live_service(ScriptedCatalogue({number: match_of(number) for number in range(1, 540)})) as service:
        yield service


@pytest.fixture
def shell(live: Live, tmp_path: Path) -> Iterator[Shell]:
    shutil.copy(SAMPLE, tmp_path / "goodreads_library_export.csv")
    command = f'fanfolio() {{ "{sys.executable}" -m fanfolio_client "$@"; }}'
    # What is installed for good elsewhere is there already.
    instead = {"http://localhost:8000": live.url, "pip install . && ": ""}
    environment = CommandShell(live.url, tmp_path / "state").environment()
    with Shell(tmp_path, instead=instead, environment=environment) as running:
        running.run(command)
        yield running


def http_commands(page: str) -> list[Command]:
    return [command for command in commands_of(page) if not command.text.startswith(MADE_BY_US)]


@pytest.mark.parametrize("page", ["docs/api.md", "README.md"])
def test_the_commands_of_a_page_run_and_print_what_it_says(shell: Shell, page: str) -> None:
    commands = http_commands(Path(page).read_text(encoding="utf-8"))

    assert commands
    for command in commands:
        printed = shell.run(command.text)
        if command.expected:
            assert matches(command.expected, printed), (command.text, command.expected, printed)
