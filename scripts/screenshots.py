"""Takes docs/page*.png: the real page over the sample reports, in the installed Chromium.

`make screenshots` takes them anew. Each is reduced to the colours that a screenshot needs, so that
it stays under 300 KB.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bench.serving import serving
from index import update_collection

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MOST_BYTES = 300_000
COLOURS = 128
SHARPNESS = 2  # pixels of a picture for each of the page
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

DESK = ViewportSize(width=1280, height=900)
READER = ViewportSize(width=1280, height=1700)
PHONE = ViewportSize(width=390, height=844)

MISSING = "What do inspectors say about children who go missing?"
SUPERVISION = "What do inspectors say about the supervision of social workers?"
OVER_TIME = "How has Thornmere's overall grade changed since 2014?"


def main() -> None:
    """Index the sample, serve it, and take every picture."""
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        update_collection(index, [ROOT / "corpus" / "sample"])
        with serving(index) as service, chromium() as browser:
            address = f"http://localhost:{service.port}"
            take_start(browser, address)
            take_answer(browser, address)
            take_report(browser, address)
            take_dark(browser, address)
            take_phone(browser, address)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The installed Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise SystemExit(f"There is no Chromium: install one of {', '.join(CHROMIUM)}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def take_start(browser: Browser, address: str) -> None:
    """The first visit."""
    with opened(browser, address, DESK) as page:
        save(page, "page-start.png")


def take_answer(browser: Browser, address: str) -> None:
    """An answer, and beside it the page as printed with the paragraph marked."""
    with opened(browser, address, DESK) as page:
        ask(page, MISSING, 1)
        open_evidence(page)
        save(page, "page.png")


def take_report(browser: Browser, address: str) -> None:
    """A report with its judgements and its authority's grades over time."""
    with opened(browser, address, READER) as page:
        page.goto(f"{address}/reports/thornmere-ilacs-2024-11-04")
        save(page, "page-report.png")


def take_dark(browser: Browser, address: str) -> None:
    """An answer from several reports in the dark, with what it can be narrowed by."""
    with opened(browser, address, DESK, is_dark=True) as page:
        ask(page, SUPERVISION, 1)
        save(page, "page-dark.png")


def take_phone(browser: Browser, address: str) -> None:
    """A conversation on a telephone."""
    with opened(browser, address, PHONE) as page:
        ask(page, OVER_TIME, 1)
        save(page, "page-phone.png")


@contextmanager
def opened(
    browser: Browser, address: str, size: ViewportSize, *, is_dark: bool = False
) -> Iterator[Page]:
    """The page at its start, in a window of this size."""
    context = browser.new_context(
        viewport=size,
        device_scale_factor=SHARPNESS,
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def ask(page: Page, question: str, turn: int) -> None:
    """Ask, and wait for the end of the answer."""
    page.get_by_role("textbox", name="question").fill(question)
    page.keyboard.press("Enter")
    page.locator(f"#turn-{turn}[data-done]").wait_for()
    show_from_the_top(page)


def open_evidence(page: Page) -> None:
    """Press the first marker, and wait for the page as printed."""
    page.locator(".marker").first.click()
    expect(page.locator("#evidence img").first).to_have_js_property("complete", True)
    show_from_the_top(page)


def show_from_the_top(page: Page) -> None:
    """Nothing in focus, everything from its beginning."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")


def save(page: Page, name: str) -> None:
    """The window as a picture of few colours."""
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = DOCS / name
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size / 1000:.0f} KB")
    if size > MOST_BYTES:
        raise SystemExit(f"{name} has {size:,} bytes; {MOST_BYTES:,} is the most.")


if __name__ == "__main__":
    main()
