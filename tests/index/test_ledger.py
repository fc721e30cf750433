"""Which of several copies of a report is indexed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.ledger import READ, Copy, LedgerFile, choose_holdings, first_runs


def make_file(path: str, run: int = 1, sha256: str = "a") -> LedgerFile:
    copy = Copy("fernmouth-ilacs-2022-05-13", path, sha256, run)
    return LedgerFile(path, path, sha256, 10, READ, copies=(copy,))


def chosen(*files: LedgerFile) -> str:
    return choose_holdings(files)["fernmouth-ilacs-2022-05-13"].file.path


def test_pdf_comes_before_text_whenever_it_came() -> None:
    assert chosen(make_file("/a.txt", run=2), make_file("/b.pdf", run=1)) == "/b.pdf"
    assert chosen(make_file("/a.txt"), make_file("/b.jsonl")) == "/b.jsonl"
    assert chosen(make_file("/a.PDF"), make_file("/b.txt")) == "/a.PDF"


def test_a_later_file_of_the_same_format_is_a_re_issue() -> None:
    assert chosen(make_file("/a.pdf", run=1), make_file("/b.pdf", run=2)) == "/b.pdf"


def test_of_one_run_the_first_by_path_is_chosen() -> None:
    assert chosen(make_file("/b.pdf"), make_file("/a.pdf")) == "/a.pdf"


def test_bytes_seen_before_keep_their_run() -> None:
    known = [make_file(f"/{run}.pdf", run=run, sha256="x") for run in (3, 2, 4)]
    assert first_runs(known) == {("fernmouth-ilacs-2022-05-13", "x"): 2}


files = st.builds(
    make_file, st.sampled_from(["/a.pdf", "/b.pdf", "/c.txt", "/d.jsonl"]), st.integers(1, 3)
)


@given(st.lists(files, min_size=1, unique_by=lambda file: file.path), st.randoms())
def test_the_order_of_files_never_matters(ledger: list[LedgerFile], random: object) -> None:
    assert chosen(*ledger) == chosen(*reversed(ledger))
