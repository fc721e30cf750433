"""The page as printed over HTTP, with a paragraph marked."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index import Collection
from qa.settings import Settings
from tests.qa.http.running import running


@pytest.fixture(scope="module")
def printed(sample_collection: Collection) -> tuple[str, int, str]:
    """A report, a page, and a paragraph that stands on it."""
    for report in sample_collection.reports():
        for paragraph in sample_collection.paragraphs(report.id):
            if paragraph.kind == "numbered" and paragraph.boxes and paragraph.page:
                return report.id, paragraph.page, paragraph.id
    raise AssertionError("no report of the sample has pages")


def test_a_page_is_an_image_and_the_marked_one_another(
    sample_service: TestClient, printed: tuple[str, int, str]
) -> None:
    report, number, paragraph = printed
    address = f"/api/reports/{report}/pages/{number}.png"
    plain = sample_service.get(address)
    marked = sample_service.get(address, params={"paragraph": paragraph})
    for image in (plain, marked):
        assert image.status_code == 200, image.text
        assert image.headers["content-type"] == "image/png"
        assert image.content.startswith(b"\x89PNG")
    assert plain.content != marked.content
    assert plain.headers["etag"] != marked.headers["etag"]


def test_an_image_is_kept_by_its_reader(
    sample_service: TestClient, printed: tuple[str, int, str]
) -> None:
    report, number, paragraph = printed
    address = f"/api/reports/{report}/pages/{number}.png?paragraph={paragraph}"
    first = sample_service.get(address)
    assert first.headers["cache-control"] == "private, max-age=86400"
    again = sample_service.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == first.headers["cache-control"]


def test_what_is_not_printed_there_is_not_shown(
    sample_service: TestClient, sample_collection: Collection, printed: tuple[str, int, str]
) -> None:
    report, number, paragraph = printed
    other = next(r for r in sample_collection.reports() if r.pages and r.id != report)
    without_pages = next(r for r in sample_collection.reports() if r.pages is None)
    for path in (
        f"{report}/pages/999.png",
        f"no-such-report/pages/{number}.png",
        f"{other.id}/pages/1.png?paragraph={paragraph}",
        f"{report}/pages/{number}.png?paragraph={report}.no-such-paragraph",
        f"{without_pages.id}/pages/1.png",
        f"{report}/pages/..%2f..%2fmanifest.png",
    ):
        response = sample_service.get(f"/api/reports/{path}")
        assert response.status_code in (404, 422), path
        assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code in (404, 422)


@pytest.mark.parametrize("name", ["0.png", "-1.png", "one.png", "1.png?colour=red"])
def test_what_is_no_page_is_refused(
    sample_service: TestClient, printed: tuple[str, int, str], name: str
) -> None:
    refused = sample_service.get(f"/api/reports/{printed[0]}/pages/{name}")
    assert refused.status_code == 422


def test_a_file_that_was_altered_is_not_shown(
    sample_index: Path, tmp_path: Path, printed: tuple[str, int, str]
) -> None:
    report, number, _ = printed
    index = tmp_path / "index"
    shutil.copytree(sample_index, index)
    for original in (index / "originals").glob("??/*.pdf"):
        original.write_bytes(original.read_bytes() + b"%")
    with running(Settings(index=index)) as client:
        refused = client.get(f"/api/reports/{report}/pages/{number}.png")
        assert refused.status_code == 503
        assert str(tmp_path) not in refused.text
        assert client.get("/readyz").status_code == 200  # the collection itself is whole


def test_no_question_waits_for_a_page(sample_index: Path, printed: tuple[str, int, str]) -> None:
    report, number, _ = printed
    drawing, may_end = threading.Event(), threading.Event()

    def slowly(*_: Any) -> bytes:
        drawing.set()
        assert may_end.wait(timeout=30)
        return b"\x89PNG"

    with running(Settings(index=sample_index)) as client:
        images = client.app.state.service.images  # type: ignore[attr-defined]
        images._renderer.render = slowly
        address = f"/api/reports/{report}/pages/{number}.png"
        page = threading.Thread(target=client.get, args=(address,))
        page.start()
        assert drawing.wait(timeout=30)
        assert client.post("/api/ask", json={"question": "care leavers?"}).status_code == 200
        may_end.set()
        page.join(timeout=30)
