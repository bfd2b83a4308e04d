"""StoryGraph's rows: no page counts and no years, but every reading's dates."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from fanfolio.domain.book import Book
from fanfolio.domain.exports.authors import split_authors
from fanfolio.domain.exports.cells import Memo, read_count, read_my_rating, read_text
from fanfolio.domain.exports.dates import date_cells_in
from fanfolio.domain.exports.isbn import read_isbn, trouble_with
from fanfolio.domain.exports.rows import Reading, Row, RowsReader, read_private
from fanfolio.domain.exports.shelving import guess_standing, read_standing, split_shelves
from fanfolio.domain.exports.titles import read_title


class Readings(NamedTuple):
    """When a book was read: the reading that finished last, and how many there were."""

    started: date | None
    finished: date | None
    times: int | None


def storygraph_rows(reading: Reading) -> RowsReader:
    """The function that reads this file's rows; a column that it does not have reads as blank (position -1)."""
    at, notes, dates = reading.layout.position, reading.notes, reading.dates
    title_at, authors_at, uid_at, format_at = at("title"), at("authors"), at("isbn uid"), at("format")
    status_at, tags_at, rating_at = at("read status"), at("tags"), at("star rating")
    added_at, last_at, readings_at = at("date added"), at("last date read"), at("dates read")
    count_at, review_at = at("read count"), at("review")
    if authors_at < 0:
        authors_at = at("author")
    texts, ratings, counts = Memo(read_text, notes), Memo(read_my_rating, notes), Memo(read_count, notes)
    standings = Memo(read_standing, notes)

    def read(number: int, cells: list[str]) -> Row:
        title, series = read_title(cells[title_at], notes)
        rating, shelves = ratings[cells[rating_at]], split_shelves(cells[tags_at], texts)
        readings = read_readings(cells[readings_at], dates)
        finished = readings.finished or dates[cells[last_at]]
        standing = standings[cells[status_at]]
        if standing is None:
            notes["shelf-guessed"] += 1
            standing = guess_standing(
                (), listed=False, finished=finished is not None, rated=rating is not None
            )
        times = counts[cells[count_at]]
        book = Book(
            number=number,
            title=title,
            series=series,
            authors=split_authors(cells[authors_at], texts),
            isbn13=_read_uid(cells[uid_at], reading),
            my_rating=rating,
            binding=texts[cells[format_at]],
            date_started=readings.started,
            date_read=finished,
            date_added=dates[cells[added_at]],
            shelf=standing[0],
            shelf_name=standing[1],
            shelves=shelves,
            read_count=readings.times if times is None else times,
        )
        return Row(book, read_private(number, cells[review_at], "", ""))

    return lambda first, columns: [
        read(number, [*cells, ""]) for number, cells in enumerate(zip(*columns, strict=True), first)
    ]


def read_readings(cell: str, dates: Mapping[str, date | None]) -> Readings:
    """The readings that a cell lists, such as ``2026/01/25-2026/02/05, 2024/03/01``; a single date is a finish."""
    if not cell.strip():
        return Readings(None, None, None)
    spans = [_read_span(text.strip(), dates) for text in cell.split(",") if text.strip()]
    started, finished = max(spans, key=_by_finish, default=(None, None))
    return Readings(started, finished, sum(end is not None for _, end in spans) or None)


def _read_span(text: str, dates: Mapping[str, date | None]) -> tuple[date | None, date | None]:
    days = [dates[day] for day in date_cells_in(text)] or [dates[text]]
    if len(days) > 1:
        return days[0], days[-1]
    return (days[0], None) if text.endswith("-") else (None, days[0])


def _by_finish(span: tuple[date | None, date | None]) -> tuple[date, date]:
    return span[1] or date.min, span[0] or date.min


def _read_uid(cell: str, reading: Reading) -> str | None:
    """An ISBN where the cell holds one; StoryGraph's own ids are no trouble, only a note."""
    isbn = read_isbn(cell)
    if isbn is None and cell.strip():
        kind = trouble_with(cell)
        reading.notes["uid-instead-of-isbn" if _is_uid(cell, kind) else kind] += 1
    return isbn


def _is_uid(cell: str, kind: str) -> bool:
    return kind == "isbn-unreadable" and any(letter.isalpha() and letter not in "xX" for letter in cell)
