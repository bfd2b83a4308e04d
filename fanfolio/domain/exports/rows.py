"""What rows become: books and what the reader wrote about them, by a function made once for a file's columns."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from fanfolio.domain.book import Book, PrivateColumns
from fanfolio.domain.exports.cells import Memo
from fanfolio.domain.exports.layout import Layout


class Row(Struct, frozen=True, gc=False):
    """A row that is a book, with the columns that stay with its reader."""

    book: Book
    private: PrivateColumns | None


# A block of rows that are books, by columns.
Columns = Sequence[Sequence[str]]
# Reads such a block, whose first row has this number.
RowsReader = Callable[[int, Columns], list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file's rows share: its layout, its dates, the notes taken."""

    layout: Layout
    dates: Memo[date]
    notes: Counter[str]


def read_private(number: int, review: str, private_notes: str, spoiler: str) -> PrivateColumns | None:
    """The reader's own words, or ``None`` where there are none."""
    review, private_notes = review.strip(), private_notes.strip()
    if not (review or private_notes):
        return None
    return PrivateColumns(
        number=number,
        review=review or None,
        private_notes=private_notes or None,
        spoiler=spoiler.strip().lower() in ("true", "yes", "1"),
    )
