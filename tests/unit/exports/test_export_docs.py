"""docs/exports.md lists every kind of complaint and note, and every refusal."""

from pathlib import Path

import pytest

from fanfolio.domain.exports import header, library, signatures, upload
from fanfolio.domain.exports.complaints import ADVICE
from fanfolio.domain.notes import MEANINGS

DOCS = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
SENTENCES = [
    value
    for module in (header, library, signatures, upload)
    for name, value in vars(module).items()
    if isinstance(value, str) and name.strip("_").isupper() and value.endswith((".", ": "))
]


@pytest.mark.parametrize("kind", ADVICE)
def test_every_kind_of_complaint_is_documented(kind: str) -> None:
    assert f"| `{kind}` |" in DOCS


def test_every_sentence_of_a_refusal_is_documented() -> None:
    plain = " ".join(DOCS.split())
    missing = [sentence for sentence in SENTENCES if sentence.partition(". ")[0].rstrip(".") not in plain]
    assert len(SENTENCES) > 10
    assert missing == []


@pytest.mark.parametrize("kind", MEANINGS)
def test_every_kind_of_note_is_documented(kind: str) -> None:
    assert f"`{kind}`" in DOCS


@pytest.mark.parametrize("kind", MEANINGS)
def test_a_notes_meaning_is_a_sentence_for_people(kind: str) -> None:
    assert MEANINGS[kind][0].isupper()
    assert MEANINGS[kind].endswith(".")
    assert 30 < len(MEANINGS[kind]) < 240
