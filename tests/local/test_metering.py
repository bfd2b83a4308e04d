"""The benches' meter writes down the AWS calls of every part of the local stack: no figure leaves one out."""

from pathlib import Path

import pytest

from bench.imported import NotMetered, import_library, steps_of
from bench.meter import Meter
from bench.running import watched_pipeline
from services.local.options import Simulator
from tests.fixtures.exports import goodreads_export


def test_calls_of_every_part_are_written_down_or_there_are_no_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library.csv"
    library.write_bytes(goodreads_export(3))

    with watched_pipeline(Simulator()) as pipeline:
        imported = import_library(pipeline, library, every_s=0.1)

        steps = dict(steps_of(imported))
        assert steps["POST to complete, as the visitor sees it"] == imported.seconds
        assert all(seconds <= imported.seconds for seconds in steps.values())

        but_one = [call for call in imported.calls if call.function != "fanfolio-api"]
        monkeypatch.setattr(Meter, "calls", lambda _: but_one)
        with pytest.raises(NotMetered, match="fanfolio-api"):
            import_library(pipeline, library, every_s=0.1)
