"""Files that are no exports: refused as sentences that say what, where, and what to do."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader

TITLE_ONLY = "Book Id,Title,Author,My Rating,Date Read,Exclusive Shelf\n"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("holiday.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        ("empty.csv", b"", "empty"),
        ("numbers.csv", b"month,rain\nMay,3\nJune,4\n", "Goodreads"),
    ],
)
def test_another_file_is_refused_in_words(reader: Reader, name: str, content: bytes, sentence: str) -> None:
    reader.open("/")
    reader.choose(name, content)

    notice = reader.page.get_by_role("alert")
    expect(notice).to_contain_text(sentence, ignore_case=True)
    expect(reader.page.get_by_label("Choose your export")).to_be_enabled()
    assert reader.path == "/"
    reader.picture(f"refused-{name.split('.')[0]}")


def test_an_export_without_a_readable_row_names_the_lines(reader: Reader) -> None:
    reader.open("/")
    reader.choose("untitled.csv", (TITLE_ONLY + "1,,Ada Holt,4,,read\n2,,Bo Lind,3,,read\n").encode())

    notice = reader.page.get_by_role("alert")
    expect(notice).to_contain_text("Line 2")
    expect(notice).to_contain_text("Line 3")
    expect(notice).to_contain_text("Title")
    reader.picture("refused-lines")


def test_rows_that_are_no_books_are_named_in_the_dashboard(reader: Reader) -> None:
    reader.open("/")
    rows = "1,Dune,Frank Herbert,5,2024/03/01,read\n2,,Nobody,3,,read\n"
    reader.choose("two.csv", (TITLE_ONLY + rows).encode())
    reader.wait_for_library()

    reader.page.get_by_text("1 row not readable").click()

    expect(reader.page.get_by_text("Line 3")).to_be_visible()


def test_a_file_past_fifty_megabytes_is_refused_before_anything_is_sent(reader: Reader) -> None:
    posted: list[str] = []
    reader.page.on(
        "request", lambda request: posted.append(request.url) if request.method == "POST" else None
    )
    reader.open("/")

    # Made in the page: the driver itself takes no files of that size.
    reader.page.evaluate(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([new Uint8Array(50 * 1024 * 1024 + 1)], "huge.csv"));
            const event = new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true });
            document.body.dispatchEvent(event);
        }"""
    )

    expect(reader.page.get_by_role("alert")).to_contain_text("This file is too large")
    assert posted == []


def test_an_address_that_leads_to_no_library_says_so(reader: Reader) -> None:
    reader.open("/jobs/" + "0" * 32)

    expect(reader.page.get_by_role("heading", level=1)).to_have_text("No library here")
    expect(reader.page.get_by_role("link", name="Upload an export")).to_be_visible()
    reader.picture("no-library")
