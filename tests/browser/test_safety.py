"""What a file says is text; nothing but covers comes from elsewhere; long lists are short in the document."""

import csv
import io

from playwright.sync_api import Route, expect

from tests.browser.reader import Reader
from tests.fixtures.exports import goodreads_export

SCRIPTS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg/onload=document.title='owned'>",
    "javascript:document.title='owned'",
    '"><iframe srcdoc="<script>top.document.title=\'owned\'</script>">',
    "{{constructor.constructor('document.title=`owned`')()}}",
)


def test_scripts_in_titles_authors_shelves_and_reviews_are_shown_and_never_run(reader: Reader) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            "Book Id",
            "Title",
            "Author",
            "My Rating",
            "Date Read",
            "Bookshelves",
            "Exclusive Shelf",
            "My Review",
        ]
    )
    for number, script in enumerate(SCRIPTS, 1):
        day = f"2024/03/{number:02}"
        writer.writerow([number, f"Title {script}", f"Author {script}", 4, day, script, "read", script])
    reader.open("/")
    reader.choose("<img src=x onerror=alert(1)>.csv", text.getvalue().encode())
    reader.wait_for_library()
    reader.draw_everything()

    for view in ("Books", "Covers", "Year card", "Share", "Overview"):
        reader.look_at(view)
    reader.look_at("Books")
    for script in SCRIPTS:
        reader.page.get_by_role("link", name=f"Title {script}", exact=True).click()
        expect(reader.page.get_by_role("dialog").get_by_role("heading", level=2)).to_have_text(
            f"Title {script}"
        )
        reader.page.keyboard.press("Escape")
        expect(reader.page.get_by_role("dialog")).to_be_hidden()

    assert "owned" not in reader.page.title()
    assert reader.page.locator("main script, main iframe, main [onerror], main [onload]").count() == 0
    reader.open("/")
    expect(reader.page.get_by_role("link", name="<img src=x onerror=alert(1)>.csv")).to_be_visible()


def test_script_in_the_address_is_text_too(reader: Reader, library: str) -> None:
    reader.open(
        library
        + "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&genre=%3Cscript%3Ealert(1)%3C/script%3E&book=abc"
    )
    reader.wait_for_library()

    expect(reader.page.get_by_role("link", name="Take away: “<img src=x onerror=alert(1)>”")).to_be_visible()
    reader.expect_counted("no books of 565")


def test_covers_are_the_only_thing_from_elsewhere_and_come_only_when_they_are_near(
    reader: Reader, library: str
) -> None:
    covers: list[Route] = []
    # Left without an answer until they have been looked at: an image that has failed is gone.
    reader.page.route("https://covers.openlibrary.org/**", lambda route: covers.append(route))
    with reader.page.expect_request("https://covers.openlibrary.org/**"):
        reader.open(library + "?view=covers")
    reader.wait_for_library()
    images = reader.page.locator(".wall img")
    expect(images.first).to_be_attached()

    for image in images.all():
        assert image.get_attribute("loading") == "lazy"
        assert (image.get_attribute("alt") or "").startswith("Cover of ")
    assert 0 < len(covers) <= 60

    # Where one fails, a bound book with its title stands in its place.
    for cover in covers:
        cover.abort()
    expect(reader.page.locator(".wall .cover[role=img]").first).to_be_visible()


def test_what_a_library_needs_is_under_way_before_the_script_asks_for_it(
    reader: Reader, library: str
) -> None:
    reader.open(library)
    reader.wait_for_library()

    asked = reader.page.evaluate(
        """() => performance.getEntriesByType("resource")
            .filter(({ name }) => name.includes("/v1/"))
            .map(({ name, initiatorType }) => [initiatorType, new URL(name).pathname])"""
    )

    # By the document's header, and only there: an answer to another question would be asked for twice.
    job = f"/v1{library}"
    assert sorted(asked) == [["link", job], ["link", f"{job}/dashboard"]]


def test_three_thousand_books_are_never_three_thousand_rows_or_cards(reader: Reader) -> None:
    reader.open("/")
    reader.choose("many.csv", goodreads_export(3_000))
    reader.wait_for_library()

    reader.look_at("Books")
    rows = reader.page.locator(".book-list tbody tr:not(.gap)")
    expect(rows.first).to_be_visible()
    assert rows.count() < 100
    last = "tbody tr:not(.gap):last-child"
    reader.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(reader.page.locator(f".book-list {last}")).to_have_attribute("aria-rowindex", "3001")
    assert rows.count() < 100

    reader.look_at("Covers")
    expect(reader.page.locator(".wall .cover").first).to_be_visible()
    assert reader.page.locator(".wall .cover").count() <= 60
