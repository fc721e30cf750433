"""Ranked paragraphs over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from index import Collection
from qa.api.record_schemas import SearchPage


def search(client: TestClient, words: str, **query: Any) -> Any:
    found = client.get("/api/search", params={"q": words, **query})
    assert found.status_code == 200, found.text
    return found.json()


def test_hits_are_paragraphs_that_are_there(
    sample_service: TestClient, sample_collection: Collection
) -> None:
    page = search(sample_service, "the supervision of social workers")
    SearchPage.model_validate(page)
    assert [hit["rank"] for hit in page["items"]] == list(range(1, len(page["items"]) + 1))
    for hit in page["items"]:
        held = sample_collection.paragraph(hit["paragraph"]["id"])
        assert held is not None
        assert (held[0].id, held[1].text) == (hit["report"]["id"], hit["paragraph"]["text"])


def test_a_question_narrows_the_search_and_says_so(sample_service: TestClient) -> None:
    page = search(sample_service, "How are care leavers helped in Thornmere?")
    assert page["as_question"]
    assert page["understood"]["authorities"] == ["Thornmere"]
    assert {hit["report"]["authority"] for hit in page["items"]} == {"Thornmere"}
    assert page["coverage"]["authorities_in_scope"] == 1


def test_filters_narrow_the_search(sample_service: TestClient) -> None:
    page = search(sample_service, "care leavers", authority="Quillbridge", kind="ilacs")
    assert {hit["report"]["authority"] for hit in page["items"]} == {"Quillbridge"}
    assert {hit["report"]["kind"] for hit in page["items"]} == {"ilacs"}


def test_pages_of_a_search_are_one_ranking(sample_service: TestClient) -> None:
    whole = search(sample_service, "education of children")
    page = search(sample_service, "education of children", limit=7)
    found = list(page["items"])
    for _ in range(3):
        page = sample_service.get(page["next"]).json()
        found += page["items"]
    assert found == whole["items"][:28]


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "?!"}, {"q": "x" * 2_001}])
def test_nothing_to_search_for_is_refused(
    sample_service: TestClient, query: dict[str, str]
) -> None:
    refused = sample_service.get("/api/search", params=query)
    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["q"]
