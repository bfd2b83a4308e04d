"""For everyone: both themes, the keyboard alone, narrow windows, less motion, paper."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from services.local.stack import LocalStack
from tests.browser.conftest import PICTURES
from tests.browser.reader import Reader, arriving

VIEWS = {
    "overview": "",
    "filtered": "?genre=Fantasy&rating=4",
    "empty": "?q=no+such+book+anywhere",
    "books": "?view=books",
    "book": "?view=books&book=44",
    "covers": "?view=covers&year=2025",
    "year-card": "?view=recap&year=2025",
    "share": "?view=share",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["welcome", "refused", *VIEWS])
def test_axe_finds_nothing(
    browser: Browser, stack: LocalStack, library: str, theme: Literal["light", "dark"], view: str
) -> None:
    with arriving(browser, stack.api_url, pictures=PICTURES, color_scheme=theme) as reader:
        if view in VIEWS:
            reader.open(library + VIEWS[view])
            reader.wait_for_library()
            reader.draw_everything()
            for table in reader.page.get_by_text("As a table").all()[:2]:
                table.click()
        else:
            reader.open("/")
            if view == "refused":
                reader.choose("numbers.csv", b"month,rain\nMay,3\n")
                expect(reader.page.get_by_role("alert")).to_be_visible()
        assert reader.violations() == []
        reader.picture(f"{theme}-{view}", full=view not in ("books", "book"))


@pytest.fixture
def narrow(browser: Browser, stack: LocalStack) -> Iterator[Reader]:
    window = {"width": 360, "height": 740}
    with arriving(
        browser, stack.api_url, pictures=PICTURES, viewport=window, has_touch=True, device_scale_factor=2
    ) as reader:
        yield reader


def test_nothing_is_wider_than_a_window_of_360_pixels(narrow: Reader, library: str) -> None:
    narrow.open("/")
    assert not narrow.is_wider_than_the_window()
    narrow.picture("360-welcome")
    for view, query in VIEWS.items():
        narrow.open(library + query)
        narrow.wait_for_library()
        narrow.draw_everything()
        assert not narrow.is_wider_than_the_window(), view
        assert narrow.cut_off() == [], view
        narrow.picture(f"360-{view}", full=view not in ("books", "book"))


def test_the_keyboard_is_enough(reader: Reader, library: str) -> None:
    page = reader.page
    reader.open(library)
    reader.wait_for_library()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    # One stop a chart; arrows go from mark to mark, Enter to the books.
    figure = reader.chart("Books by year")
    marks = figure.locator("svg.plot a")
    assert [mark.get_attribute("tabindex") for mark in marks.all()].count("0") == 1
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(figure.get_by_role("link", name="2017: 21 books")).to_be_focused()
    page.keyboard.press("Enter")
    reader.expect_counted("21 books of 565")
    expect(page.get_by_role("heading", name="Books", level=2)).to_be_focused()

    # A book opens, holds the focus, and gives it back.
    opener = page.locator(".book-list tbody a").first
    opener.focus()
    page.keyboard.press("Enter")
    book = page.get_by_role("dialog")
    expect(book.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(book).to_be_hidden()
    expect(opener).to_be_focused()


def test_every_figure_has_a_sentence_and_the_same_as_a_table(reader: Reader, library: str) -> None:
    reader.open(library)
    reader.wait_for_library()
    reader.draw_everything()
    figures = reader.page.get_by_role("figure").all()

    assert len(figures) >= 11
    for figure in figures:
        assert figure.locator("figcaption p").inner_text().strip().endswith(".")
        figure.get_by_text("As a table").click()
        expect(figure.locator("tbody tr").first).to_be_visible()
        for mark in figure.locator("svg.plot a").all():
            assert mark.get_attribute("aria-label")
            assert "view=books" in (mark.get_attribute("href") or "")


def test_who_wants_less_motion_gets_none(browser: Browser, stack: LocalStack, library: str) -> None:
    with arriving(browser, stack.api_url, pictures=PICTURES, reduced_motion="reduce") as reader:
        reader.open(library)
        reader.wait_for_library()
        moving = reader.page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) => {
                const style = getComputedStyle(each);
                return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
            }).length"""
        )
    assert moving == 0


def test_on_paper_there_are_charts_and_no_controls(reader: Reader, library: str) -> None:
    reader.open(library)
    reader.wait_for_library()
    reader.chart("Books by year")
    # Charts that nobody has scrolled to are there when the printer comes, which waits for no later task.
    drawn = reader.page.evaluate(
        """async () => {
            await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
            dispatchEvent(new Event("beforeprint"));
            await null;
            return document.querySelectorAll("svg.plot").length;
        }"""
    )
    reader.page.emulate_media(media="print")

    for control in (".filters form", ".views", ".switches", ".site-footer"):
        expect(reader.page.locator(control)).to_be_hidden()
    assert drawn >= 11
    PICTURES.mkdir(parents=True, exist_ok=True)
    reader.page.pdf(path=PICTURES / "print.pdf", format="A4")


def test_on_paper_the_wall_of_covers_is_whole(reader: Reader, library: str) -> None:
    reader.open(library + "?view=covers")
    reader.wait_for_library()
    more = reader.page.get_by_role("button", name="Show more of the")
    expect(more).to_be_visible()
    finished = int("".join(filter(str.isdigit, more.inner_text())))
    on_screen = reader.page.locator(".wall li").count()

    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(more).to_have_count(0)
    assert reader.page.locator(".wall li").count() == finished > on_screen

    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(reader.page.locator(".wall li")).to_have_count(on_screen)


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_day_is_the_exports_day_wherever_the_reader_is(
    browser: Browser, stack: LocalStack, zone: str
) -> None:
    text = (
        "Book Id,Title,Author,My Rating,Date Read,Exclusive Shelf\n"
        "1,New Year,Ada Holt,4,2024/01/01,read\n2,Old Year,Ada Holt,3,2023/12/31,read\n"
    )
    with arriving(browser, stack.api_url, pictures=PICTURES, timezone_id=zone) as reader:
        reader.open("/")
        reader.choose("years.csv", text.encode())
        reader.wait_for_library()

        expect(reader.chart("Books by year").get_by_role("link", name="2024: 1 book")).to_be_attached()
        reader.look_at("Books")
        expect(reader.page.get_by_role("row", name="New Year")).to_contain_text("1 Jan 2024")
        reader.page.get_by_role("link", name="Old Year").click()
        expect(reader.page.get_by_role("dialog")).to_contain_text("31 December 2023")
