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
    import httpx
    from playwright.sync_api import Browser, expect

    from tests.browser.reader import PATIENCE_MS, Reader, arriving
    from tools.browser import chromium

    LATENCY_MS = 100
    PICTURES = Path(__file__).parents[2] / "build" / "browser"

    @pytest.fixture(scope="session")
    def browser() -> Iterator[Browser]:
        expect.set_options(timeout=PATIENCE_MS)
        with chromium() as running:
            yield running

    @pytest.fixture(scope="session")
    def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
        """Everything that `make run CATALOGUE=sim` runs, on free ports."""
        options = StackOptions(
            state_dir=tmp_path_factory.mktemp("state"),
            simulator=Simulator(latency_ms=LATENCY_MS),
            # All tests come from one address.
            settings={"FANFOLIO_CHANGES_PER_MINUTE": "0"},
        )
        with local_stack(options) as running:
            yield running

    @pytest.fixture
    def catalogues(stack: LocalStack) -> Iterator[httpx.Client]:
        """The simulated catalogues' settings, put back at the end: ``post("/_sim/settings", json=…)``."""
        with httpx.Client(base_url=str(stack.simulator_url), trust_env=False, timeout=30) as simulator:
            yield simulator
            usual = {"errors": {}, "latency_ms": LATENCY_MS}
            simulator.post("/_sim/settings", json=usual).raise_for_status()

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
