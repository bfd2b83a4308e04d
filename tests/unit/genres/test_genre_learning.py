"""Learning the weights: what the regression finds, and what the packaged numbers may say."""

from math import log

import pytest

from bench.genre_books import LabelledBook
from bench.genre_fitting import example_of, fit
from bench.learn_genres import as_toml
from bench.regression import regress
from fanfolio.domain.genres import all_genres
from fanfolio.domain.genres.evidence import Vote
from fanfolio.domain.genres.weights import read_weights, the_weights


def test_regression_finds_the_log_odds_of_what_it_saw() -> None:
    rows, answers = [(1.0,)] * 4, [True, True, True, False]
    (found,) = regress(rows, answers, [0.0] * 4, prior=[0.0], held=[1e-9])
    assert found == pytest.approx(log(3), abs=1e-6)


def test_regression_stays_near_its_prior_when_held() -> None:
    (found,) = regress([(1.0,)] * 4, [True] * 4, [0.0] * 4, prior=[-1.0], held=[1_000.0])
    assert found == pytest.approx(-1.0, abs=0.01)


def test_what_readers_name_more_often_stands_higher() -> None:
    books = [_book("Fantasy fiction", "Horror fiction", truth="Fantasy") for _ in range(20)]
    books += [_book("Cookbooks", truth="Cooking", fiction=False) for _ in range(20)]

    weights = fit([example_of(book) for book in books])

    assert weights.standings["Fantasy"].base > weights.common.base > weights.standings["Horror"].base
    assert weights.votes[Vote.FICTION_GENRE] > 0 > weights.votes[Vote.NONFICTION_KIND]


def test_weights_survive_being_written_and_read() -> None:
    weights = fit([example_of(_book("Fantasy fiction", "Horror fiction", truth="Fantasy")) for _ in range(9)])
    text = as_toml(weights)
    assert as_toml(read_weights(text)) == text
    assert "Fantasy" in read_weights(text).standings


def test_the_packaged_weights_know_only_genres_of_the_tree_and_vote_the_right_way() -> None:
    weights = the_weights()
    assert set(weights.standings) <= set(all_genres())
    assert len(weights.votes) == len(Vote)
    for vote in Vote:
        assert (weights.votes[vote] > 0) == vote.name.startswith("FICTION")
        assert (weights.votes[vote] < 0) == vote.name.startswith("NONFICTION")


def _book(*subjects: str, truth: str, fiction: bool = True) -> LabelledBook:
    return LabelledBook(title="", subjects=subjects, labels=(), truth=frozenset({truth}), fiction=fiction)
