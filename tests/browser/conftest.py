"""The real local stack and a browser; without Playwright nothing here is collected (`make test-browser`)."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from services.local.options import Simulator, StackOptions
from services.local.stack import LocalStack, local_stack

if find_spec("playwright") is None:
    collect_ignore_glob = ["test_*"]
else:
    from playwright.sync_api import Browser

    from tests.browser.reader import Reader, arriving
    from tools.browser import chromium

    PICTURES = Path(__file__).parents[2] / "build" / "browser"

    @pytest.fixture(scope="session")
    def browser() -> Iterator[Browser]:
        with chromium() as running:
            yield running

    @pytest.fixture(scope="session")
    def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
        """Everything that `make run CATALOGUE=sim` runs, on free ports; slow enough to be watched."""
        options = StackOptions(
            state_dir=tmp_path_factory.mktemp("state"),
            simulator=Simulator(latency_ms=300),
            # All tests come from one address.
            settings={"FANFOLIO_CHANGES_PER_MINUTE": "0"},
        )
        with local_stack(options) as running:
            yield running

    @pytest.fixture
    def reader(browser: Browser, stack: LocalStack) -> Iterator[Reader]:
        """Somebody with an empty browser; at the end the page must not have complained about anything."""
        with arriving(browser, stack.api_url, pictures=PICTURES) as someone:
            yield someone

    @pytest.fixture(scope="session")
    def library(browser: Browser, stack: LocalStack) -> str:
        """The path of a finished import of the sample library, for tests that only look."""
        with arriving(browser, stack.api_url, pictures=PICTURES) as someone:
            someone.open("/")
            someone.choose_sample()
            return someone.wait_for_library()
