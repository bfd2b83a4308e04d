"""From an export to a dashboard and to nothing again, as a reader does it."""

import csv
import io
import json
import re

from playwright.sync_api import Browser, expect

from services.local.demo import SAMPLE
from services.local.function_shapes import WORKER
from services.local.stack import LocalStack
from tests.browser.reader import Reader, arriving


def test_upload_watch_look_filter_reload_share_delete(
    reader: Reader, browser: Browser, stack: LocalStack
) -> None:
    page = reader.page

    # Upload.
    reader.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("See what you have been reading")
    reader.picture("1-upload")

    # Watch; it survives a reload. Held, or the cache might settle all books before anybody can look.
    with stack.functions[WORKER.name].throttled():
        reader.choose("my-books.csv", SAMPLE.read_bytes())
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_text("looked up")).to_be_visible()
        page.reload()
        expect(page.get_by_text("of 565 books looked up")).to_be_visible()
        reader.picture("2-watch")
    path = reader.wait_for_library()

    # Look: it has become the dashboard at the same address.
    assert path.startswith("/jobs/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("407 books read, 2015 to 2025")
    reader.draw_everything()
    reader.picture("3-overview")

    # Filter: a mark leads to just its books, and further filters combine with it.
    mark = reader.chart("Books by year").get_by_role("link", name="2020: 48 books")
    mark.click()
    reader.expect_counted("48 books of 565")
    reader.filter("Genre", "Fantasy")
    expect(page.get_by_role("link", name="Take away: Fantasy")).to_be_visible()
    fantasy = reader.count()
    assert 0 < fantasy < 48
    page.get_by_label("Title, author or series").fill("the")
    expect(page.get_by_role("link", name="Take away: “the”")).to_be_visible()
    both = reader.count()
    assert 0 < both <= fantasy
    assert reader.query == "q=the&year=2020&genre=Fantasy&view=books"
    reader.picture("4-filtered")

    # Reload: the address is the state. Back leads through it.
    page.reload()
    reader.expect_counted(f"{both} books of 565" if both > 1 else "1 book of 565")
    page.get_by_role("link", name="Take away: “the”").click()
    reader.expect_counted(f"{fantasy} books of 565")
    page.go_back()
    reader.expect_counted(f"{both} books of 565" if both > 1 else "1 book of 565")
    page.get_by_role("link", name="Clear all").click()
    reader.expect_counted("565 books")

    # A book.
    page.get_by_role("link", name="Title", exact=True).click()
    page.get_by_label("Title, author or series").fill("war and peace")
    page.get_by_role("link", name="War and Peace", exact=True).click()
    book = page.get_by_role("dialog", name="War and Peace")
    expect(book).to_contain_text("Leo Tolstoy")
    expect(book).to_contain_text("the catalogue’s heading")
    expect(book.get_by_role("link", name="Open Library")).to_have_attribute(
        "href", re.compile(r"^https://openlibrary\.org/works/OL\d+W$")
    )
    reader.picture("5-book", full=False)
    page.keyboard.press("Escape")
    expect(book).to_be_hidden()

    # Covers and the card.
    page.get_by_role("link", name="Clear all").click()
    reader.look_at("Covers")
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2025").click()
    reader.expect_counted("41 books of 565")
    assert page.locator(".wall .cover").count() == 41
    reader.picture("6-covers")
    reader.look_at("Year card")
    expect(page.get_by_role("img", name="My reading in 2025")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the picture").click()
    picture = saving.value.path().read_bytes()
    assert saving.value.suggested_filename == "fanfolio-2025.png"
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000
    reader.picture("7-year-card")

    # Share: copied, downloaded.
    reader.look_at("Share")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == stack.api_url + path
    assert _rows(_downloaded(reader, "Download CSV")) == 565
    assert len(json.loads(_downloaded(reader, "Download JSON"))["books"]) == 565
    assert "My Review" in _downloaded(reader, "Download CSV with my reviews and notes").splitlines()[0]
    expect(page.get_by_text("deletes itself on").first).to_be_visible()
    reader.picture("8-share")

    # Somebody with the link reads, and owns nothing.
    with arriving(browser, stack.api_url, pictures=reader.pictures) as friend:
        friend.open(path + "?view=share")
        expect(friend.page.get_by_text("It was uploaded from another browser")).to_be_visible()
        for owners in ("Delete everything", "Download CSV with my reviews and notes"):
            expect(friend.page.get_by_role("button", name=owners)).to_have_count(0)

    # Delete.
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_text("Deleted: nothing of that library is left here.")).to_be_visible()
    expect(page.get_by_role("link", name="my-books.csv")).to_have_count(0)
    reader.picture("9-deleted")
    reader.open(path)
    expect(page.get_by_role("alert")).to_contain_text("This link leads nowhere (any more)")


def test_an_import_can_be_cancelled_while_it_is_watched(reader: Reader, stack: LocalStack) -> None:
    reader.open("/")
    with stack.functions[WORKER.name].throttled():
        reader.choose_sample()
        reader.page.get_by_role("button", name="Cancel and delete").click()
        reader.page.get_by_role("button", name="Yes, delete everything").click()

        expect(reader.page.get_by_text("Deleted: nothing of that library")).to_be_visible()


def test_a_file_may_be_dropped_anywhere_on_the_page(reader: Reader) -> None:
    reader.open("/")
    reader.page.evaluate(
        """(text) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
            for (const kind of ["dragover", "drop"]) {
                const event = new DragEvent(kind, { dataTransfer: dropped, bubbles: true, cancelable: true });
                document.querySelector("footer").dispatchEvent(event);
            }
        }""",
        SAMPLE.read_text(encoding="utf-8"),
    )

    reader.wait_for_library()
    reader.open("/")
    expect(reader.page.get_by_role("link", name="dropped.csv")).to_be_visible()


def test_a_file_past_four_megabytes_goes_straight_to_the_store(reader: Reader) -> None:
    heading, *lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    # Long reviews make a file large without making a library large.
    review = heading.split(",").index("My Review")
    rows = list(csv.reader(lines[:40]))
    for row in rows:
        row[review] = "Well. " * 20_000
    text = io.StringIO()
    csv.writer(text).writerows([heading.split(","), *rows])
    posted: list[str] = []
    reader.page.on(
        "request", lambda request: posted.append(request.url) if request.method == "POST" else None
    )

    reader.open("/")
    reader.choose("long-reviews.csv", text.getvalue().encode())

    reader.wait_for_library()
    assert [address.removeprefix(reader.home) for address in (posted[0], posted[-1])] == [
        "/v1/uploads",
        "/v1/jobs",
    ]
    assert len(posted) == 3
    assert not posted[1].startswith(reader.home)


def _downloaded(reader: Reader, name: str) -> str:
    with reader.page.expect_download() as saving:
        reader.page.get_by_text(name, exact=True).click()
    return saving.value.path().read_text(encoding="utf-8")


def _rows(text: str) -> int:
    return len(list(csv.DictReader(io.StringIO(text))))
