"""What somebody does on the page, in their words; and what the page must never do, noted while they do it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

# Long enough for a machine that is busy with other things.
PATIENCE_MS = 120_000

_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The only thing from elsewhere that the page may ask for; here nobody answers.
COVERS = frozenset({"covers.openlibrary.org", "books.google.com"})


@dataclass
class Reader:
    """A browser window at the service's page."""

    page: Page
    home: str
    pictures: Path
    complaints: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)

    def open(self, path: str) -> None:
        """Go to an address of the service."""
        self.page.goto(self.home + path)

    def choose(self, name: str, content: bytes) -> None:
        """Choose a file to upload."""
        upload = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.get_by_label("Choose your export").set_input_files(upload)  # type: ignore[arg-type]

    def choose_sample(self) -> None:
        """Take the sample library."""
        self.page.get_by_role("button", name="Look at a sample library").click()

    def wait_for_library(self) -> str:
        """Watch until the dashboard is there; its path."""
        expect(self.page.get_by_role("navigation", name="Views")).to_be_visible(timeout=PATIENCE_MS)
        return self.path

    def look_at(self, view: str) -> None:
        """Change to another view of the library."""
        self.page.get_by_role("navigation", name="Views").get_by_role("link", name=view, exact=True).click()

    def filter(self, name: str, value: str) -> None:
        """Set one of the filters that offer choices."""
        self.page.get_by_role("combobox", name=name, exact=True).select_option(value)

    def chart(self, title: str) -> Locator:
        """The figure of that title, scrolled to and drawn."""
        self._wait_for_all_charts()
        figure = self.page.get_by_role("figure", name=title, exact=True)
        figure.scroll_into_view_if_needed()
        expect(figure.locator("svg.plot")).to_be_visible()
        return figure

    def draw_everything(self) -> None:
        """Scroll once to the end, as charts are drawn when they come near."""
        self._wait_for_all_charts()
        for figure in self.page.get_by_role("figure").all():
            figure.scroll_into_view_if_needed()
            if figure.locator(".plot-frame").count():
                expect(figure.locator("svg.plot")).to_be_visible()
        self.page.evaluate("scrollTo(0, 0)")

    def _wait_for_all_charts(self) -> None:
        """What stands below an overview's first section comes a frame later; the authors are the last of it."""
        overview = self.page.locator(".overview")
        if overview.count():
            expect(overview.get_by_role("heading", name="Authors", level=2)).to_be_attached()

    def expect_counted(self, text: str) -> None:
        """The view comes to say that it shows so many books."""
        expect(self._counted).to_have_text(text)

    def count(self) -> int:
        """How many books it says it shows."""
        return int(re.sub(r"\D.*", "", self._counted.inner_text().replace(",", "").replace("no ", "0 ")))

    def picture(self, name: str, *, full: bool = True) -> None:
        """Keep a screenshot among the run's artefacts."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.pictures / f"{name}.png", full_page=full)

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 AA, each with its element."""
        # Through the debugger's protocol, which no policy of the page's own forbids.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("(tags) => axe.run({ runOnly: tags })", _AXE_TAGS)
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def is_wider_than_the_window(self) -> bool:
        """Whether one would have to scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def cut_off(self) -> list[str]:
        """Cells of the list of books, and views, whose words have less room than they need."""
        return list(
            self.page.evaluate(
                """() => [...document.querySelectorAll(".book-list th, .book-list td, .views li")]
                    .filter((each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth)
                    .map((each) => each.textContent)"""
            )
        )

    @property
    def _counted(self) -> Locator:
        return self.page.locator(".view-heading [role=status]")

    @property
    def path(self) -> str:
        """The address's path."""
        return urlsplit(self.page.url).path

    @property
    def query(self) -> str:
        """The address's query."""
        return urlsplit(self.page.url).query


@contextmanager
def arriving(browser: Browser, home: str, *, pictures: Path, **options: Any) -> Iterator[Reader]:
    """A reader with a browser context of their own; ``options`` are those of ``Browser.new_context``."""
    context: BrowserContext = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.set_default_timeout(PATIENCE_MS)
    reader = Reader(context.new_page(), home, pictures)
    reader.page.on("console", lambda message: _note_message(reader, message))
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    reader.page.on("request", lambda request: _note_request(reader, request))
    try:
        yield reader
        assert reader.complaints == []
        assert reader.strangers <= COVERS
    finally:
        context.close()


def _note_message(reader: Reader, message: ConsoleMessage) -> None:
    # A browser complains of each cover that it cannot fetch and of each refusal, which are no faults of the page.
    if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
        reader.complaints.append(message.text)


def _note_request(reader: Reader, request: Request) -> None:
    host = urlsplit(request.url).hostname
    if host not in (None, "127.0.0.1", ""):
        reader.strangers.add(str(host))
