"""From files to a cited answer by the real commands: real reader, real index, real model."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.cli import ask, main

pytestmark = pytest.mark.slow

MARSH_2024 = """
Inspection of Marshwick local authority children's services

Inspection dates: 4 to 8 March 2024

Lead inspector: Odile Fern, His Majesty's Inspector

Judgement\tGrade
The impact of leaders on social work practice with children and families\tGood
The experiences and progress of children who need help and protection\tGood
The experiences and progress of children in care\tOutstanding
The experiences and progress of care leavers\tRequires improvement to be good
Overall effectiveness\tGood

Services in Marshwick have become steadily stronger. Leaders know what is left to do.

What needs to improve?

- The help that care leavers get to find a home of their own.
- The number of young people who have a mentor.

The experiences and progress of children who need help and protection: good

1. The duty team answers every call on the same day. Families are not kept waiting.
2. Private fostering is understood by schools. Checks are made early, and they are recorded well.

The experiences and progress of care leavers: requires improvement to be good

3. The Harbour Lights club meets on Thursdays. It helps 35 young people to cook and to budget.

The impact of leaders on social work practice with children and families: good

4. Caseloads have fallen to 14 children for each social worker. Staff can do good work.
"""

MARSH_2019 = MARSH_2024.replace("4 to 8 March 2024", "3 to 7 June 2019").replace(
    "Private fostering is understood by schools.", "Private fostering is hardly known to schools."
)


@pytest.fixture(scope="module")
def reports_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two invented reports."""
    reports = tmp_path_factory.mktemp("reports")
    (reports / "marshwick-2024.txt").write_text(MARSH_2024, encoding="utf-8")
    (reports / "marshwick-2019.txt").write_text(MARSH_2019, encoding="utf-8")
    return reports


