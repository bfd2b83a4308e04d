import re
from pathlib import Path

import pytest

from fanfolio.domain.exports import header, library, signatures, upload
from fanfolio.domain.exports.complaints import ADVICE

PACKAGE = Path(library.__file__).parent
DOCS = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
SENTENCES = [
    value
    for module in (header, library, signatures, upload)
    for name, value in vars(module).items()
    if isinstance(value, str) and name.strip("_").isupper() and value.endswith((".", ": "))
]
NOTES = sorted(
    set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', "".join(path.read_text() for path in PACKAGE.glob("*.py"))))
    - set(ADVICE)
)


@pytest.mark.parametrize("kind", ADVICE)
def test_every_kind_of_complaint_is_documented(kind: str) -> None:
    assert f"| `{kind}` |" in DOCS


def test_every_sentence_of_a_refusal_is_documented() -> None:
    plain = " ".join(DOCS.split())
    missing = [sentence for sentence in SENTENCES if sentence.partition(". ")[0].rstrip(".") not in plain]
    assert len(SENTENCES) > 10
    assert missing == []


@pytest.mark.parametrize(
    "note",
    [note for note in NOTES if re.search(r"unreadable|assumed|incomplete|isbn|guessed|cut|dropped", note)],
)
def test_every_kind_of_note_is_documented(note: str) -> None:
    assert f"`{note}`" in DOCS
