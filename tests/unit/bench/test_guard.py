"""The guard finds what got worse, forgives a bad moment, and says which figure it was."""

from collections.abc import Iterator

import pytest

from bench.at_once import most_at_once
from bench.guard import Check, compare
from bench.report import Report
from bench.running import Invocation


def check_of(*measured: dict[str, float], tolerance: float = 0.1) -> Check:
    """A check whose runs give these figures, one after another."""
    runs: Iterator[dict[str, float]] = iter(measured)

    def run() -> Report:
        return Report(name="x", command="x", about="x", columns=[], rows=[], figures=next(runs))

    return Check(name="x", run=run, tolerance=tolerance)


def test_what_stays_within_its_tolerance_is_no_finding() -> None:
    assert list(compare(check_of({"calls": 109}), {"calls": 100})) == []


def test_what_is_worse_twice_is_a_finding_that_names_the_figure() -> None:
    (finding,) = compare(check_of({"calls": 130}, {"calls": 120}), {"calls": 100})

    assert "calls was 100 and is 120: +20%" in finding


def test_one_bad_moment_is_forgiven() -> None:
    assert list(compare(check_of({"cpu": 150}, {"cpu": 101}), {"cpu": 100})) == []


def test_a_figure_that_is_measured_no_more_is_a_finding() -> None:
    assert list(compare(check_of({"other": 1}), {"calls": 100}))


@pytest.mark.parametrize(
    ("times", "most"),
    [([], 0), ([(0, 1)], 1), ([(0, 2), (1, 2), (2.5, 1)], 2), ([(0, 1), (1, 1)], 1), ([(0, 5)] * 120, 120)],
)
def test_invocations_at_once_are_counted_by_their_overlap(
    times: list[tuple[float, float]], most: int
) -> None:
    invocations = [Invocation(function="w", began=began, seconds=seconds) for began, seconds in times]

    assert most_at_once(invocations) == most
