"""Exports that were damaged on the way: as many rows as possible are still books."""

import pytest

from fanfolio.domain.exports.complaints import ADVICE
from tests.fixtures.exports import (
    GOODREADS_23,
    GOODREADS_24,
    goodreads_export,
    harbour,
    harbours,
    read_all,
    table,
)

HEADER = ",".join(GOODREADS_24).encode()


def kinds_by_line(content: bytes) -> dict[int, str]:
    return {complaint.line: complaint.kind for complaint in read_all(content)[1]}


def test_a_row_without_a_title_becomes_a_complaint_with_line_and_column() -> None:
    books, complaints, library = read_all(table(GOODREADS_24, [harbour(title="  "), harbour()]))
    assert [(complaint.line, complaint.column, complaint.kind) for complaint in complaints] == [
        (2, "Title", "title-missing")
    ]
    assert [book.number for book in books] == [2]
    assert (library.counts.rows, library.counts.books, library.counts.complaints) == (
        2,
        1,
        {"title-missing": 1},
    )


def test_the_complaint_names_the_column_as_the_file_does() -> None:
    assert (
        read_all(b"book_title,title \nx,\n,Salt\n".replace(b"book_title", b"author"))[1][0].column == "title"
    )


def test_ghost_rows_of_commas_become_complaints_and_blank_lines_do_not_count() -> None:
    content = table(GOODREADS_24, harbours(1)) + b"\n" + b"," * 23 + b"\n\n, ,\n" + b" , \n"
    assert kinds_by_line(content) == {4: "empty-row", 6: "empty-row", 7: "empty-row"}


def test_conflict_markers_a_second_header_and_doubled_books_become_complaints() -> None:
    ours, theirs = table(GOODREADS_24, harbours(2)), table(GOODREADS_24, harbours(3))
    content = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> 1a2b3c (new, export)\n"
    books, complaints, library = read_all(content)
    assert [book.goodreads_id for book in books] == ["1001", "1002", "1003"]
    assert library.counts.complaints == {"conflict-marker": 3, "repeated-header": 1, "duplicate-book": 2}
    assert [complaint.line for complaint in complaints] == [1, 5, 6, 7, 8, 10]


def test_no_row_above_the_header_is_lost() -> None:
    header, *rows = table(GOODREADS_24, harbours(5)).splitlines(keepends=True)
    odd = rows[0].replace(b",312,", b",312 pp,")
    books, complaints, _ = read_all(odd + rows[1].replace(b",312,", b",x,") + header + b"".join(rows[2:]))
    assert [(book.number, book.title) for book in books] == [(at, f"Harbour {at}") for at in range(1, 6)]
    assert complaints == []


def test_no_row_above_the_one_that_gives_a_file_without_header_away_is_lost() -> None:
    _, *rows = table(GOODREADS_24, harbours(3)).splitlines(keepends=True)
    books, complaints, library = read_all(rows[0].replace(b",312,", b",312 pp,") + b"".join(rows[1:]))
    assert [book.title for book in books] == ["Harbour 1", "Harbour 2", "Harbour 3"]
    assert complaints == []
    assert not library.layout.has_header


@pytest.mark.parametrize(
    "remark", [b"# my books\n", b"My books" + b"," * 23 + b"\n", b"," * 23 + b"\n", b"sep=,\n"]
)
def test_remarks_above_the_header_are_no_rows(remark: bytes) -> None:
    _, complaints, library = read_all(remark + table(GOODREADS_24, harbours(2)))
    assert (complaints, library.counts.rows) == ([], 2)


def test_the_mark_by_which_old_programs_end_a_text_is_no_row() -> None:
    _, complaints, library = read_all(table(GOODREADS_24, harbours(2)) + b"\x1a")
    assert (complaints, library.counts.rows) == ([], 2)


@pytest.mark.parametrize("markers", [b"", b"=======\n"])
def test_a_later_header_with_other_columns_holds_from_there_on(markers: bytes) -> None:
    old = table(GOODREADS_24, harbours(1))
    new = table(GOODREADS_23, [harbour(book_id="9", title="Newer")])
    books, _, _ = read_all(old + markers + new)
    assert [(book.title, book.average_rating, book.pages) for book in books] == [
        ("Harbour 1", 3.91, 312),
        ("Newer", None, 312),
    ]


def test_a_row_with_too_many_cells_becomes_a_complaint() -> None:
    row = table(GOODREADS_24, [harbour(title="Salt, and Pepper")]).replace(
        b'"Salt, and Pepper"', b"Salt, and Pepper"
    )
    assert kinds_by_line(row + b",".join([b"1", b"Salt"] + [b""] * 30)) == {2: "too-many-cells"}


def test_a_short_row_is_a_book_if_its_title_is_there() -> None:
    books, complaints, _ = read_all(HEADER + b"\n7,Salt\n8\n")
    assert [book.title for book in books] == ["Salt"]
    assert [(complaint.line, complaint.kind) for complaint in complaints] == [(3, "row-incomplete")]


