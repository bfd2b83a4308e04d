"""The table of legal transitions, and progress as sets."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import IllegalTransition
from fanfolio.domain.job import OPEN_STATES, TRANSITIONS, JobState, Progress, require_transition, sources_of

LEGAL = {
    ("accepted", "reading"),
    ("accepted", "failed"),
    ("accepted", "deleted"),
    ("reading", "reading"),
    ("reading", "enriching"),
    ("reading", "failed"),
    ("reading", "deleted"),
    ("enriching", "assembling"),
    ("enriching", "failed"),
    ("enriching", "deleted"),
    ("assembling", "assembling"),
    ("assembling", "complete"),
    ("assembling", "failed"),
    ("assembling", "deleted"),
    ("complete", "enriching"),
    ("complete", "deleted"),
    ("failed", "deleted"),
}


@pytest.mark.parametrize(("current", "target"), list(itertools.product(JobState, JobState)))
def test_only_the_transitions_of_the_table_are_legal(current: JobState, target: JobState) -> None:
    if (current.value, target.value) in LEGAL:
        require_transition(current, target)
        assert current in sources_of(target)
    else:
        with pytest.raises(IllegalTransition, match=current.value):
            require_transition(current, target)
        assert current not in sources_of(target)


def test_every_open_state_can_reach_an_end() -> None:
    for state in OPEN_STATES:
        reached, frontier = set(), {state}
        while frontier:
            reached |= frontier
            frontier = {target for source in frontier for target in TRANSITIONS[source]} - reached
        assert {JobState.COMPLETE, JobState.FAILED, JobState.DELETED} <= reached


numbers = st.frozensets(st.integers(1, 60))


@given(matched=numbers, unmatched=numbers, unavailable=numbers)
def test_where_deliveries_disagree_the_better_outcome_stands(
    matched: frozenset[int], unmatched: frozenset[int], unavailable: frozenset[int]
) -> None:
    progress = Progress.of(
        {Outcome.MATCHED: matched, Outcome.UNMATCHED: unmatched, Outcome.UNAVAILABLE: unavailable}
    )

    assert progress.settled == len(matched | unmatched | unavailable)
    assert progress.matched == matched
    assert not progress.unmatched & matched
    assert not progress.unavailable & (matched | unmatched)


@given(matched=numbers, unmatched=numbers)
def test_settling_the_same_books_again_changes_nothing(
    matched: frozenset[int], unmatched: frozenset[int]
) -> None:
    once = {Outcome.MATCHED: list(matched), Outcome.UNMATCHED: list(unmatched)}
    twice = {Outcome.MATCHED: [*matched, *matched], Outcome.UNMATCHED: [*unmatched, *unmatched]}

    assert Progress.of(once) == Progress.of(twice)


def test_counts_name_every_outcome() -> None:
    assert Progress.of({Outcome.MATCHED: [1, 2], Outcome.UNMATCHED: [2, 3]}).counts() == {
        "matched": 2,
        "unmatched": 1,
        "unavailable": 0,
    }
