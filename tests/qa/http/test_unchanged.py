"""What a client has already is not sent again; and HEAD is GET without a body."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

PATHS = ("/api/reports", "/api/judgements?kind=ilacs", "/api/search?q=caseloads")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_what_is_unchanged_is_not_sent_again(
    local_service: TestClient, path: str, form: str
) -> None:
    first = local_service.get(path)
    assert first.headers["cache-control"] == "no-cache, private"
    tag = first.headers["etag"]
    known = form.format(tag.removeprefix("W/") if form.startswith("W/") else tag)
    again = local_service.get(path, headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["cache-control"] == "no-cache, private"


@pytest.mark.parametrize("path", PATHS)
def test_another_tag_gets_the_whole(local_service: TestClient, path: str) -> None:
    again = local_service.get(path, headers={"If-None-Match": 'W/"1-0000000000000000"'})
    assert again.status_code == 200
    assert again.content


def test_two_forms_of_a_table_have_two_tags(local_service: TestClient) -> None:
    tags = {
        local_service.get("/api/reports", headers={"Accept": form}).headers["etag"]
        for form in ("application/json", "text/csv")
    }
    assert len(tags) == 2


def test_an_error_is_not_told_to_be_unchanged(local_service: TestClient) -> None:
    for path in ("/api/reports?kind=none", "/api/reports/none"):
        response = local_service.get(path, headers={"If-None-Match": "*"})
        assert response.status_code in (404, 422)
        assert "etag" not in response.headers


@pytest.mark.parametrize("path", [*PATHS, "/livez", "/readyz", "/openapi.json", "/"])
def test_head_is_get_without_a_body(local_service: TestClient, path: str) -> None:
    whole, head = local_service.get(path), local_service.head(path)
    assert head.status_code == whole.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers.get(name) == whole.headers.get(name)


def test_head_stands_among_what_is_allowed(local_service: TestClient) -> None:
    refused = local_service.delete("/api/reports")
    assert refused.status_code == 405
    assert refused.headers["allow"] == "GET, HEAD"
    assert local_service.head("/api/ask").status_code == 405
