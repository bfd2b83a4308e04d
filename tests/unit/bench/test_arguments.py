"""Command lines of the benches: what cannot be meant is said before anything is started."""

import math

import pytest

from bench import faults, load
from bench.under_load.percentiles import percentiles


@pytest.mark.parametrize("jobs", ["0", "-3", "1.5", "many", "²"])
def test_a_number_of_jobs_that_cannot_be_meant_is_named(
    jobs: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["load", "jobs", f"--jobs={jobs}"])

    with pytest.raises(SystemExit) as ended:
        load.main()

    assert ended.value.code == 2
    assert f"argument --jobs: “{jobs}” is not a whole number from 1" in capsys.readouterr().err


def test_a_play_that_does_not_exist_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert faults.main(["--seed", "1", "--replay", "7/earthquake"]) == 2
    assert "there is no play “7/earthquake”" in capsys.readouterr().out


def test_clients_that_got_no_answer_have_no_percentiles() -> None:
    assert all(math.isnan(value) for value in percentiles([]))
