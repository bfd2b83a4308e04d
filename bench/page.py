"""The page in a real browser: first paint of 565 books, filtering of 10,000, and how much stands in the document.

``make bench-page`` prints a table and fails where a bar is missed. Everything runs on this machine: the local stack
with the simulator, and Debian's Chromium with an empty cache for every sample.

*First paint of a dashboard* is when a reader would say that it is there: from the start of the navigation to the end
of the frame in which heading, figures and the first chart have been painted, in a window of 1,280 × 900. Heading and
figures come a little before; they have a line of their own. A window is opened two seconds before its address is:
what a browser does to open one is none of the page's.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page

from bench.invented import write_export
from services.local.demo import SAMPLE
from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack
from services.local.visitor import Visitor, require_complete
from tools.browser import chromium

SAMPLES = 5
LARGE = 10_000

WINDOW_SETTLES_MS = 2_000

# By then something is wrong, and it ends with an error rather than never.
SHOWN_WITHIN_MS = 30_000

# By the browser's own clock; a timer set in a frame runs once that frame has been painted.
_SHOWN_AT = """
    window.shownAt = {};
    const parts = {
        figures: () => document.querySelector(".library h1") && document.querySelector(".figures"),
        charts: () => document.querySelector(".plot-frame")?.querySelector("svg"),
    };
    const waited = new Set(Object.keys(parts));
    new MutationObserver(() => {
        for (const part of waited) {
            if (!parts[part]()) continue;
            waited.delete(part);
            requestAnimationFrame(() => setTimeout(() => { window.shownAt[part] = performance.now(); }));
        }
    }).observe(document, { childList: true, subtree: true });
"""

# Asked here and not by Playwright's own means of waiting, which the page's policy forbids.
_WHEN_SHOWN = """
    async (patience) => {
        const until = performance.now() + patience;
        while (!("figures" in window.shownAt && "charts" in window.shownAt)) {
            if (performance.now() > until) throw new Error("only this was painted: " + Object.keys(window.shownAt));
            await new Promise((next) => setTimeout(next, 10));
        }
        return window.shownAt;
    }
"""

# From the moment of the change to the frame that shows it.
_FILTER = """
    async ([name, value]) => {
        const label = [...document.querySelectorAll(".filters label")].find((each) =>
            each.textContent.startsWith(name));
        const control = label.querySelector("select, input");
        const counted = document.querySelector(".view-heading [role=status]");
        const before = counted.textContent;
        const began = performance.now();
        control.value = value;
        control.dispatchEvent(new Event("change", { bubbles: true }));
        while (counted.textContent === before) await new Promise((next) => setTimeout(next));
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
        return performance.now() - began;
    }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what was measured, and the most it may be."""

    what: str
    figure: float
    most: float
    unit: str

    @property
    def is_met(self) -> bool:
        """Whether the figure is within its bar."""
        return self.figure <= self.most


def main() -> int:
    """Measure and print; 1 where a bar is missed."""
    with tempfile.TemporaryDirectory() as directory, chromium() as browser:
        options = StackOptions(
            state_dir=Path(directory),
            simulator=Simulator(limits=False),
            settings={"FANFOLIO_OPEN_LIBRARY_RATE_PER_S": "1000", "FANFOLIO_OPEN_LIBRARY_BURST": "1000"},
        )
        with local_stack(options) as stack:
            rows = [*_small(browser, stack, SAMPLE), *_large(browser, stack, Path(directory))]
    for row in rows:
        verdict = "ok" if row.is_met else "MISSED"
        sys.stdout.write(
            f"{row.what:<58}{row.figure:>8.0f} {row.unit:<3} at most {row.most:>5.0f}  {verdict}\n"
        )
    return 0 if all(row.is_met for row in rows) else 1


def _small(browser: Browser, stack: LocalStack, library: Path) -> Iterator[Row]:
    address = _imported(stack, library)
    figures, charts = [], []
    for _ in range(SAMPLES):
        with _library_page(browser, address) as page:
            shown = _shown_at(page)
            figures.append(shown["figures"])
            charts.append(shown["charts"])
    yield _row("565 books: first paint of the dashboard", charts, most=1000)
    yield _row("565 books: of it heading and figures", figures, most=1000)


def _large(browser: Browser, stack: LocalStack, directory: Path) -> Iterator[Row]:
    address = _imported(stack, write_export(directory / "large.csv", rows=LARGE))
    for view, name in (("", "overview"), ("?view=books", "list"), ("?view=covers", "covers")):
        with _library_page(browser, address + view) as page:
            page.wait_for_selector(".library h1")
            if view == "":
                yield _row(f"{LARGE:,} books: first paint", [_shown_at(page)["charts"]], most=3000)
            times = []
            for genre in _choices(page, "Genre")[:SAMPLES]:
                times.append(float(page.evaluate(_FILTER, ["Genre", genre])))
                times.append(float(page.evaluate(_FILTER, ["Genre", ""])))
            yield _row(f"{LARGE:,} books: a filter, {name}, median", times, most=100)
            cards = page.locator(".book-list tbody tr, .wall .cover, .years li").count()
            yield Row(what=f"{LARGE:,} books: rows and cards in the {name}", figure=cards, most=200, unit="")


def _imported(stack: LocalStack, library: Path) -> str:
    with httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False) as http:
        visitor = Visitor(http)
        job = visitor.upload(library)
        *_, last = visitor.follow(job.job_id)
        require_complete(last)
    return f"{stack.api_url}/jobs/{job.job_id}"


@contextmanager
def _library_page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.add_init_script(_SHOWN_AT)
        page.wait_for_timeout(WINDOW_SETTLES_MS)
        page.goto(address)
        yield page
    finally:
        context.close()


def _shown_at(page: Page) -> dict[str, float]:
    """When heading and figures, and when the first chart had been painted, in ms since the navigation."""
    page.wait_for_selector("svg.plot")
    shown = page.evaluate(_WHEN_SHOWN, SHOWN_WITHIN_MS)
    return {part: float(at) for part, at in shown.items()}


def _choices(page: Page, name: str) -> list[str]:
    options = page.get_by_role("combobox", name=name, exact=True).locator("option")
    return [str(option.get_attribute("value")) for option in options.all()[1:]]


def _row(what: str, times_ms: list[float], *, most: float) -> Row:
    return Row(what=what, figure=statistics.median(times_ms), most=most, unit="ms")


if __name__ == "__main__":
    sys.exit(main())
