"""Paragraphs cut at their quoted words, and the cards of an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.web.asked import Asked
from qa.web.views import answer_view, marked_pieces
from tests.qa.stand_ins import ask, tiny_collection

TEXT = st.text(max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(TEXT, SPANS)
def test_no_word_is_lost_and_each_is_marked_where_a_span_covers_it(
    text: str, spans: list[tuple[int, int]]
) -> None:
    spans = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    pieces = list(marked_pieces(text, spans))
    assert "".join(piece for piece, _ in pieces) == text
    marked = [is_marked for piece, is_marked in pieces for _ in piece]
    assert marked == [any(s <= at < e for s, e in spans) for at in range(len(text))]


def test_citations_of_one_paragraph_share_a_card() -> None:
    answer = ask("What grades did Aldermoor get in 2024?")
    view = answer_view(answer, Asked(answer.understanding.question), tiny_collection())
    numbers = [n for source in view.sources for n in source.numbers]
    assert sorted(numbers) == [citation.n for citation in answer.citations]
    assert len({source.paragraph.id for source in view.sources}) == len(view.sources)
    assert len(view.sources) < len(answer.citations)
    assert set(view.markers) == set(numbers)
