"""Pages are rendered in child processes: what a file does to a child ends in a named error."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from corpus import (
    Box,
    CorpusError,
    FileDamaged,
    FileEncrypted,
    FileMissing,
    FileTooLarge,
    NoPages,
    PageMissing,
    PageRenderer,
    RenderingTooHungry,
    RenderingTooSlow,
)
from corpus.pages.images import render_page
from corpus.rendering import RENDERING_LIMITS
from tests.corpus.invented import InventedPdf, endless_pdf, slow_pdf, web_page

PNG = b"\x89PNG\r\n\x1a\n"
BOXES = (Box(1, 71, 90, 300, 130), Box(2, 71, 90, 300, 130))
IMPATIENT = replace(RENDERING_LIMITS, wall_seconds=2)


@pytest.fixture(scope="module")
def renderer() -> Iterator[PageRenderer]:
    with PageRenderer() as renderer:
        yield renderer


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pdf = InventedPdf(tmp_path_factory.mktemp("pages") / "report.pdf")
    pdf.text("Children in Thornmere are safe.")
    pdf.next_page()
    pdf.text("Care leavers in Thornmere are proud.")
    return pdf.save()


def children() -> set[int]:
    """The processes of renderers."""
    found = multiprocessing.active_children()
    return {child.pid for child in found if child.name == "page-renderer" and child.pid}


def test_a_page_is_rendered_as_without_a_child(renderer: PageRenderer, report: Path) -> None:
    for number in (1, 2):
        png = renderer.render(report, number, BOXES)
        assert png == render_page(report.read_bytes(), number, BOXES)
        assert png != renderer.render(report, number)


@pytest.mark.parametrize("number", [-1, 0, 3, 10**12])
def test_a_page_that_is_not_there(renderer: PageRenderer, report: Path, number: int) -> None:
    with pytest.raises(PageMissing, match=f"no page {number}, the PDF has 2 pages") as caught:
        renderer.render(report, number)
    assert caught.value.source == str(report)
    assert caught.value.remedy in str(caught.value)


def test_documents_without_pages(renderer: PageRenderer, tmp_path: Path) -> None:
    text, empty = tmp_path / "report.txt", tmp_path / "empty.pdf"
    text.write_text("1. Children in Thornmere are safe.")
    empty.touch()
    for path in (text, empty, web_page(tmp_path / "page.pdf")):
        with pytest.raises(NoPages):
            renderer.render(path, 1)


def test_files_that_cannot_be_opened(renderer: PageRenderer, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 400)
    locked = StandardEncryption("open sesame", ownerPassword="owner", strength=128)
    for path, error in (
        (tmp_path / "none.pdf", FileMissing),
        (tmp_path, FileMissing),
        (damaged, FileDamaged),
        (InventedPdf(tmp_path / "locked.pdf", encryption=locked).save(), FileEncrypted),
    ):
        with pytest.raises(error):
            renderer.render(path, 1)


def test_a_file_of_too_many_bytes(report: Path) -> None:
    with (
        PageRenderer(replace(RENDERING_LIMITS, bytes=1000)) as renderer,
        pytest.raises(FileTooLarge),
    ):
        renderer.render(report, 1)


def test_too_slow(report: Path, tmp_path: Path) -> None:
    with PageRenderer(IMPATIENT) as renderer:
        started = monotonic()
        with pytest.raises(RenderingTooSlow, match="over 2 seconds"):
            renderer.render(endless_pdf(tmp_path / "endless.pdf"), 1)
        assert monotonic() - started < 5
        assert renderer.render(report, 1).startswith(PNG)


def test_too_much_processor_time(report: Path, tmp_path: Path) -> None:
    with PageRenderer(replace(RENDERING_LIMITS, wall_seconds=30, cpu_seconds=1)) as renderer:
        with pytest.raises(RenderingTooSlow, match="1 seconds of processor time"):
            renderer.render(endless_pdf(tmp_path / "endless.pdf"), 1)
        assert renderer.render(report, 1).startswith(PNG)


def test_too_hungry(report: Path, tmp_path: Path) -> None:
    """A page of 27 KB that takes gigabytes; given time, so that only memory can stop it."""
    hungry = slow_pdf(tmp_path / "hungry.pdf")
    with PageRenderer(replace(RENDERING_LIMITS, wall_seconds=60, cpu_seconds=60)) as renderer:
        with pytest.raises(RenderingTooHungry):
            renderer.render(hungry, 1)
        assert renderer.render(report, 1).startswith(PNG)


def test_limits_too_tight_to_start() -> None:
    renderer = PageRenderer(replace(RENDERING_LIMITS, memory_bytes=10_000_000))
    with pytest.raises(CorpusError):
        renderer.start()
    renderer.stop()


def test_a_child_killed_while_idle_is_replaced(report: Path) -> None:
    others = children()
    with PageRenderer() as renderer:
        (child,) = children() - others
        os.kill(child, signal.SIGKILL)
        sleep(0.1)
        assert renderer.render(report, 1).startswith(PNG)
        assert child not in children()


def test_a_child_killed_at_work_is_named_and_replaced(report: Path, tmp_path: Path) -> None:
    others, endless = children(), endless_pdf(tmp_path / "endless.pdf")
    with PageRenderer() as renderer, ThreadPoolExecutor() as threads:
        (child,) = children() - others
        page = threads.submit(renderer.render, endless, 1)
        sleep(0.5)
        os.kill(child, signal.SIGKILL)
        with pytest.raises(RenderingTooHungry, match="died"):
            page.result()
        assert renderer.render(report, 1).startswith(PNG)


def test_a_child_is_replaced_after_so_many_pages(report: Path) -> None:
    others, seen = children(), set()
    with PageRenderer(replace(RENDERING_LIMITS, files_per_process=2)) as renderer:
        for _ in range(6):
            seen |= children() - others
            assert renderer.render(report, 1).startswith(PNG)
    assert len(seen) == 3


def test_threads_each_get_their_own_page(renderer: PageRenderer, report: Path) -> None:
    numbers = [1, 2] * 4
    with ThreadPoolExecutor(4) as threads:
        images = list(threads.map(lambda number: renderer.render(report, number), numbers))
    assert images == [renderer.render(report, number) for number in numbers]
    assert images[0] != images[1]


def test_a_slow_page_holds_up_no_other(report: Path, tmp_path: Path) -> None:
    endless = endless_pdf(tmp_path / "endless.pdf")
    with PageRenderer(IMPATIENT) as renderer, ThreadPoolExecutor() as threads:
        slow = threads.submit(renderer.render, endless, 1)
        sleep(0.2)
        assert renderer.render(report, 1).startswith(PNG)
        assert not slow.done()
        assert isinstance(slow.exception(), RenderingTooSlow)


def test_no_child_outlives_the_renderer(report: Path) -> None:
    others = children()
    renderer = PageRenderer()
    assert children() == others, "nothing runs before it is asked for"
    with renderer:
        assert len(children() - others) == 1
    assert children() == others
    assert renderer.render(report, 1).startswith(PNG), "it begins anew"
    renderer.stop()
    assert children() == others
