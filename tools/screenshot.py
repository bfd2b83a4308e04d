"""The README's picture: the dashboard of the sample library, as it looks after a real import. ``make screenshot``."""

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from services.local.options import StackOptions
from services.local.stack import local_stack
from tools.browser import chromium

PICTURE = Path(__file__).parents[1] / "docs" / "dashboard.png"

_WINDOW = {"width": 1200, "height": 1500}
# Two windows side by side, at half their size.
_SCALE = 0.5
_WAIT_MS = 60_000
# A picture in a README is loaded by everybody who looks at it.
_MOST_BYTES = 300_000


def main() -> int:
    """Take it; 1 when it has become too large."""
    with (
        tempfile.TemporaryDirectory() as state,
        local_stack(StackOptions(state_dir=Path(state))) as stack,
        chromium() as browser,
    ):
        page = browser.new_page(viewport=_WINDOW, device_scale_factor=1)
        page.goto(stack.api_url)
        page.get_by_role("button", name="Look at a sample library").click()
        picture = _side_by_side(browser, [_at(page, "Books by year", top=0), _at(page, "Genres")])
        PICTURE.write_bytes(picture)
    sys.stdout.write(f"{PICTURE.name} has {len(picture) // 1000} KB.\n")
    return 0 if len(picture) < _MOST_BYTES else 1


def _at(page: Page, chart: str, *, top: int | None = None) -> bytes:
    """The window with that chart drawn, scrolled to its section, or to ``top``."""
    figure = page.get_by_role("figure", name=chart, exact=True)
    figure.scroll_into_view_if_needed(timeout=_WAIT_MS)
    figure.locator("svg").wait_for(timeout=_WAIT_MS)
    section = figure.locator("xpath=ancestor::section")
    y = (
        top
        if top is not None
        else section.evaluate("(each) => each.getBoundingClientRect().top + scrollY - 40")
    )
    page.evaluate("(y) => scrollTo(0, y)", y)
    for drawing in page.locator("svg.plot").all():
        drawing.wait_for()
    page.wait_for_load_state("networkidle")
    return bytes(page.screenshot())


def _side_by_side(browser: Browser, pictures: list[bytes]) -> bytes:
    width, height = round(_WINDOW["width"] * _SCALE), round(_WINDOW["height"] * _SCALE)
    page = browser.new_page(
        viewport={"width": len(pictures) * width, "height": height}, device_scale_factor=1.3
    )
    images = "".join(
        f'<img width={width} height={height} src="data:image/png;base64,{base64.b64encode(each).decode()}">'
        for each in pictures
    )
    page.set_content(f'<body style="margin:0;display:flex">{images}')
    return bytes(page.screenshot())


if __name__ == "__main__":
    sys.exit(main())
