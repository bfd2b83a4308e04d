"""docs/catalogues.md lists every reason and every way of matching."""

from pathlib import Path

import pytest

from fanfolio.adapters import asking, dynamo_pacer
from fanfolio.adapters.google_books import refusals
from fanfolio.domain import pacing
from fanfolio.domain.enrichment import MatchedBy, Source

PAGE = Path(__file__).parents[3] / "docs" / "catalogues.md"

TROUBLES = [value.name for value in vars(asking).values() if isinstance(value, asking.Trouble)]
OWN_REASONS = [
    asking.OUT_OF_TIME,
    dynamo_pacer.UNREACHABLE,
    pacing.PACED,
    pacing.CIRCUIT_OPEN,
    pacing.CIRCUIT_PROBING,
    pacing.QUOTA_SPENT,
    f"{Source.GOOGLE_BOOKS}-{refusals.MISCONFIGURED.name}",
    f"{Source.GOOGLE_BOOKS}-{pacing.QUOTA_SPENT}",
]


@pytest.mark.parametrize("reason", [*OWN_REASONS, *[f"{s}-{name}" for s in Source for name in TROUBLES]])
def test_every_reason_code_is_in_the_docs(reason: str) -> None:
    assert f"`{reason}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", list(MatchedBy))
def test_every_way_of_matching_is_in_the_docs(way: MatchedBy) -> None:
    assert f"`{way.value}`" in PAGE.read_text(encoding="utf-8")
