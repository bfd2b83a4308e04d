"""Texts of a reader's library made fit to stand in a catalogue's query."""

import re

_LONGEST = 60

# Quotes, dashes and signs of the query language: a firewall takes them for an attack, the parser for operators.
_BAIT = re.compile(r"""["'“”„«»‚‘’`´\-–—‐‑/\\?~:;*^!+&|<>=%#@(){}\[\],.…]+""")
_SIGNS = re.compile(r"[\x00-\x1f\x7f]+")


def phrase(text: str) -> str:
    """A text that can stand between quotes and looks like nothing but words, cut at a word."""
    words = _SIGNS.sub(" ", _BAIT.sub(" ", text)).split()
    kept = " ".join(words)
    if len(kept) > _LONGEST:
        kept = kept[:_LONGEST].rpartition(" ")[0] or kept[:_LONGEST]
    return kept
