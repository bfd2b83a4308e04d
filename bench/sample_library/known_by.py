"""By which of its keys the catalogue knows a book of the sample, and which of them the reader's export has."""

from dataclasses import dataclass

from bench.sample_library.books import SampleBook
from catalogue_sim.dice import Dice

_WITHOUT_ISBN = 0.19  # as in real exports
_GOODREADS_ID_KNOWN = 0.6
_ISBN_KNOWN = 0.955


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBy:
    """``exported_isbn``: the export has the ISBN; the others: the catalogue has the key."""

    exported_isbn: bool
    isbn: bool
    goodreads_id: bool


def known_by(book: SampleBook) -> KnownBy:
    """The keys of a book: most are found by ISBN, some by Goodreads id alone, some by title and author alone."""
    dice = Dice("known-by", book.number)
    exported = book.edition_of is not None or not dice.chance(_WITHOUT_ISBN)
    known = not book.is_absent and (book.edition_of is not None or dice.chance(_ISBN_KNOWN))
    goodreads = known and dice.chance(_GOODREADS_ID_KNOWN)
    return KnownBy(exported_isbn=exported, isbn=known, goodreads_id=goodreads)
