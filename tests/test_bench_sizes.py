"""The table by size, its pictures, and that all of it can be measured on a small collection."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from bench import sizes
from bench.building import CheapEmbedder
from bench.generator import make_index
from bench.limits import matrix_seconds, piece_counts, products_of
from bench.plot import PICTURES, TABLE_FROM, TABLE_TO, drawn, with_table
from bench.sized_table import ANY_SIZE, Row, SizedTable

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"


def test_a_table_has_a_column_for_each_size_and_marks_what_misses_its_goal(tmp_path: Path) -> None:
    table = SizedTable((10, 2_000), "today")
    quick, rate = Row("asking", "ms", {2_000: 5.0}), Row("reading", "pages/s", {0: 200}, True)
    table.put(rate, ANY_SIZE, 226.4)
    table.put(quick, 10, 1.234)
    table.put(quick, 2_000, 7.0)
    assert table.lines() == [
        "| what | unit | any size | 10 | 2,000 | goal |",
        "| --- | --- | --- | --- | --- | --- |",
        "| reading | pages/s | 226 |  |  | at least 200 |",
        "| asking | ms |  | 1.23 | **7** | at most 5 at 2,000 |",
    ]
    table.put(Row("  99 in 100", "ms", {ANY_SIZE: 1.0}), ANY_SIZE, 3.0)
    assert table.missed() == ["asking at 2,000", "asking: 99 in 100"]
    table.write(tmp_path / "kept.json")
    kept = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    assert kept["rows"][1]["values"] == {"10": 1.234, "2000": 7.0}


def test_a_picture_shows_the_rows_that_there_are(tmp_path: Path) -> None:
    costs = {sizes.WHOLE.what: [(10_000.0, 9.0), (100_000.0, 31.0)]}
    costs[sizes.RETRIEVAL.what] = [(10_000.0, 2.0), (100_000.0, 12.0)]
    picture = ElementTree.fromstring(drawn(PICTURES[0], costs, "2026-11-24 & 2 cores"))
    words = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "whole question" in words
    assert "retrieval from everything" in words
    circles = list(picture.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(circles) == 4
    heights = [float(circle.attrib["cy"]) for circle in circles]
    assert heights[0] > heights[1]  # dearer stands higher


def test_the_table_of_the_page_is_written_anew() -> None:
    page = f"# Head\n{TABLE_FROM}\nold\n{TABLE_TO}\nrest\n"
    once = with_table(page, ["| a |", "| --- |"], "today")
    assert "old" not in once
    assert "Taken on today." in once
    assert with_table(once, ["| a |", "| --- |"], "today") == once


def test_the_cheap_model_gives_as_much_as_the_packaged_one() -> None:
    model = CheapEmbedder()
    found = model.encode_texts(["one two three", "one two three", "four " * 100])
    assert found.vectors.shape == (3, 384)
    np.testing.assert_array_equal(found.vectors[0], found.vectors[1])
    assert found.token_counts.tolist() == [3, 3, 71]
    assert found.tokens.shape == (77, 64)


def test_the_limit_of_embedding_is_measured() -> None:
    pieces = piece_counts(["Social workers visit children.", "word " * 1_000])
    assert pieces == [7, 256]
    assert matrix_seconds(pieces) > 0
    assert products_of(256) == 256 * products_of(1)


@pytest.mark.slow
def test_every_row_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = SizedTable((1_500,), "today")
    monkeypatch.setattr(sizes, "_SENTENCES", 3)
    monkeypatch.setattr(sizes, "_QUESTIONS", 20)
    monkeypatch.setattr(sizes, "_ASKED_AT_ONCE", 1_500)
    monkeypatch.setattr(sizes, "_SECONDS_AT_ONCE", 0.5)
    monkeypatch.setattr(sizes, "CLIENTS", (4,))
    monkeypatch.setattr(sizes, "PROCESSES", (2,))
    published = min(SAMPLE.glob("*/*.pdf"), key=lambda path: path.stat().st_size)
    sizes.measure_size(1_500, tmp_path, table, publish=published)
    asked = (sizes.RETRIEVAL, sizes.WHOLE, sizes.SENTENCE)
    at_once = (sizes.ANSWERS[2, 4], sizes.ANSWERS_99[2, 4], sizes.ASKED_MS[2])
    for row in (sizes.BUILDING, sizes.OPENING, *asked, *at_once):
        value = table.value(row, 1_500)
        assert value
        assert value > 0
    assert table.value(sizes.RECALL, 1_500) == 1  # so few are searched exactly
    answered = table.value(sizes.ANSWERED, 1_500)
    assert answered
    assert answered > 0.8  # else it is not answering that is measured


def test_peers_are_given_what_ours_has(tmp_path: Path) -> None:
    folder, given = tmp_path / "index", tmp_path / "given"
    make_index(folder, 300)
    given.mkdir()
    sizes.write_given(folder, given)
    texts = json.loads((given / "texts.json").read_text(encoding="utf-8"))
    questions = json.loads((given / "questions.json").read_text(encoding="utf-8"))
    assert len(texts) == len(np.load(given / "vectors.npy")) == 300
    assert len(questions) == len(np.load(given / "question_vectors.npy"))
