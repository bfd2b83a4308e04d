"""Goodreads exports in all their layouts."""

from datetime import date
from io import BytesIO

import pytest
from msgspec.structs import replace

from fanfolio.domain.book import Book, PrivateColumns, Series, Shelf
from fanfolio.domain.exports import ExportSource, Row, check_upload, read_library
from fanfolio.domain.exports.admission import Admission
from tests.fixtures.exports import (
    GOODREADS_23,
    GOODREADS_24,
    GOODREADS_31,
    goodreads_export,
    harbour,
    harbours,
    read_all,
    table,
)

PAPER_HARBOUR = Book(
    number=1,
    title="The Paper Harbour",
    series=Series(name="Tidewater", position="2"),
    authors=("Ines Calloway", "Tomas Reed"),
    isbn13="9780306406157",
    goodreads_id="1001",
    my_rating=4.0,
    average_rating=3.91,
    pages=312,
    publisher="Lantern & Sons",
    binding="Paperback",
    year_published=2011,
    original_year=1987,
    date_read=date(2021, 7, 30),
    date_added=date(2021, 6, 1),
    shelf=Shelf.READ,
    shelf_name="read",
    shelves=("sea", "favourites"),
    read_count=1,
)


@pytest.mark.parametrize(
    ("columns", "average_rating"), [(GOODREADS_31, 3.91), (GOODREADS_24, 3.91), (GOODREADS_23, None)]
)
def test_every_layout_gives_the_same_book(columns: list[str], average_rating: float | None) -> None:
    books, complaints, library = read_all(table(columns, [harbour()]))
    assert books == [replace(PAPER_HARBOUR, average_rating=average_rating)]
    assert complaints == []
    assert library.layout.name == f"Goodreads, {len(columns)} columns"
    assert library.layout.source is ExportSource.GOODREADS
    assert library.counts.notes == {}


def test_isbns_wrapped_without_csv_quotes_and_crlf_are_read() -> None:
    plain = table(GOODREADS_31, [harbour()], line_end="\r\n")
    unquoted = plain.replace(b'"=""', b'="').replace(b'"""', b'"')
    assert b',="0306406152",="9780306406157",' in unquoted
    assert read_all(unquoted)[0] == [PAPER_HARBOUR]


@pytest.mark.parametrize(
    "rename", ["lower", "UPPER", "with_underscores", "with.points", "padded   ", "bookId"]
)
def test_renamed_columns_are_recognised(rename: str) -> None:
    header, _, rows = table(GOODREADS_24, [harbour()]).decode().partition("\n")
    renamed = {
        "lower": header.lower(),
        "UPPER": header.upper(),
        "with_underscores": header.replace(" ", "_"),
        "with.points": header.replace(" ", ".").replace("-", "."),
        "padded   ": header.replace(",", "   ,"),
        "bookId": header.replace("Book", "book").replace(" ", ""),
    }[rename]
    assert read_all(f"{renamed}\n{rows}".encode())[0] == [PAPER_HARBOUR]


def test_cells_padded_with_spaces_are_read_even_before_a_quotation_mark() -> None:
    lines = []
    for row in (dict(zip(GOODREADS_24, GOODREADS_24, strict=True)), harbour()):
        escaped = (row[name].replace('"', '""') for name in GOODREADS_24)
        cells = (f'"{cell}"' if "," in cell or "=" in cell else cell for cell in escaped)
        lines.append(", ".join(f"{cell:<30}" for cell in cells))
    assert read_all("\n".join(f"   {line}" for line in lines).encode())[0] == [PAPER_HARBOUR]


def test_columns_of_add_ons_pass_through() -> None:
    row = harbour() | {"read_dates": "2021-07-30", "genres": "Fiction,Sea"}
    books, complaints, library = read_all(table(["", *GOODREADS_24, "read_dates", "genres"], [row]))
    assert (books, complaints) == ([PAPER_HARBOUR], [])
    assert library.layout.name == "Goodreads, 27 columns"


