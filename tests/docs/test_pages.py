"""The pages: what they link and name is there, what they show runs, and each can be found."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.exports import GOODREADS_24, harbours, table

PROJECT = Path(__file__).parents[2]
PAGES = [
    *(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((PROJECT / "docs").glob("**/*.md")),
]
HOUSES = (
    *(
        "bench",
        "catalogue_sim",
        "docker",
        "docs",
        "fanfolio",
        "fanfolio_client",
        "infra",
        "make",
        "requirements",
    ),
    *("services", "tests", "tools", "web"),
)
_A_SCREEN_LINES = 60


def ids(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_the_files_and_directories_that_a_page_names_are_there(page: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(HOUSES)})/[\w./-]*)`", page.read_text(encoding="utf-8"))
    built = ("web/dist", "web/node_modules")
    assert [path for path in named if not path.startswith(built) and not (PROJECT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_the_targets_that_a_page_names_are_there(page: Path) -> None:
    makefiles = "".join(path.read_text() for path in (PROJECT / "Makefile", *(PROJECT / "make").glob("*.mk")))
    named = re.findall(r"`make ([a-z0-9-]+)", page.read_text(encoding="utf-8"))
    assert [target for target in named if f"\n{target}:" not in makefiles] == []


def test_the_readme_fits_a_screen_and_begins_with_the_two_commands() -> None:
    lines = (PROJECT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line.split("#")[0].strip() for line in lines if line.startswith("$ ")]
    assert len(lines) <= _A_SCREEN_LINES
    assert commands[:2] == ["$ make demo", "$ make test"]


def test_every_page_can_be_found_from_the_readme() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    pages = (PROJECT / "docs").glob("*.md")
    assert [page.name for page in pages if f"docs/{page.name}" not in readme] == []


def test_the_architecture_opens_with_the_flow_and_explains_its_words() -> None:
    page = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert page.startswith("# Architecture\n\n```\n reader ──CSV──> api")
    assert "\n## Glossary\n" in page


def test_the_program_that_reads_an_export_runs_as_it_is_shown(tmp_path: Path) -> None:
    page = (PROJECT / "docs" / "exports.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "goodreads_library_export.csv").write_bytes(table(GOODREADS_24, harbours(2)))

    ended = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n{program}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    *titles, last = ended.stdout.splitlines()
    assert titles == ["Harbour 1", "Harbour 2"]
    assert last.startswith("Goodreads, 24 columns Counts(rows=2, books=2")
