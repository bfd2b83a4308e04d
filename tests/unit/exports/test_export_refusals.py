"""Files that are no export: refused at once, by name, with advice."""

import gzip
import io
import zipfile
from io import BytesIO

import pytest

from fanfolio.domain.errors import EmptyUpload, NoBooksFound, NotAnExport, UploadRefused, UploadTooLarge
from fanfolio.domain.exports import check_upload, library, read_library
from fanfolio.domain.limits import UPLOAD_LIMIT_BYTES
from tests.fixtures.exports import GOODREADS_24, harbour, harbours, table


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "salt")
    return content.getvalue()


LIBRARYTHING = (
    b"'Book Id'\tTitle\tSort Character\tPrimary Author\tPrimary Author Role\tSecondary Author\tISBN\tWork id\n"
    b"1\tSalt\t1\tx\t\t\t\t\n"
)
NOT_EXPORTS = {
    "workbook": (zipped("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet workbook"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "spreadsheet workbook"),
    "zip": (zipped("goodreads_library_export.csv"), "compressed archive"),
    "gzip": (gzip.compress(table(GOODREADS_24, [harbour()])), "compressed archive"),
    "document": (zipped("[Content_Types].xml", "word/document.xml"), "text document"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(32), "picture"),
    "web page": (b"\n <!DOCTYPE html><html><title>Export, Title, Author</title>", "web page"),
    "json": (b'[{"Title": "Salt", "Author": "x"}]', "JSON"),
    "noise": (bytes(range(256)) * 40, "readable text"),
    "utf-32": (table(GOODREADS_24, [harbour()]).decode().encode("utf-32"), "readable text"),
    "librarything tab": (LIBRARYTHING, "LibraryThing"),
    "librarything comma": (LIBRARYTHING.replace(b"\t", b","), "LibraryThing"),
    "other table": (b"Name,Price\nSalt,3\n", "column names are not"),
    "titles of anything": (b"Title,Year,Director\nSalt,2010,Noyce\n", "column names are not"),
    "prose": (b"Dear Ines,\nthe harbour is made of paper.\n", "no row of column names|column names are not"),
    "numbers": (b"1,2,3\n4,5,6\n", "no row of column names"),
    "ghosts": (b",,,,\n,,,,\n", "column names"),
    "endless line": (b"salt " * 1_000_000, "no row of column names"),
    "endless header": (b"Title,Author," + b"x," * 100_000 + b"\n", "column names are not"),
}


@pytest.mark.parametrize(("content", "sentence"), NOT_EXPORTS.values(), ids=NOT_EXPORTS)
def test_what_is_no_export_is_refused_at_once_with_a_sentence_that_helps(
    content: bytes, sentence: str
) -> None:
    with pytest.raises(NotAnExport, match=sentence) as refusal:
        read_library(BytesIO(content))
    assert str(refusal.value).endswith(".")
    assert "export" in str(refusal.value) or "archive" in str(refusal.value)


@pytest.mark.parametrize(
    "content", [b"", b"\n\r\n  \t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\n\0", b"\0\0"]
)
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyUpload, match="This file is empty"):
        read_library(BytesIO(content))


def test_too_many_bytes_are_refused_whoever_counts_them() -> None:
    content = table(GOODREADS_24, [harbour()])
    with pytest.raises(UploadTooLarge, match="larger than the 100 bytes"):
        read_library(BytesIO(content), limit_bytes=100)
    with pytest.raises(UploadTooLarge, match="larger than the 128 MB"):
        read_library(BytesIO(content), size_bytes=UPLOAD_LIMIT_BYTES + 1)
    with pytest.raises(UploadTooLarge):
        read_library(BytesIO(content), size_bytes=1, limit_bytes=100)


def test_a_header_alone_holds_no_books() -> None:
    content = table(GOODREADS_24, [])
    with pytest.raises(NoBooksFound, match="no books below them"):
        check_upload(BytesIO(content))


def test_an_export_of_complaints_only_is_refused_with_the_first_of_them() -> None:
    content = table(GOODREADS_24, [harbour(title="")] * 30)
    with pytest.raises(NoBooksFound, match="none of the rows") as refusal:
        check_upload(BytesIO(content))
    assert [complaint.line for complaint in refusal.value.complaints] == list(range(2, 22))


def test_a_file_without_a_book_among_ten_thousand_rows_is_given_up() -> None:
    books = table(GOODREADS_24, harbours(1))
    header, _, book = books.partition(b"\n")
    with pytest.raises(NoBooksFound, match="none of the rows") as refusal:
        check_upload(BytesIO(header + b"\n" + b"x\n" * 10_000 + book))
    assert len(refusal.value.complaints) == 20
    check_upload(BytesIO(header + b"\n" + b"x\n" * 9_999 + book))
    assert sum(1 for _ in read_library(BytesIO(books + b"x\n" * 20_000))) == 20_001


def test_more_rows_than_any_library_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "ROWS_LIMIT", 3)
    assert sum(1 for _ in read_library(BytesIO(table(GOODREADS_24, harbours(3))))) == 3
    with pytest.raises(UploadTooLarge, match="more rows than the 1,000,000"):
        list(read_library(BytesIO(table(GOODREADS_24, harbours(4)))))


def test_no_refusal_quotes_the_file() -> None:
    secret = "Unspeakable"
    for content in (f"{secret},{secret}\n", f"<html>{secret}", f"Title,Author\n,{secret}\n"):
        with pytest.raises(UploadRefused) as refusal:
            check_upload(BytesIO(content.encode()))
        assert secret not in str(refusal.value)
        assert secret not in repr(refusal.value.complaints)