def test_a_subset_of_columns_will_do() -> None:
    books, complaints, library = read_all(b"title,author\nThe Paper Harbour,Ines Calloway\nSalt,\n")
    assert books == [
        Book(
            number=1,
            title="The Paper Harbour",
            authors=("Ines Calloway",),
            shelf=Shelf.TO_READ,
            shelf_name="to-read",
        ),
        Book(number=2, title="Salt", shelf=Shelf.TO_READ, shelf_name="to-read"),
    ]
    assert complaints == []
    assert library.counts.notes == {"shelf-guessed": 2}


def test_a_column_of_titles_is_a_library() -> None:
    books, complaints, _ = read_all(b'Title\nSalt\n"Pepper, and Mace"\n')
    assert [book.title for book in books] == ["Salt", "Pepper, and Mace"]
    assert complaints == []


def test_the_turned_author_stands_in_for_a_missing_author_column() -> None:
    columns = [name for name in GOODREADS_24 if name != "Author"]
    assert read_all(table(columns, [harbour()]))[0] == [PAPER_HARBOUR]


@pytest.mark.parametrize("columns", [GOODREADS_23, GOODREADS_24, GOODREADS_31])
def test_an_export_without_a_header_row_is_recognised_by_its_cells(columns: list[str]) -> None:
    content = table(columns, [harbour(), harbour(book_id="1002")]).partition(b"\n")[2]
    books, complaints, library = read_all(content)
    assert [book.goodreads_id for book in books] == ["1001", "1002"]
    assert books[0].isbn13 == "9780306406157"
    assert library.layout.name == f"Goodreads, {len(columns)} columns, no header row"
    assert complaints == []


@pytest.mark.parametrize("columns", [GOODREADS_23, GOODREADS_24, GOODREADS_31])
def test_a_header_glued_to_the_first_row_is_taken_apart(columns: list[str]) -> None:
    header, _, rows = table(columns, harbours(3)).partition(b"\n")
    books, complaints, library = read_all(header + rows)
    assert [(book.number, book.goodreads_id) for book in books] == [(1, "1001"), (2, "1002"), (3, "1003")]
    assert complaints == []
    assert library.layout.width == len(columns)


def test_a_header_of_some_columns_glued_to_the_first_row_is_taken_apart() -> None:
    columns = ["Title", "Author", "My Rating", "Date Read", "Exclusive Shelf"]
    header, _, rows = table(columns, harbours(3)).partition(b"\n")
    books, complaints, library = read_all(header + rows)
    assert [book.title for book in books] == ["Harbour 1", "Harbour 2", "Harbour 3"]
    assert complaints == []
    assert library.layout.columns == tuple(columns)


def test_a_column_named_like_another_and_more_is_not_taken_for_a_glued_header() -> None:
    columns = ["Title", "Author", "ISBN", "My Rating", "My Review length", "p1", "p2", "p3", "p4"]
    books, _, library = read_all(table(columns, harbours(2)))
    assert [book.title for book in books] == ["Harbour 1", "Harbour 2"]
    assert library.layout.width == len(columns)


@pytest.mark.parametrize("end", [";", ";;;", "; "])
def test_rows_wrapped_into_one_quoted_cell_are_unwrapped(end: str) -> None:
    lines = table(GOODREADS_24, harbours(3)).decode().splitlines()
    wrapped = "".join('"' + line.replace('"', '""') + f'"{end}\n' for line in lines)
    books, complaints, _ = read_all(wrapped.encode())
    assert [book.title for book in books] == ["Harbour 1", "Harbour 2", "Harbour 3"]
    assert {book.isbn13 for book in books} == {"9780306406157"}
    assert {book.shelves for book in books} == {("sea", "favourites")}
    assert complaints == []


def test_rows_that_merely_end_in_semicolons_are_read() -> None:
    columns = ["Title", "Author", "Read Count"]
    books, _, library = read_all(
        b'Title,Author,Read Count;\nSalt,Ines Calloway,2;\n"Pepper, Tomas Reed,3";\n'
    )
    assert [(book.title, book.read_count) for book in books] == [("Salt", 2), ("Pepper", 3)]
    assert library.layout.width == len(columns)


