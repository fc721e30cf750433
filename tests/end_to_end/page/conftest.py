"""One Chromium and one service for all tests of the page, and a visitor for each of them.

The browser lives as long as this folder's tests: Playwright keeps an event loop running meanwhile,
beside which others could not start theirs.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.end_to_end.page.served import Service, served
from tests.end_to_end.page.visitor import Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 10  # for what takes milliseconds on a machine that is not busy

NewVisitor = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder takes more than a few seconds."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The installed Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"the page is not tested: none of {', '.join(NAMES)} is installed")
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def service(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The sample collection, served to whoever is on this machine."""
    with served(sample_index, tmp_path_factory.mktemp("served")) as service:
        yield service


@pytest.fixture
def new_visitor(chromium: Browser, service: Service) -> Iterator[NewVisitor]:
    """Makes visitors with options of a browser's context; afterwards none may have met a fault."""
    visitors: list[Visitor] = []
    with ExitStack() as closing:

        def make(*, at: Service = service, **options: Any) -> Visitor:
            context: BrowserContext = chromium.new_context(**options)
            context.set_default_timeout(SECONDS * 1000)
            closing.callback(context.close)
            page: Page = context.new_page()
            visitors.append(Visitor(page, at.address))
            return visitors[-1]

        yield make
        faults = [fault for visitor in visitors for fault in visitor.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def visitor(new_visitor: NewVisitor) -> Visitor:
    """Somebody with an ordinary browser of ordinary size."""
    return new_visitor(viewport={"width": 1280, "height": 900})
