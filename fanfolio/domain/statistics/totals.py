"""The library at a glance."""

from collections import Counter
from datetime import date

from msgspec import Struct

from fanfolio.domain.book import Shelf
from fanfolio.domain.statistics.library import Library


class Totals(Struct, frozen=True, kw_only=True, gc=False):
    """Counts over the whole library.

    The four shelves sum up to ``books``. ``read`` is ``on_read_shelf`` plus ``read_off_shelf``: books with a
    Date Read that are back on to-read or currently-reading. ``pages`` leaves out ``without_pages`` read books.
    ``read_again`` counts books read at least twice as far as the export says.
    """

    books: int
    on_read_shelf: int
    on_currently_reading: int
    on_to_read: int
    on_other_shelves: int
    read: int
    read_off_shelf: int
    read_again: int
    pages: int
    without_pages: int
    authors: int
    without_author: int
    first_day: date | None
    last_day: date | None


def count_totals(library: Library) -> Totals:
    """Count the library as a whole; authors are the first authors of read books."""
    shelves = Counter([entry.shelf for entry in library.entries])
    read = library.read
    pages = [entry.pages for entry in read if entry.pages is not None]
    days = [day for day, _ in library.dated]
    return Totals(
        books=len(library.entries),
        on_read_shelf=shelves[Shelf.READ],
        on_currently_reading=shelves[Shelf.CURRENTLY_READING],
        on_to_read=shelves[Shelf.TO_READ],
        on_other_shelves=shelves[Shelf.OTHER],
        read=len(read),
        read_off_shelf=len(read) - shelves[Shelf.READ],
        read_again=sum(1 for entry in read if (entry.read_count or 0) > 1),
        pages=sum(pages),
        without_pages=len(read) - len(pages),
        authors=len({author for author, _ in library.written}),
        without_author=len(read) - len(library.written),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
    )
