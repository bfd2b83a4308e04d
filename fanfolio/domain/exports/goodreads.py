"""Goodreads' rows: column positions are looked up once a file, repeated cells are worked out once."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from operator import itemgetter

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
from fanfolio.domain.exports.drafts import DraftBook
from fanfolio.domain.exports.isbn import choose_isbn
from fanfolio.domain.exports.layout import Layout
from fanfolio.domain.exports.rows import Reading, Row, RowReader, read_private, read_title
from fanfolio.domain.exports.shelving import guess_standing, read_standing, split_shelves
from fanfolio.domain.exports.titles import list_authors, turn_name

_ID_DIGITS = 12
_COLUMNS = (
    *(
        "book id",
        "isbn13",
        "isbn",
        "author",
        "additional authors",
        "exclusive shelf",
        "bookshelves",
        "my rating",
    ),
    *(
        "average rating",
        "publisher",
        "binding",
        "number of pages",
        "year published",
        "original publication year",
    ),
    *("date read", "date added", "read count", "my review", "private notes", "spoiler"),
)


def goodreads_rows(reading: Reading) -> RowReader:
    """The function that reads this file's rows; a column that it does not have reads as blank (position -1)."""
    notes, dates = reading.notes, reading.dates
    pick = itemgetter(*_positions(reading.layout))
    has_shelves = reading.layout.position("bookshelves") >= 0
    texts, standings = Memo(read_text, notes), Memo(read_standing, notes)
    shelves_of = Memo(partial(split_shelves, names=texts), notes)
    my_ratings, averages = Memo(read_my_rating, notes), Memo(read_average_rating, notes)
    pages, years, counts = Memo(read_pages, notes), Memo(read_year, notes), Memo(read_count, notes)
    read_authors = _author_reader(reading.layout, texts)
    single_authors = Memo(lambda author: read_authors(author, ""), notes)
    # Row(…) goes through a Python function; this is the same without it.
    new_row = partial(tuple.__new__, Row)

    def read(number: int, title_cell: str, cells: list[str]) -> Row:
        # Unpacking all cells at once, in the order of _COLUMNS, takes half the time of twenty subscripts.
        # fmt: off
        (book_id, isbn13, isbn10, author, additional, exclusive, listed, stars, average, publisher, binding,
         page_count, year, first_year, day_read, day_added, times, review, private_notes, spoiler) = pick(cells)
        # fmt: on
        title, series = read_title(title_cell, notes)
        my_rating, date_read = my_ratings[stars], dates[day_read]
        standing, shelves = standings[exclusive], shelves_of[listed] or ()
        if standing is None:
            notes["shelf-guessed"] += 1
            standing = guess_standing(
                shelves, listed=has_shelves, finished=date_read is not None, rated=my_rating is not None
            )
        shelf, shelf_name = standing
        if shelf_name in shelves:
            shelves = tuple(name for name in shelves if name != shelf_name)
        draft = DraftBook(
            number=number,
            title=title,
            series=series,
            authors=read_authors(author, additional) if additional else single_authors[author] or (),
            isbn13=choose_isbn(isbn13, isbn10, notes),
            goodreads_id=read_goodreads_id(book_id, notes),
            my_rating=my_rating,
            average_rating=averages[average],
            pages=pages[page_count],
            publisher=texts[publisher],
            binding=texts[binding],
            year_published=years[year],
            original_year=years[first_year],
            date_started=None,
            date_read=date_read,
            date_added=dates[day_added],
            shelf=shelf,
            shelf_name=shelf_name,
            shelves=shelves,
            read_count=counts[times],
        )
        has_words = review or private_notes
        private = read_private(number, review, private_notes, spoiler) if has_words else None
        return new_row((draft.freeze(), private))

    return read


def _positions(layout: Layout) -> list[int]:
    """Where the columns stand; ``Author l-f`` has to do where it stands alone."""
    positions = {name: layout.position(name) for name in _COLUMNS}
    if positions["author"] < 0:
        positions["author"] = layout.position("author l f")
    return list(positions.values())


def _author_reader(layout: Layout, names: Memo[str]) -> Callable[[str, str], tuple[str, ...]]:
    """Lists the authors of two cells, turning a last name that comes first."""
    if layout.position("author") >= 0:
        return partial(list_authors, names=names)
    return lambda author, additional: list_authors(turn_name(author), additional, names)


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
