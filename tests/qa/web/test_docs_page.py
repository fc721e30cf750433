"""The page of the routes: whole, escaped, and without a script of its own."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from qa.web.docs_view import TypeWords, type_of


def test_every_route_and_shape_stands_on_the_page(sample_service: TestClient) -> None:
    response = sample_service.get("/docs")
    described = sample_service.get("/openapi.json").json()
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    for path, methods in described["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in response.text
    for name in described["components"]["schemas"]:
        assert f'id="shape-{name}"' in response.text


def test_every_link_leads_to_a_place_on_the_page(sample_service: TestClient) -> None:
    page = sample_service.get("/docs").text
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_nothing_runs_and_nothing_comes_from_elsewhere(sample_service: TestClient) -> None:
    page = sample_service.get("/docs").text
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', page)
    assert all(address.startswith("/static/") for address in loaded)
    assert not re.search(r"<script(?![^>]+src=)|<style| on\w+=| style=", page)


def test_what_a_value_can_be_is_told_in_words() -> None:
    assert type_of({"type": "integer", "minimum": 1, "maximum": 50}).words == (
        "whole number, 1 to 50"
    )
    assert type_of({"anyOf": [{"type": "string"}, {"type": "null"}]}).words == "text or null"
    assert type_of({"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}) == TypeWords(
        "list of", "Hit"
    )
    assert type_of({"enum": ["good", "inadequate"]}).words == "one of good, inadequate"
    listed = {"anyOf": [{"$ref": "#/components/schemas/Licence"}, {"type": "null"}]}
    assert type_of(listed) == TypeWords("null, or", "Licence")
