"""The library as it is stored between reading and assembly."""

import gzip
import io
from datetime import date
from tempfile import SpooledTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.book import Book, Series, Shelf
from fanfolio.domain.errors import Complaint, DocumentUnreadable
from fanfolio.library import LinesWriter, read_books, read_complaints

FULL = Book(
    number=7,
    title="Ein Titel",
    series=Series(name="Reihe", position="1-3"),
    authors=("Jemand", "Другой"),
    isbn13="9780306406157",
    my_rating=4.25,
    original_year=-800,
    date_read=date(2024, 2, 29),
    shelf=Shelf.OTHER,
    shelf_name="abgebrochen",
    shelves=("a", "b"),
)


def stored(*values: object) -> bytes:
    with LinesWriter() as writer:
        for value in values:
            writer.add(value)
        return writer.finish().read()


def test_books_come_back_as_they_were_in_order() -> None:
    books = [FULL, Book(number=8, title="Bare")]

    assert list(read_books(io.BytesIO(stored(*books)))) == books


@given(titles=st.lists(st.text(max_size=50), max_size=40))
def test_any_title_survives_newlines_included(titles: list[str]) -> None:
    books = [Book(number=number, title=title) for number, title in enumerate(titles, start=1)]

    assert list(read_books(io.BytesIO(stored(*books)))) == books


def test_complaints_come_back_too() -> None:
    complaint = Complaint(line=3, column="Title", kind="no-title", advice="Give it a title.")

    assert list(read_complaints(io.BytesIO(stored(complaint)))) == [complaint]


def test_the_same_library_gives_the_same_bytes() -> None:
    assert stored(FULL) == stored(FULL)


def test_a_library_is_read_from_a_temporary_file_open_for_writing() -> None:
    with SpooledTemporaryFile() as file:
        file.write(stored(FULL))
        file.seek(0)

        assert list(read_books(file)) == [FULL]  # type: ignore[arg-type]


def test_more_than_the_buffer_holds_is_written_too() -> None:
    books = [Book(number=number, title="x" * 1_000) for number in range(1, 201)]

    assert list(read_books(io.BytesIO(stored(*books)))) == books


@pytest.mark.parametrize(
    "body",
    [b"no gzip", gzip.compress(b'{"number":"x"}\n'), stored(FULL)[:-12]],
    # Without names of their own, cases are called by their bytes, in which gzip writes the time.
    ids=["no gzip", "another shape", "cut short"],
)
def test_what_is_no_library_is_named_so(body: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        list(read_books(io.BytesIO(body)))
