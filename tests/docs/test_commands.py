"""What the pages tell people to type works as it stands there, against a running service."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
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
    with Shell(tmp_path, instead={"http://localhost:8000": live.url}) as running:
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


def test_the_targets_that_the_readme_names_are_there() -> None:
    made = [
        command.text.split()[1]
        for command in commands_of(Path("README.md").read_text())
        if command.text.startswith("make ")
    ]
    makefiles = "".join(path.read_text() for path in (Path("Makefile"), *Path("make").glob("*.mk")))
    assert made
    for target in made:
        assert f"\n{target}:" in makefiles
