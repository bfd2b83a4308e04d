"""Laws that hold for any table whatever: every row is a book or a complaint."""

import csv
import io
import tracemalloc
from collections import Counter
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fanfolio.domain.errors import Complaint, UploadRefused
from fanfolio.domain.exports import Row, read_library
from fanfolio.domain.exports.complaints import ADVICE
from fanfolio.domain.exports.layout import recognise_header
from fanfolio.domain.isbn import is_isbn13
from fanfolio.domain.notes import MEANINGS
from tests.fixtures.exports import GOODREADS_23, GOODREADS_24, STORYGRAPH_23, goodreads_export, table

HEADERS = st.sampled_from(
    [GOODREADS_23, GOODREADS_24, STORYGRAPH_23, ["Title", "Author"], ["author", "title", "isbn"]]
)
# What matters to a reader of tables comes more often than chance would have it.
_MARKS = (b",", b'"', b"\n", b"\r", b"\r\n", b";", b'="', b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x8e")
_PIECES = (b"Title", b"Book Id,Title,Author\n", b"<<<<<<< HEAD\n", b"03/04/2021", b"978", b"(Salt, #1)")
BYTES = st.lists(st.sampled_from([*_MARKS, *_PIECES]) | st.binary(max_size=12), max_size=60).map(b"".join)
_NUMBERS = ("0", "-1", "4.5", '="9780306406157"', "3/4/21", "13/01/2021", "2021/01/02")
_WORDS = ("", " ", "Salt (Tides, #2)", "read", "title")
# Control characters apart from line ends make a file no text.
_LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\r\t",=')
CELLS = st.text(_LETTERS, max_size=30) | st.sampled_from([*_NUMBERS, *_WORDS])


def read_lawfully(content: bytes) -> Counter[str]:
    """Read an upload and hold it to the laws; how many rows became what."""
    library = read_library(io.BytesIO(content))
    kinds: Counter[str] = Counter()
    last_number = last_line = 0
    try:
        for row in library:
            if isinstance(row, Row):
                kinds["book"] += 1
                assert row.book.number > last_number
                last_number = row.book.number
                assert row.book.title.strip()
                assert len(row.book.title) <= 1_000
                assert row.book.isbn13 is None or is_isbn13(row.book.isbn13)
                assert row.book.my_rating is None or 0 < row.book.my_rating <= 5
                assert row.private is None or row.private.number == last_number
            else:
                assert isinstance(row, Complaint)
                kinds[row.kind] += 1
                assert row.line > last_line
                last_line = row.line
                assert row.advice == ADVICE[row.kind]
    finally:
        counts = library.counts
        assert counts.rows == sum(kinds.values())
        assert counts.books == kinds["book"]
        assert counts.complaints == {kind: count for kind, count in kinds.items() if kind != "book"}
        assert last_number <= counts.rows
        assert counts.notes.keys() <= MEANINGS.keys()
    return kinds


def refusal_of(content: bytes) -> UploadRefused | None:
    """Read an upload lawfully; the refusal if it is refused. Anything else that is raised fails the test."""
    try:
        read_lawfully(content)
    except UploadRefused as refusal:
        return refusal
    return None


@settings(max_examples=400)
@given(BYTES)
def test_no_bytes_crash_it(content: bytes) -> None:
    refusal = refusal_of(content)
    assert refusal is None or str(refusal).endswith(".")


@settings(max_examples=400)
@given(HEADERS, BYTES)
def test_no_bytes_below_a_header_crash_it(header: list[str], content: bytes) -> None:
    refusal = refusal_of(",".join(header).encode() + b"\n" + content)
    assert refusal is None or str(refusal).endswith(".")


@settings(max_examples=150)
@given(HEADERS, st.data())
def test_every_row_of_any_table_is_a_book_or_a_complaint(header: list[str], data: st.DataObject) -> None:
    one_row = st.lists(CELLS, min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(one_row, min_size=1, max_size=6))
    content = table(
        header, [*(dict(zip(header, row, strict=True)) for row in rows), dict.fromkeys(header, "Salt")]
    )
    records = [cells for cells in csv.reader(io.StringIO(content.decode(), newline="")) if cells]
    # Column names in the midst of a table begin another one, with a width of its own.
    assume(not any(map(recognise_header, records[1:])))
    kinds = read_lawfully(content)
    assert sum(kinds.values()) == len(records) - 1
    assert "unclosed-quote" not in kinds


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for rows in (2_000, 12_000):
        path = tmp_path / f"{rows}.csv"
        path.write_bytes(goodreads_export(rows))
        tracemalloc.start()
        with path.open("rb") as stream:
            assert sum(1 for _ in read_library(stream)) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    ids_and_remembered_cells = 4 * 1024 * 1024
    assert peaks[1] - peaks[0] < ids_and_remembered_cells