@pytest.fixture(scope="module")
def index_folder(reports_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index of the two, made by `qa index`."""
    folder = tmp_path_factory.mktemp("index")
    before = os.environ.get("QA_INDEX")
    os.environ["QA_INDEX"] = str(folder)
    assert main.main(["index", str(reports_folder)]) == 0
    yield folder
    if before is None:
        del os.environ["QA_INDEX"]
    else:
        os.environ["QA_INDEX"] = before


@pytest.mark.usefixtures("index_folder")
def test_a_question_is_answered_word_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["What is the Harbour Lights club in Marshwick?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "answered"
    quotes = [citation["quote"] for citation in answer["citations"]]
    assert any("Harbour Lights club meets on Thursdays." in quote for quote in quotes)
    assert answer["citations"][0]["number"] == "3"


@pytest.mark.usefixtures("index_folder")
@pytest.mark.parametrize(
    ("call", "loaded"),
    [
        ("ask.main(['What is the Harbour Lights club in Marshwick?'])", {"onnxruntime"}),
        ("main.main(['index', sys.argv[1]])", set()),
    ],
)
def test_neither_a_question_nor_an_unchanged_index_loads_torch(
    reports_folder: Path, call: str, loaded: set[str]
) -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "onnx", "onnxruntime"}
    code = (
        f"import sys\nfrom qa.cli import ask, main\n{call}\n"
        f"print(*sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(reports_folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()[-1].split()) == loaded


@pytest.mark.usefixtures("index_folder")
def test_what_needs_to_improve_is_shown_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["What needs to improve in Marshwick?"]) == 0
    shown = capsys.readouterr().out
    assert "The number of young people who have a mentor. [2]" in shown
    assert "inspected 4 to 8 March 2024" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.usefixtures("index_folder")
def test_a_grade_comes_from_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["What grade did Marshwick get for care leavers in 2024?", "--json"]) == 0
    (sentence,) = json.loads(capsys.readouterr().out)["answer"]
    assert sentence["kind"] == "record"
    assert "requires improvement" in sentence["text"]


@pytest.mark.usefixtures("index_folder")
@pytest.mark.parametrize(
    ("question", "code"),
    [("What did Ofsted say about Cardiff?", 1), ("How is the weather in Marshwick?", 1), ("?", 2)],
)
def test_exit_codes_tell_what_happened(question: str, code: int) -> None:
    assert ask.main([question]) == code


@pytest.mark.usefixtures("index_folder")
def test_an_unknown_filter_value_names_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.main(["How are caseloads?", "--authority", "Marshwik"]) == 2
    assert "Marshwick" in capsys.readouterr().err


@pytest.mark.usefixtures("index_folder")
def test_reports_and_judgements_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["reports", "--json"]) == 0
    reports = json.loads(capsys.readouterr().out)
    assert [report["inspection_start"] for report in reports] == ["2024-03-04", "2019-06-03"]
    arguments = ["judgements", "--csv", "--area", "care leavers", "--since", "2024"]
    assert main.main(arguments) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["authority"], row["grade"]) == ("Marshwick", "requires improvement")


@pytest.mark.usefixtures("index_folder")
def test_evaluate_writes_answers_and_prints_a_scorecard(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = {"file": "marshwick-2024.txt", "paragraph": "4", "quote": "fallen to 14 children"}
    question = {
        "id": "e-1",
        "type": "fact",
        "question": "How many children has each social worker in Marshwick, 2024 report?",
        "answerable": True,
        "gold": [gold],
    }
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(question) + "\n", encoding="utf-8")
    out = tmp_path / "answers.jsonl"
    assert main.main(["evaluate", str(questions), "--answers", str(out)]) == 0
    assert "fact" in capsys.readouterr().out
    (line,) = [json.loads(text) for text in out.read_text(encoding="utf-8").splitlines()]
    assert line["answered"] is True
    assert line["citations"][0]["paragraph"] == "4"
    assert set(line["retrieved"][0]) == {"source", "paragraph", "text", "rank"}
    assert main.main(["evaluate", str(questions), "--explain", "e-1"]) == 0
    assert "likelihood" in capsys.readouterr().out


@pytest.mark.parametrize(
    "kind", ["segments/*/vectors.faiss", "generations/*/*.sqlite", "originals/*/*"]
)
def test_doctor_verifies_and_names_a_damaged_file(
    index_folder: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["doctor"]) == 0
    assert "all is well" in capsys.readouterr().out
    victim = next(index_folder.glob(kind))
    before = victim.read_bytes()
    victim.chmod(0o600)
    victim.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    try:
        assert main.main(["doctor"]) == 3
        assert victim.name in capsys.readouterr().err
    finally:
        victim.write_bytes(before)


def test_without_an_index_the_command_to_run_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask.main(["How is Leeds?", "--index", str(tmp_path)]) == 3
    assert "qa index" in capsys.readouterr().err


def test_read_prints_documents_and_names_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text(MARSH_2024, encoding="utf-8")
    bad.write_text("<html>not a report</html>", encoding="utf-8")
    assert main.main(["read", str(good), str(bad)]) == 1
    told = capsys.readouterr()
    (document,) = [json.loads(line) for line in told.out.splitlines()]
    assert document["authority"] == "Marshwick"
    assert "bad.pdf" in told.err


class Typed(io.StringIO):
    """Standard input with a person at it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("index_folder")
def test_a_chat_leans_on_what_was_asked_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "What was Marshwick rated in 2019?\nand at the next inspection after that?\n\n"
    monkeypatch.setattr("sys.stdin", Typed(typed))
    assert ask.main([]) == 0
    shown = capsys.readouterr().out
    assert "graded good overall in the ILACS inspection of 3 to 7 June 2019" in " ".join(
        shown.split()
    )
    assert "4 to 8 March 2024" in shown
    assert "from before" in shown


@pytest.mark.usefixtures("index_folder")
def test_a_question_comes_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Who led the 2024 inspection of Marshwick?\n"))
    assert ask.main(["-", "--plain"]) == 0
    assert "Odile Fern led the ILACS inspection" in capsys.readouterr().out


@pytest.mark.usefixtures("index_folder")
def test_a_run_is_told_and_can_be_taken_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added = tmp_path / "fennel-2023.txt"
    added.write_text(
        MARSH_2024.replace("Marshwick", "Fennelby").replace("March 2024", "May 2023"),
        encoding="utf-8",
    )
    assert main.main(["index", str(added)]) == 0
    assert "The collection holds 3 reports" in capsys.readouterr().out
    assert main.main(["reports", "--authority", "Fennelby"]) == 0
    assert "Fennelby: ILACS inspection, good" in capsys.readouterr().out
    assert main.main(["judgements", "--authority", "Fennelby", "--area", "care leavers"]) == 0
    assert "care leavers: requires improvement" in capsys.readouterr().out
    assert main.main(["index", "--roll-back", "--json"]) == 0
    assert main.main(["reports", "--authority", "Fennelby"]) == 2
    assert main.main(["index", str(tmp_path / "nowhere")]) == 1
