"""The learned numbers: what readers make of what catalogues say. How they are found: docs/genres.md."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from fanfolio.domain.genres.evidence import Vote


class Standing(NamedTuple):
    """How readily readers call a book by one genre's name, in log-odds.

    ``base`` as soon as anything speaks for it; ``hinted`` more with the logarithm of the hints.
    """

    base: float
    hinted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything learned, in log-odds: ``named``, ``repeated`` and ``share`` hold for all genres alike."""

    named: float
    repeated: float
    share: float
    common: Standing
    """The genre of which nothing particular is known."""
    standings: Mapping[str, Standing]
    votes: tuple[float, ...]
    """What a vote for fiction (above 0) or non-fiction (below) is worth, by :class:`Vote`."""


@cache
def the_weights() -> Weights:
    """The packaged weights, parsed once a process."""
    return read_weights((resources.files(__package__) / "genre_weights.toml").read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """Parse a file of weights; genres that it does not know stand like the common one."""
    table: dict[str, Any] = tomllib.loads(text)
    every, votes = table["every_genre"], table["votes"]
    common = Standing(every["base"], every["hinted"])
    return Weights(
        named=every["named"],
        repeated=every["repeated"],
        share=every["share"],
        common=common,
        standings={name: Standing(*numbers) for name, numbers in table["genres"].items()},
        votes=tuple(float(votes.get(vote.name.lower(), 0.0)) for vote in Vote),
    )
