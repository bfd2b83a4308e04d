"""A catalogue's description as short plain text."""

import html
import re

MOST_CHARACTERS = 600
# Texts are cut before they are cleaned, so that no length of markup costs time.
_MOST_READ = 8_000

_BREAK = re.compile(r"<\s*(?:br|p|/p|div|/div|li)\b[^>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,300}>")
# Open Library's editors close a description with where it is from, and with a list of other editions.
_TAIL = re.compile(
    r"(?:\n\s*-{3,}|\n\s*\(\[?source\b|\(\[source\]\[\d+\]\)|\n\s*source\s*:|\n\s*\[\d+\]:|\n\s*also contained in\b|"
    r"\n\s*contains\s*:)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\[\]]{1,200})\](?:\([^()\s]{0,400}\)|\[\d+\])")
_MARKUP = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.{1,400}?)(?<=\S)\1")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|$)|[。！？]")


def plain_description(text: str) -> str | None:
    """The text without markup and sources, cut at the end of a sentence under 600 characters."""
    text = html.unescape(text[:_MOST_READ]).replace("\r\n", "\n")
    if tail := _TAIL.search(text):
        text = text[: tail.start()]
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _MARKUP.sub(r"\2", _LINK.sub(r"\1", text))
    text = _SPACE.sub(" ", text).strip()
    return _cut(text) or None


def _cut(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    head = text[:MOST_CHARACTERS]
    ends = [found.end() for found in _SENTENCE_END.finditer(head) if found.end() < MOST_CHARACTERS]
    if ends and ends[-1] >= MOST_CHARACTERS // 4:
        return head[: ends[-1]].rstrip()
    words, _, _ = head[: MOST_CHARACTERS - 1].rpartition(" ")
    return (words or head[: MOST_CHARACTERS - 1]).rstrip(" ,;:") + "…"