def test_line_ends_of_cr_alone_and_mac_roman_are_read() -> None:
    content = table(GOODREADS_24, [harbour(author="José Ñandú", private_notes="")], line_end="\r")
    books, complaints, library = read_all(content.decode().encode("mac-roman"))
    assert (books[0].author, books[0].isbn13, complaints) == ("José Ñandú", "9780306406157", [])
    assert library.layout.encoding == "mac-roman"
    assert read_all(content)[0][0].author == "José Ñandú"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_unicode_encodings_are_read(encoding: str) -> None:
    content = table(GOODREADS_24, [harbour(title="Соль 塩 नमक")]).decode().encode(encoding)
    books, complaints, _ = read_all(content)
    assert ([book.title for book in books], complaints) == (["Соль 塩 नमक"], [])


def test_invalid_bytes_are_replaced_and_counted() -> None:
    content = table(GOODREADS_24, [harbour(author="Jos? \ufffd")]).replace(b"Jos?", b"Jos\xe9\xff")
    books, _, library = read_all(content)
    assert books[0].author == "Jos\ufffd\ufffd \ufffd"
    assert library.decoding_replacements == 2
    assert library.counts.notes == {"character-unreadable": 2}


def test_nul_bytes_are_dropped_and_noted() -> None:
    books, _, library = read_all(table(GOODREADS_24, [harbour(title="Sa\0lt")]))
    assert books[0].title == "Salt"
    assert library.counts.notes == {"nul-byte-dropped": 1}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(delimiter: str) -> None:
    header = delimiter.join(["Book Id", "Title", "Author", "My Rating"])
    row = delimiter.join(["7", "Salt, and Pepper", "Ines Calloway", "4,5"])
    books, _, _ = read_all(f"{header}\n{row}\n".encode())
    assert [(book.title, book.my_rating) for book in books] == [("Salt, and Pepper", 4.5)]


def test_a_spreadsheets_separator_line_may_come_first() -> None:
    assert len(read_all(b"sep=,\n" + table(GOODREADS_24, harbours(2)))[0]) == 2


def test_the_last_line_needs_no_line_end() -> None:
    assert len(read_all(table(GOODREADS_24, harbours(2)).rstrip(b"\n"))[0]) == 2


def test_day_first_is_decided_for_the_whole_file_by_its_last_row() -> None:
    rows = [
        *harbours(300, date_read="03/04/2021"),
        harbour(book_id="9", date_read="", date_added="25/12/2020"),
    ]
    books, _, library = read_all(table(GOODREADS_24, rows))
    assert {book.date_read for book in books[:-1]} == {date(2021, 4, 3)}
    assert books[-1].date_added == date(2020, 12, 25)
    assert library.counts.notes == {}


def test_month_first_with_two_digit_years_is_decided_by_one_date() -> None:
    books, _, _ = read_all(table(GOODREADS_24, harbours(1, date_read="3/4/21", date_added="2/28/21")))
    assert (books[0].date_read, books[0].date_added) == (date(2021, 3, 4), date(2021, 2, 28))


def test_a_date_typed_in_another_order_does_not_turn_the_file_over() -> None:
    typed, clear = harbours(1, date_read="12/25/2020"), harbours(9, date_read="25/12/2020")[1:]
    books, _, library = read_all(
        table(GOODREADS_24, [*typed, *clear, harbour(book_id="9", date_read="03/04/2021")])
    )
    assert books[-1].date_read == date(2021, 4, 3)
    assert library.counts.notes == {"date-unreadable": 1}


def test_without_a_telling_date_the_month_is_assumed_to_come_first_and_noted() -> None:
    books, _, library = read_all(table(GOODREADS_24, harbours(2, date_read="3/4/2021")))
    assert {book.date_read for book in books} == {date(2021, 3, 4)}
    assert library.counts.notes == {"date-order-assumed": 2}


