"""Files made to exhaust their reader: bounded in memory, and in work, counted as bytes read."""

from typing import BinaryIO, cast

import pytest

from fanfolio.domain.errors import Complaint, NotAnExport, UploadTooLarge
from fanfolio.domain.exports import check_upload, read_library
from fanfolio.domain.limits import UPLOAD_LIMIT_BYTES
from tests.fixtures.endless import MIB, Repeated, measured_memory

HEADER = b"Book Id,Title,Author,My Rating,Date Read,Exclusive Shelf\n"
# A date that may be either asks for a look through the rest of the file.
BOOK = b"1,Salt,Ines Calloway,3,01/02/2020,read\n"
COLUMNS = 1_000_000


def stream(
    piece: bytes, *, size_bytes: int = UPLOAD_LIMIT_BYTES, head: bytes = b""
) -> tuple[BinaryIO, Repeated]:
    source = Repeated(piece, size_bytes=size_bytes, head=head)
    return cast(BinaryIO, source), source


@pytest.mark.parametrize("piece", [b"x", b'"', b","], ids=["one line", "a billion quotes", "commas"])
def test_a_gigabyte_is_refused_unread(piece: bytes) -> None:
    file, source = stream(piece, size_bytes=1_000_000_000, head=HEADER + BOOK)
    with pytest.raises(UploadTooLarge, match="larger than the 128 MB Fanfolio reads") as refusal:
        read_library(file)
    assert source.bytes_read == 0
    assert "may be another file" in str(refusal.value)


@pytest.mark.parametrize("piece", [b"x", b'"', b",", b'"",', b"Title,Author,", b"\0x"])
def test_one_line_as_long_as_the_largest_file_is_refused_in_little_memory(piece: bytes) -> None:
    file, source = stream(piece)
    with measured_memory() as memory, pytest.raises(NotAnExport, match="no row of column names"):
        read_library(file)
    assert memory.peak_bytes < 8 * MIB
    # Once for each delimiter a table may have, and a look at both ends.
    assert source.bytes_read < 3 * UPLOAD_LIMIT_BYTES + 2 * MIB


@pytest.mark.parametrize("piece", [b"x", b'"', b",", b'"",'])
def test_one_line_as_long_as_the_largest_file_costs_an_export_that_row(piece: bytes) -> None:
    file, source = stream(piece, head=HEADER + BOOK)
    with measured_memory() as memory:
        library = read_library(file)
        rows = list(library)
    complaint = rows[-1]
    assert isinstance(complaint, Complaint)
    assert (library.counts.books, complaint.line, complaint.kind) == (1, 3, "line-too-long")
    assert "longer than a book's row can be" in complaint.advice
    assert memory.peak_bytes < 8 * MIB
    # The reading, and the look ahead for dates.
    assert source.bytes_read < 2 * UPLOAD_LIMIT_BYTES + 2 * MIB


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (b"," * COLUMNS, "empty-row"),
        (b"," * COLUMNS + b"x", "too-many-cells"),
        (b"x," * COLUMNS, "line-too-long"),
    ],
)
def test_lines_of_a_million_columns_become_complaints_in_bounded_memory(cells: bytes, kind: str) -> None:
    line = cells + b"\n"
    head = HEADER + BOOK.replace(b"01/02/2020", b"2020/02/01")
    file, _ = stream(line, head=head, size_bytes=len(head) + 5 * len(line))
    with measured_memory() as memory:
        library = read_library(file)
        for _ in library:
            pass
    assert library.counts.complaints == {kind: 5}
    # Some 2 MB of text may be one record: as many cells, each eight bytes in a list that doubles while it grows.
    assert memory.peak_bytes < 128 * MIB


def test_a_million_columns_above_a_header_that_never_comes_are_not_kept() -> None:
    line = b"ab," * 100_000 + b"\n"
    file, source = stream(line)
    with measured_memory() as memory, pytest.raises(NotAnExport, match="column names are not those"):
        read_library(file)
    # One such row takes 6 MB, the ten that are looked at for a header 60 MB.
    assert memory.peak_bytes < 32 * MIB
    assert source.bytes_read < 12 * MIB


@pytest.mark.parametrize("before", [b"", HEADER, HEADER + BOOK], ids=["alone", "header", "book"])
def test_blank_lines_without_end_are_given_up(before: bytes) -> None:
    file, source = stream(b"\n", head=before or b"x\n")
    with pytest.raises(UploadTooLarge, match="1,000,000 lines of this file are blank") as refusal:
        for _ in read_library(file):
            pass
    assert "another file" in str(refusal.value)
    assert source.bytes_read < 8 * MIB


def test_an_ambiguous_date_sends_nobody_through_rows_without_end() -> None:
    file, source = stream(b"1,Salt,,,,\n", head=HEADER + BOOK)
    check_upload(file)
    assert source.bytes_read < 4 * MIB
