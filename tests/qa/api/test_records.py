"""Reports, judgements and paragraphs over HTTP: their shapes, filters, pages, and forms."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index import Collection
from qa.api.problem_schemas import Problem
from qa.api.record_schemas import JudgementPage, Paragraph, ParagraphPage, Report, ReportPage
from qa.showing.attribution import NOT_AFFILIATED
from qa.showing.report_rows import JUDGEMENT_COLUMNS, REPORT_COLUMNS

LISTS = ("/api/reports", "/api/judgements")
SLOWLY = {"limit": 4}


def read(client: TestClient, path: str, **query: Any) -> Any:
    found = client.get(path, params=query)
    assert found.status_code == 200, found.text
    return found.json()


def every_item(client: TestClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """The items of all pages, each found by the Link header of the one before."""
    response = client.get(path, params=query)
    items = list(response.json()["items"])
    while response.links.get("next"):
        address = response.links["next"]["url"]
        assert response.json()["next"] == address
        response = client.get(address)
        items += response.json()["items"]
    assert response.json()["next"] is None
    assert len(items) == response.json()["total"]
    return items


def test_reports_are_all_there_newest_first(
    sample_service: TestClient, sample_collection: Collection
) -> None:
    items = every_item(sample_service, "/api/reports", **SLOWLY)
    assert [item["id"] for item in items] == [report.id for report in sample_collection.reports()]


def test_judgements_are_all_there(
    sample_service: TestClient, sample_collection: Collection
) -> None:
    items = every_item(sample_service, "/api/judgements", **SLOWLY)
    told = [(item["report_id"], item["printed"], item["grade"]) for item in items]
    held = [(report.id, j.printed, j.grade) for report, j in sample_collection.judgements()]
    assert told == held


def test_every_record_has_the_shape_that_is_described(
    sample_service: TestClient, sample_collection: Collection
) -> None:
    ReportPage.model_validate(read(sample_service, "/api/reports"))
    JudgementPage.model_validate(read(sample_service, "/api/judgements"))
    for report in sample_collection.reports():
        Report.model_validate(read(sample_service, f"/api/reports/{report.id}"))
        page = read(sample_service, f"/api/reports/{report.id}/paragraphs", limit=2)
        ParagraphPage.model_validate(page)
        Paragraph.model_validate(read(sample_service, f"/api/paragraphs/{page['items'][0]['id']}"))


def test_a_report_tells_its_judgements_copies_and_rights(
    sample_service: TestClient, sample_collection: Collection
) -> None:
    held = next(r for r in sample_collection.reports() if r.superseded_by and r.judgements)
    told = read(sample_service, f"/api/reports/{held.id}")
    assert [j["area"] for j in told["judgements"]] == [j.area for j in held.judgements]
    assert told["superseded_by"] == held.superseded_by
    assert told["licence"]["name"] == "Open Government Licence v3.0"
    assert told["link"] == f"/reports/{held.id}"


def test_no_answer_tells_where_files_lie_on_the_server(sample_service: TestClient) -> None:
    report = read(sample_service, "/api/reports")["items"][0]
    texts = [
        sample_service.get(path).text
        for path in ("/api/reports", f"/api/reports/{report['id']}", "/api/search?q=caseloads")
    ]
    asked = sample_service.post("/api/ask", json={"question": "How are caseloads?"}).text
    assert report["source"].count("/") == 1
    for text in (*texts, asked):
        assert "corpus/sample" not in text
        assert '"source":"/' not in text


@pytest.mark.parametrize("path", [*LISTS, "/api/search?q=caseloads"])
def test_every_list_says_that_nobody_stands_behind_it(
    sample_service: TestClient, path: str
) -> None:
    assert sample_service.get(path).json()["notice"] == NOT_AFFILIATED


def test_paragraphs_come_in_the_order_of_reading_and_know_their_neighbours(
    sample_service: TestClient, sample_collection: Collection
) -> None:
    report = sample_collection.reports()[0]
    items = every_item(sample_service, f"/api/reports/{report.id}/paragraphs", **SLOWLY)
    ids = [paragraph.id for paragraph in sample_collection.paragraphs(report.id)]
    assert [item["id"] for item in items] == ids
    told = [read(sample_service, f"/api/paragraphs/{one}") for one in (ids[0], ids[1], ids[-1])]
    assert [one["previous"] for one in told] == [None, ids[0], ids[-2]]
    assert [one["next"] for one in told] == [ids[1], ids[2], None]
    assert {one["report"]["id"] for one in told} == {report.id}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"authority": "Thornmere"}, lambda r: r["authority"] == "Thornmere"),
        (
            {"authority": ["Thornmere", "quillbridge"]},
            lambda r: r["authority"] in ("Thornmere", "Quillbridge"),
        ),
        ({"kind": ["ilacs", "sif"]}, lambda r: r["kind"] in ("ilacs", "sif")),
        ({"grade": "good"}, lambda r: r["overall"] == "good"),
        ({"since": "2023", "date": "published"}, lambda r: r["published"] >= "2023"),
        ({"until": "2018-10", "date": "published"}, lambda r: r["published"] < "2018-11"),
    ],
)
def test_filters_are_those_of_the_command_line(
    sample_service: TestClient, query: dict[str, Any], holds: Any
) -> None:
    every = read(sample_service, "/api/reports")["items"]
    found = read(sample_service, "/api/reports", **query)["items"]
    told = [r for r in every if (r["published"] or "date" not in query) and holds(r)]
    assert found
    assert [r["id"] for r in found] == [r["id"] for r in told]


def test_latest_keeps_each_authoritys_newest_of_its_kind(sample_service: TestClient) -> None:
    newest = read(sample_service, "/api/reports", latest=True)["items"]
    assert len({(r["authority"], r["kind"]) for r in newest}) == len(newest)
    assert len(newest) < read(sample_service, "/api/reports")["total"]


def test_judgements_can_be_narrowed_to_an_area_and_its_grade(sample_service: TestClient) -> None:
    query = {"area": "care leavers", "grade": "care leavers=requires improvement"}
    found = read(sample_service, "/api/judgements", **query)["items"]
    assert found
    assert {(j["grade"], "care leavers" in j["areas"]) for j in found} == {
        ("requires improvement", True)
    }


def test_lists_can_be_narrowed_to_reports(sample_service: TestClient) -> None:
    ids = sorted(r["id"] for r in read(sample_service, "/api/reports", limit=3)["items"])
    found = read(sample_service, "/api/reports", report=[*ids, "no-such-report"])
    assert sorted(r["id"] for r in found["items"]) == ids


REFUSED = [
    ({"colour": "blue"}, "query"),
    ({"kind": "ofsted"}, None),
    ({"grade": "splendid"}, None),
    ({"grade": "gardens=good"}, None),
    ({"area": "gardens"}, None),
    ({"authority": "Atlantis"}, None),
    ({"authority": ""}, "authority"),
    ({"since": "2024-02-30"}, "since"),
    ({"since": "last year"}, "since"),
    ({"date": "birthday"}, "date"),
    ({"latest": "perhaps"}, "latest"),
    ({"limit": 0}, "limit"),
    ({"limit": 51}, "limit"),
    ({"cursor": "A" * 36}, "cursor"),
    ({"cursor": "next"}, "cursor"),
]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(("query", "pointer"), REFUSED)
def test_what_is_no_filter_is_refused_and_not_repeated(
    sample_service: TestClient, path: str, query: dict[str, Any], pointer: str | None
) -> None:
    refused = sample_service.get(path, params=query)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(refused.json())
    assert pointer is None or [fault.pointer for fault in problem.errors] == [pointer]
    for sent in ("colour", *map(str, query.values())):
        assert len(sent) < 6 or sent not in refused.text


@pytest.mark.parametrize("path", LISTS)
def test_dates_that_end_before_they_begin_contradict(sample_service: TestClient, path: str) -> None:
    refused = sample_service.get(path, params={"since": "2024-03", "until": "2024-02"})
    assert refused.status_code == 409
    assert "2024" not in refused.text


@pytest.mark.parametrize(
    "path",
    [
        "/api/reports/no-such-report",
        "/api/reports/no-such-report/paragraphs",
        "/api/paragraphs/no-such-report.1",
        "/api/paragraphs/..",
        "/api/reports/%2e%2e%2fetc",
    ],
)
def test_what_is_not_there_is_a_problem(sample_service: TestClient, path: str) -> None:
    missing = sample_service.get(path)
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert "no-such" not in missing.text


def test_a_cursor_belongs_to_its_query(sample_service: TestClient) -> None:
    cursor = read(sample_service, "/api/reports", limit=2)["next"].rpartition("cursor=")[2]
    same = sample_service.get("/api/reports", params={"limit": 7, "cursor": cursor})
    assert same.status_code == 200
    for path, query in (("/api/judgements", {}), ("/api/reports", {"kind": "ilacs"})):
        refused = sample_service.get(path, params={**query, "cursor": cursor})
        assert refused.status_code == 422, path


@pytest.mark.parametrize(
    ("path", "columns"), [("/api/reports", REPORT_COLUMNS), ("/api/judgements", JUDGEMENT_COLUMNS)]
)
def test_a_table_is_whole_as_csv(
    sample_service: TestClient, path: str, columns: tuple[str, ...]
) -> None:
    response = sample_service.get(path, headers={"Accept": "text/csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["vary"] == "Accept"
    assert re.fullmatch(r'attachment; filename="\w+\.csv"', response.headers["content-disposition"])
    rows = list(csv.DictReader(io.StringIO(response.text)))
    items = every_item(sample_service, path)
    assert list(rows[0]) == [*columns, "attribution", "licence", "notice"]
    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        assert row["authority"] == item["authority"]
        assert row["attribution"] == item["attribution"]
        assert row["notice"] == NOT_AFFILIATED


def test_a_page_can_be_had_as_csv(sample_service: TestClient) -> None:
    response = sample_service.get("/api/reports?limit=3", headers={"Accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(response.text)))) == 3
    following = sample_service.get(response.links["next"]["url"], headers={"Accept": "text/csv"})
    assert len(list(csv.DictReader(io.StringIO(following.text)))) == 3
    assert following.text != response.text