def test_unreadable_cells_are_none_and_noted_while_the_book_stays() -> None:
    odd = harbour(
        book_id="n/a",
        isbn="9.78E+12",
        isbn13="9.78031E+12",
        my_rating="great",
        average_rating="39",
        number_of_pages="99999999",
        year_published="65535",
        date_read="summer",
        read_count="often",
    )
    books, complaints, library = read_all(table(GOODREADS_24, [odd]))
    assert complaints == []
    book = books[0]
    unknown = (book.isbn13, book.goodreads_id, book.my_rating, book.average_rating, book.pages)
    assert (*unknown, book.year_published, book.date_read, book.read_count) == (None,) * 8
    assert library.counts.notes == {
        "book-id-unreadable": 1,
        "isbn-rounded-by-a-spreadsheet": 1,
        "my-rating-unreadable": 1,
        "average-rating-unreadable": 1,
        "pages-unreadable": 1,
        "year-unreadable": 1,
        "date-unreadable": 1,
        "read-count-unreadable": 1,
    }


def test_zeros_that_mean_unknown_are_none_without_a_note() -> None:
    zeros = harbour(my_rating="0", average_rating="0.0", number_of_pages="0", isbn='=""', isbn13='=""')
    books, _, library = read_all(table(GOODREADS_24, [zeros]))
    book = books[0]
    assert (book.my_rating, book.average_rating, book.pages, book.isbn13) == (None,) * 4
    assert library.counts.notes == {}


def test_a_shelf_of_the_readers_own_is_other_with_its_name() -> None:
    rows = [harbour(exclusive_shelf="abandonné", bookshelves="abandonné, sea")]
    book = read_all(table(GOODREADS_24, rows))[0][0]
    assert (book.shelf, book.shelf_name, book.shelves) == (Shelf.OTHER, "abandonné", ("sea",))
    assert book.date_read == date(2021, 7, 30)


def test_titles_of_any_script_keep_their_joiners() -> None:
    title = "می\u200cخواهم (سری, #۲)"
    book = read_all(table(GOODREADS_24, [harbour(title=title, author="A\xa0 B")]))[0][0]
    assert (book.title, book.series) == ("می\u200cخواهم", Series(name="سری", position="۲"))
    assert book.author == "A B"


def test_an_endless_title_is_cut_and_noted() -> None:
    books, _, library = read_all(table(GOODREADS_24, [harbour(title="salt " * 1_000)]))
    assert len(books[0].title) <= 1_000
    assert library.counts.notes == {"title-cut": 1}


def test_what_the_reader_wrote_is_kept_apart_from_the_book() -> None:
    rows = [
        harbour(my_review="<b>Wet</b>,\nand salty", spoiler="true", private_notes="lent to T."),
        harbour(book_id="1002"),
    ]
    first, second = read_library(BytesIO(table(GOODREADS_24, rows)))
    private = PrivateColumns(
        number=1, review="<b>Wet</b>,\nand salty", private_notes="lent to T.", spoiler=True
    )
    assert first == Row(PAPER_HARBOUR, private)
    assert second == Row(replace(PAPER_HARBOUR, number=2, goodreads_id="1002"), None)


def test_a_clean_export_of_any_size_gives_as_many_books() -> None:
    books, complaints, library = read_all(goodreads_export(1_500))
    assert [book.number for book in books] == list(range(1, 1_501))
    assert complaints == []
    assert library.counts.notes == {}
    assert library.counts.books == library.counts.rows == 1_500


def test_checking_an_upload_names_its_layout() -> None:
    content = table(GOODREADS_24, [harbour(title=""), harbour()])
    assert check_upload(BytesIO(content), size_bytes=len(content)).name == "Goodreads, 24 columns"


def test_rows_mean_the_same_read_in_blocks_and_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = goodreads_export(700).splitlines(keepends=True)
    # One block has a doubled row, another the names of the columns again; the other blocks are plain.
    export = b"".join([*lines[:200], lines[150], *lines[200:500], lines[0], *lines[500:]])
    in_blocks, complaints, library = read_all(export)
    monkeypatch.setattr(Admission, "admits_all", lambda *_: False)

    one_by_one, complaints_one_by_one, library_one_by_one = read_all(export)

    assert in_blocks == one_by_one
    assert [complaint.kind for complaint in complaints] == ["duplicate-book", "repeated-header"]
    assert (complaints, library.counts) == (complaints_one_by_one, library_one_by_one.counts)
