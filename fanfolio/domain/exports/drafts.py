"""Books made quickly: 0.5 µs instead of 2.9, which is a fifth of the time that reading a library takes."""

from datetime import date
from typing import cast

from fanfolio.domain.book import Book, Series, Shelf


class DraftBook:
    """A book before it is frozen: the same slots, filled by plain assignment; :meth:`freeze` makes it a Book.

    A frozen dataclass fills each of its slots through ``object.__setattr__``. Python lets objects change
    between classes whose slots are equal, and checks that they are.
    """

    __slots__ = tuple(Book.__slots__)

    def __init__(
        self,
        *,
        number: int,
        title: str,
        series: Series | None,
        authors: tuple[str, ...],
        isbn13: str | None,
        goodreads_id: str | None,
        my_rating: float | None,
        average_rating: float | None,
        pages: int | None,
        publisher: str | None,
        binding: str | None,
        year_published: int | None,
        original_year: int | None,
        date_started: date | None,
        date_read: date | None,
        date_added: date | None,
        shelf: Shelf,
        shelf_name: str,
        shelves: tuple[str, ...],
        read_count: int | None,
    ) -> None:
        self.number = number
        self.title = title
        self.series = series
        self.authors = authors
        self.isbn13 = isbn13
        self.goodreads_id = goodreads_id
        self.my_rating = my_rating
        self.average_rating = average_rating
        self.pages = pages
        self.publisher = publisher
        self.binding = binding
        self.year_published = year_published
        self.original_year = original_year
        self.date_started = date_started
        self.date_read = date_read
        self.date_added = date_added
        self.shelf = shelf
        self.shelf_name = shelf_name
        self.shelves = shelves
        self.read_count = read_count

    def freeze(self) -> Book:
        """The very same object, as a Book."""
        draft = cast(Book, self)
        draft.__class__ = Book
        return draft
