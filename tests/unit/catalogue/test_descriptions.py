"""Descriptions from catalogues, as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.descriptions import MOST_CHARACTERS, plain_description


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>A <b>bold</b> book.</p><p>And&nbsp;more &amp; more.</p>", "A bold book. And more & more."),
        ("One line.\r\n\r\nAnother *starred* line.", "One line. Another starred line."),
        ("A story. \n----------\nAlso in: a set", "A story."),
        ("A story.\n([source][1])\n\n[1]: https://example.org", "A story."),
        ("A [linked](https://example.org/x) word.", "A linked word."),
        ("", None),
        ("<br/>", None),
    ],
)
def test_markup_and_sources_are_left_out(text: str, plain: str | None) -> None:
    assert plain_description(text) == plain


def test_a_long_description_ends_with_a_sentence() -> None:
    sentence = "The tide took the harbour wall and left the lamps. "

    short = plain_description(sentence * 40)

    assert short is not None
    assert 500 < len(short) < MOST_CHARACTERS
    assert short.endswith("left the lamps.")


def test_a_long_description_of_one_sentence_ends_at_a_word() -> None:
    short = plain_description("lantern " * 200)

    assert short is not None
    assert len(short) <= MOST_CHARACTERS
    assert short.endswith("lantern…")


@given(st.text(max_size=2_000))
def test_any_text_becomes_short_plain_text(text: str) -> None:
    short = plain_description(text)

    assert short is None or 0 < len(short) <= MOST_CHARACTERS
