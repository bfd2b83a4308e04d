"""Whole jobs under faults, the short way: ``make faults`` plays thousands, and long ones."""

import logging
from collections.abc import Iterator

import pytest

from bench.fault_harness.defects import DEFECTS
from bench.fault_harness.self_check import discover
from bench.fault_harness.trial import DELETION, names_of_every_call, try_all, try_one
from bench.fault_harness.weather import ANSWER_LOST, FAULTS, KILLED_AFTER, KILLED_BEFORE, SENT_TWICE

SEED = 13

# Takes some hundred jobs to show: two watchers have to publish at the same time.
RARELY_SHOWN = {"a job's state moves without a condition"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logger = logging.getLogger("fanfolio")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(before)


def test_jobs_in_foul_weather_lose_nothing_and_leave_nothing() -> None:
    tally = try_all(SEED, map(str, range(40)))

    assert [(trial.name, trial.findings) for trial in tally.failed] == []
    assert tally.faults.total() > 1_000
    assert set(FAULTS) - {fault for _, fault in tally.faults} == set()


@pytest.mark.parametrize("fault", [KILLED_BEFORE, KILLED_AFTER, ANSWER_LOST, SENT_TWICE, DELETION])
def test_one_fault_at_any_single_call_loses_nothing_and_leaves_nothing(fault: str) -> None:
    names = [name for name in names_of_every_call(SEED) if name.endswith(f"/{fault}")]

    tally = try_all(SEED, names)

    assert len(names) > 30
    assert [(trial.name, trial.findings) for trial in tally.failed] == []


@pytest.mark.parametrize("name", ["3", f"9/{KILLED_AFTER}"])
def test_a_job_of_a_seed_is_the_same_play_each_time(name: str) -> None:
    assert try_one(SEED, name) == try_one(SEED, name)


def test_another_seed_is_another_play() -> None:
    assert try_one(SEED, "3").trace != try_one(SEED + 1, "3").trace


@pytest.mark.parametrize("defect", [defect for defect in DEFECTS if defect not in RARELY_SHOWN])
def test_a_planted_defect_is_found(defect: str) -> None:
    assert discover(defect, seed=SEED) is not None
