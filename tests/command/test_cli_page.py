"""docs/cli.md: its commands run, and print and return what it says."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from tests.fixtures.commands import Shell
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import export_of, match_of, plain_rows

# Many processes one after another: slow where the machine has other things to do.
pytestmark = pytest.mark.timeout(600)

PAGE = Path("docs/cli.md").read_text()
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, flags=re.DOTALL)
MARK = "=== "

# What differs from one visit to the next.
CHANGING = (
    (r"https?://[\w.:]+", "URL"),
    (r"\b[0-9a-f]{32}\b", "ID"),
    (r"until \d+ \w+ \d+", "until DAY"),
    (r"[\d,.]*\d", "N"),
)


@dataclass(frozen=True)
class Command:
    line: str
    printed: list[str]

    @property
    def code(self) -> str:
        exits = re.search(r"# exits with (\d+)", self.line)
        return exits[1] if exits else "0"


@pytest.fixture
def live() -> Iterator[Live]:
    with live_service(ScriptedCatalogue({number: match_of(number) for number in range(1, 11)})) as live:
        yield live


def commands(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, *printed = part.rstrip("\n").split("\n")
        if not line.startswith("pip install"):
            yield Command(line, [steady(each) for each in printed])


def steady(line: str) -> str:
    for pattern, word in CHANGING:
        line = re.sub(pattern, word, line)
    return line.strip()


def is_within(wanted: list[str], printed: list[str]) -> bool:
    """Whether the lines were printed in this order, whatever came between."""
    rest = iter(printed)
    return all(line in rest for line in wanted)


@pytest.mark.parametrize("block", BLOCKS, ids=["beginning", "visit"])
def test_commands_print_and_return_what_the_page_says(block: str, live: Live, tmp_path: Path) -> None:
    rows = [*plain_rows(12), ["13", "", "Nobody", "", "", "", "", "", "read"]]
    (tmp_path / "goodreads_library_export.csv").write_bytes(export_of(rows))
    asked = list(commands(block))
    script = f'exec 2>&1; fanfolio() {{ "{sys.executable}" -m fanfolio_client "$@"; }}\n' + "".join(
        f"{command.line}\necho '{MARK}'$?\n" for command in asked
    )

    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=Shell(live.url, tmp_path / "state").environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    results = re.split(rf"^{MARK}(\d+)\n", ran.stdout, flags=re.MULTILINE)
    assert len(results) == 2 * len(asked) + 1, ran.stdout
    for command, printed, code in zip(asked, results[::2], results[1::2], strict=False):
        assert code == command.code, (command.line, printed)
        lines = [steady(line) for line in printed.splitlines()]
        assert is_within(command.printed, lines), (command.line, command.printed, lines)