def test_line_numbers_count_the_lines_inside_cells() -> None:
    rows = [harbour(my_review="one\ntwo\r\nthree"), harbour(book_id="1002", title="")]
    assert kinds_by_line(table(GOODREADS_24, rows)) == {5: "title-missing"}


def test_an_unclosed_quotation_mark_costs_one_row_and_names_its_line() -> None:
    lines = goodreads_export(2_000).splitlines(keepends=True)
    lines[700] = lines[700].replace(b",0\n", b',"0\n')
    books, complaints, library = read_all(b"".join(lines))
    assert [(complaint.line, complaint.kind) for complaint in complaints] == [(701, "unclosed-quote")]
    assert [book.number for book in books] == [*range(1, 700), *range(701, 2_001)]
    assert library.counts.rows == 2_000


def test_an_unclosed_quotation_mark_swallows_no_unquoted_rows_either() -> None:
    row = b"%d,Salt %d,Ines Calloway,Lantern,3,read\n"
    rows = b"".join(row % (number, number) for number in range(1, 40_001))
    content = b"Book Id,Title,Author,Publisher,My Rating,Exclusive Shelf\n" + rows.replace(
        b"Salt 5,", b'"Salt 5,'
    )
    books, complaints, _ = read_all(content)
    assert [(complaint.line, complaint.kind) for complaint in complaints] == [(6, "unclosed-quote")]
    assert len(books) == 39_999


def test_a_quotation_mark_left_open_in_the_last_line_becomes_a_complaint() -> None:
    content = table(GOODREADS_24, harbours(2)) + b'9,"Salt, and no end'
    assert kinds_by_line(content) == {4: "unclosed-quote"}


def test_a_file_of_nothing_but_open_quotation_marks_ends() -> None:
    line = b'a","""b,' * 3 + b"\n"
    books, complaints, library = read_all(table(GOODREADS_24, harbours(1)) + line * 60_000)
    assert len(books) == 1
    assert library.counts.rows == 1 + len(complaints)


def test_a_line_without_end_becomes_a_complaint_and_the_next_row_a_book() -> None:
    endless = b"8," + b"salt " * 1_000_000 + b"\n"
    content = (
        table(GOODREADS_24, harbours(1))
        + endless
        + table(GOODREADS_24, [harbour(book_id="9")]).partition(b"\n")[2]
    )
    books, complaints, _ = read_all(content)
    assert [(complaint.line, complaint.kind) for complaint in complaints] == [(3, "line-too-long")]
    assert [(book.number, book.goodreads_id) for book in books] == [(1, "1001"), (3, "9")]


@pytest.mark.parametrize(
    "cell", [b"," * 1_000_000, b"a," * 400_000, b'"' + (b"a" * 99 + b"\n") * 12_000 + b'"', b'"",' * 300_000]
)
def test_a_monstrous_row_becomes_complaints_never_a_crash(cell: bytes) -> None:
    content = table(GOODREADS_24, harbours(1)) + cell + b"\n" + b"9,Salt\n"
    books, complaints, library = read_all(content)
    assert [book.title for book in books] == ["Harbour 1", "Salt"]
    assert complaints
    assert library.counts.rows == 2 + len(complaints)


def test_an_unclosed_quotation_mark_in_the_first_row_is_noticed_too() -> None:
    lines = table(GOODREADS_24, harbours(5)).splitlines(keepends=True)
    lines[1] = lines[1].replace(b",0\n", b',"0\n')
    books, complaints, _ = read_all(b"".join(lines))
    assert [(complaint.line, complaint.kind) for complaint in complaints] == [(2, "unclosed-quote")]
    assert len(books) == 4


def test_a_stray_quotation_mark_that_closes_in_its_own_line_makes_no_garbled_book() -> None:
    lines = table(GOODREADS_24, harbours(5)).splitlines(keepends=True)
    lines[1] = lines[1].replace(b"1001,", b'1001,"', 1)
    books, complaints, _ = read_all(b"".join(lines))
    assert [(complaint.line, complaint.kind) for complaint in complaints] == [(2, "too-few-cells")]
    assert len(books) == 4


@pytest.mark.parametrize("kind", ADVICE)
def test_advice_is_a_sentence_for_people(kind: str) -> None:
    advice = ADVICE[kind]
    assert advice[0].isupper()
    assert advice.endswith(".")
    assert 40 < len(advice) < 240
    assert not any(word in advice.lower() for word in ("csv", "utf", "parse", "delimiter", "null"))


def test_a_complaint_names_its_line_among_rows_of_several_lines() -> None:
    rows = [
        harbour(book_id=str(1000 + number), my_review="salt\n\nand\r\nwater\n" * 3) for number in range(300)
    ]
    # A doubled id leaves every row as wide as the table: lines are counted only now that one is asked for.
    rows[200] = rows[20]
    content = table(GOODREADS_24, rows)
    lines_a_row = 13

    books, complaints, _ = read_all(content)

    assert [(one.kind, one.line) for one in complaints] == [("duplicate-book", 2 + 200 * lines_a_row)]
    assert [book.number for book in books] == [number for number in range(1, 301) if number != 201]
