"""Goodreads' rows: column positions are looked up once a file, repeated cells are worked out once."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import repeat
from operator import itemgetter

from fanfolio.domain.book import Book, PrivateColumns, Shelf
from fanfolio.domain.exports.authors import list_authors, turn_name
from fanfolio.domain.exports.cells import (
    Memo,
    read_average_rating,
    read_count,
    read_my_rating,
    read_pages,
    read_text,
    read_year,
    unwrap,
)
from fanfolio.domain.exports.isbn_columns import choose_isbns
from fanfolio.domain.exports.layout import Layout
from fanfolio.domain.exports.rows import Columns, Reading, Row, RowsReader, read_private
from fanfolio.domain.exports.shelving import Standing, guess_standing, read_standing, split_shelves
from fanfolio.domain.exports.titles import read_titles

_ID_DIGITS = 12
# fmt: off
_COLUMNS = (
    "title", "book id", "isbn13", "isbn", "author", "additional authors", "exclusive shelf", "bookshelves",
    "my rating", "average rating", "publisher", "binding", "number of pages", "year published",
    "original publication year", "date read", "date added", "read count", "my review", "private notes", "spoiler",
)
# fmt: on

# Shelf, its name, the other shelves.
Place = tuple[Shelf, str, tuple[str, ...]]

# No cell holds a NUL: the lines are read without them.
_BETWEEN = "\0"


def goodreads_rows(reading: Reading) -> RowsReader:
    """The function that reads this file's rows, column by column.

    Nearly all of it is ``map`` over dictionaries, which never leaves C: three times as fast as row by row.
    """
    notes, dates = reading.notes, reading.dates
    pick = itemgetter(*_positions(reading.layout))
    has_shelves = reading.layout.position("bookshelves") >= 0
    texts = Memo(read_text, notes)
    places = Memo(partial(_place, names=texts), notes)
    guess = partial(_guess_place, has_shelves=has_shelves, names=texts)
    my_ratings, averages = Memo(read_my_rating, notes), Memo(read_average_rating, notes)
    pages, years, counts = Memo(read_pages, notes), Memo(read_year, notes), Memo(read_count, notes)
    authors_of = _author_reader(reading.layout, texts, notes)

    def read(first: int, columns: Columns) -> list[Row]:
        rows = len(columns[0])
        # Positions of -1 stand for columns that the file does not have: they read as blank.
        columns = [*columns, ("",) * rows]
        # fmt: off
        (title, book_id, isbn13, isbn10, author, additional, exclusive, listed, stars, average, publisher, binding,
         page_count, year, first_year, day_read, day_added, times, review, private_notes, spoiler) = pick(columns)
        # fmt: on
        numbers = range(first, first + rows)
        my_rating, date_read = [*map(my_ratings.__getitem__, stars)], [*map(dates.__getitem__, day_read)]
        standing = [*map(places.__getitem__, map(_BETWEEN.join, zip(exclusive, listed, strict=True)))]
        if None in standing:
            notes["shelf-guessed"] += standing.count(None)
            evidence = zip(standing, listed, date_read, my_rating, strict=True)
            standing = [place or guess(*seen) for place, *seen in evidence]
        books = map(
            Book,
            numbers,
            *read_titles(title, notes),
            authors_of(author, additional),
            choose_isbns(isbn13, isbn10, notes),
            _goodreads_ids(book_id, notes),
            my_rating,
            map(averages.__getitem__, average),
            map(pages.__getitem__, page_count),
            map(texts.__getitem__, publisher),
            map(texts.__getitem__, binding),
            map(years.__getitem__, year),
            map(years.__getitem__, first_year),
            repeat(None),
            date_read,
            map(dates.__getitem__, day_added),
            *zip(*standing, strict=True),
            map(counts.__getitem__, times),
        )
        return [*map(Row, books, _privates(numbers, review, private_notes, spoiler))]

    return read


def _positions(layout: Layout) -> list[int]:
    """Where the columns stand; ``Author l-f`` has to do where it stands alone."""
    positions = {name: layout.position(name) for name in _COLUMNS}
    if positions["author"] < 0:
        positions["author"] = layout.position("author l f")
    return list(positions.values())


def _author_reader(
    layout: Layout, names: Memo[str], notes: Counter[str]
) -> Callable[[Sequence[str], Sequence[str]], Iterable[tuple[str, ...] | None]]:
    """Lists the authors of two columns, turning a last name that comes first."""
    turn = str if layout.position("author") >= 0 else turn_name

    def list_them(cells: str) -> tuple[str, ...]:
        author, _, additional = cells.partition(_BETWEEN)
        return list_authors(turn(author), additional, names)

    lists = Memo(list_them, notes)
    return lambda authors, additional: map(
        lists.__getitem__, map(_BETWEEN.join, zip(authors, additional, strict=True))
    )


def _place(cells: str, *, names: Memo[str]) -> Place | None:
    """Where a book stands by its exclusive shelf and its list of shelves; ``None`` if the first is blank."""
    exclusive, _, listed = cells.partition(_BETWEEN)
    standing = read_standing(exclusive)
    return standing and _among(split_shelves(listed, names), standing)


def _guess_place(
    listed: str, date_read: date | None, my_rating: float | None, *, has_shelves: bool, names: Memo[str]
) -> Place:
    shelves = split_shelves(listed, names)
    finished, rated = date_read is not None, my_rating is not None
    return _among(shelves, guess_standing(shelves, listed=has_shelves, finished=finished, rated=rated))


def _among(shelves: tuple[str, ...], standing: Standing) -> Place:
    """The exclusive shelf counts as no label of the reader's own."""
    shelf, shelf_name = standing
    return shelf, shelf_name, tuple(name for name in shelves if name != shelf_name)


def _goodreads_ids(cells: Sequence[str], notes: Counter[str]) -> Sequence[str | None]:
    digits = "".join(cells)
    if digits.isdigit() and digits.isascii() and all(cells) and max(map(len, cells)) <= _ID_DIGITS:
        return cells
    return [read_goodreads_id(cell, notes) for cell in cells]


def _privates(
    numbers: Sequence[int], reviews: Sequence[str], private_notes: Sequence[str], spoilers: Sequence[str]
) -> Iterable[PrivateColumns | None]:
    if not (any(reviews) or any(private_notes)):
        return repeat(None)
    return [
        read_private(number, review, words, spoiler) if review or words else None
        for number, review, words, spoiler in zip(numbers, reviews, private_notes, spoilers, strict=True)
    ]


def read_goodreads_id(cell: str, notes: Counter[str]) -> str | None:
    """The digits of a Book Id; anything else is noted."""
    if cell.isdigit() and cell.isascii() and len(cell) <= _ID_DIGITS:
        return cell
    text = unwrap(cell).removesuffix(".0")
    if text.isdigit() and text.isascii() and len(text) <= _ID_DIGITS:
        return text
    if text:
        notes["book-id-unreadable"] += 1
    return None
