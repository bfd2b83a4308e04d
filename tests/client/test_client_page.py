"""docs/client.md: its snippets run, and it has every public name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fanfolio_client
from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio_client import FanfolioError, Problem
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import export_of, match_of, plain_rows

PAGE = Path("docs/client.md").read_text()
SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def live() -> Iterator[Live]:
    with live_service(ScriptedCatalogue({1: match_of(1)})) as live:
        yield live


def test_every_snippet_runs(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*plain_rows(3), ["4", "", "Nobody", "", "", "", "", "", "read"]]
    (tmp_path / "goodreads_library_export.csv").write_bytes(export_of(rows))
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}

    for snippet in SNIPPETS:
        exec(snippet.replace("http://localhost:8000", live.url), names)  # noqa: S102 - the page's own code

    told = capsys.readouterr().out
    assert len(SNIPPETS) == 5
    assert "3 books read, 600 pages" in told
    assert "2024 3 4.0" in told
    assert "Coverage(total=3, matched=1" in told
    assert "5 Title This row has no title" in told
    assert "/problems/not-an-export" in told


def test_errors_beside_problems_are_on_the_page() -> None:
    for cls in set(FanfolioError.__subclasses__()) - {Problem}:
        assert f"`{cls.__name__}`" in PAGE


def test_the_version_is_that_of_the_package() -> None:
    assert f'version = "{fanfolio_client.__version__}"' in Path("pyproject.toml").read_text()
