"""The directory of one pipeline: held by one, emptied only by its holder."""

from pathlib import Path

import pytest

from services.local import state
from services.local.children import DidNotStart
from services.local.state import hold


def test_a_directory_that_is_held_is_neither_shared_nor_emptied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "_PATIENCE_S", 0)
    with hold(tmp_path):
        (tmp_path / "job").write_text("under way")
        with pytest.raises(DidNotStart, match="another Fanfolio is running in"), hold(tmp_path, afresh=True):
            pass
        assert (tmp_path / "job").read_text() == "under way"


def test_a_fresh_start_forgets_what_a_former_run_left(tmp_path: Path) -> None:
    with hold(tmp_path):
        (tmp_path / "aws").mkdir()
        (tmp_path / "aws" / "table").touch()
        (tmp_path / "dashboard.json").touch()
    with hold(tmp_path, afresh=True):
        assert [path.name for path in tmp_path.iterdir()] == ["lock"]
