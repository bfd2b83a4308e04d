"""Rows that are no books: the kinds, and what to tell the reader about each."""

from fanfolio.domain.errors import Complaint

ADVICE = {
    "title-missing": "This row has no title, so we don't know which book it is. Add the title, or delete the row.",
    "empty-row": "This row has no text in any of its cells. You can leave it or delete it.",
    "row-incomplete": "This row ends before the title. Perhaps the file was cut off: export your library once more.",
    "too-many-cells": (
        "This row has more cells than the header has names, so we can't tell what belongs where. Look for a comma "
        "that should stand inside quotation marks, or export your library once more."
    ),
    "too-few-cells": (
        "This row has fewer cells than the header has names, and what is there stands in the wrong places. Look for "
        "a stray quotation mark, or export your library once more."
    ),
    "unclosed-quote": (
        "A quotation mark opens on this line and never closes. Add the missing mark, or export your library once "
        "more."
    ),
    "line-too-long": "This line is longer than a book's row can be. Export your library once more.",
    "duplicate-book": (
        "This book already stands further up in the file, under the same id. The first one counts: nothing is lost."
    ),
    "repeated-header": "The column names stand here a second time. You can leave this line or delete it.",
    "conflict-marker": (
        "This line marks a conflict between two versions of the file, left behind by a program such as git. Nothing "
        "is lost: each book counts once."
    ),
}


def complain(kind: str, *, line: int, column: str | None = None) -> Complaint:
    """The complaint of this kind about the row that begins on this line."""
    return Complaint(line=line, column=column, kind=kind, advice=ADVICE[kind])
