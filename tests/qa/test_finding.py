"""Which searches a question needs, and the order of their hits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index import Hit
from qa.finding import (
    answering_first,
    find_hits,
    improvement_paragraphs,
    newer_first,
    opening_paragraphs,
    spread,
    take_turns,
)
from qa.records import Question
from qa.scoping.timeline import place_in_time
from qa.understanding import understand
from tests.qa.stand_ins import (
    TODAY,
    ListedCollection,
    make_paragraph,
    make_report,
    tiny_collection,
    tiny_gazetteer,
)

OLD = make_report("Aldermoor", "2019-03-04", superseded_by="new")
NEW = make_report("Aldermoor", "2024-05-13")


def hit(report_number: int, paragraph: int, score: float = 1.0) -> Hit:
    report = make_report("Aldermoor", f"20{report_number:02d}-05-13")
    return Hit(make_paragraph(report, str(paragraph), "Words."), report, score)


def found(question: str) -> list[Hit]:
    collection = tiny_collection()
    understanding = understand(Question(question), tiny_gazetteer(), today=TODAY)
    return find_hits(understanding, place_in_time(understanding, collection), collection)


@given(st.lists(st.tuples(st.integers(10, 14), st.integers(1, 50)), unique=True))
def test_spreading_loses_and_invents_nothing(places: list[tuple[int, int]]) -> None:
    hits = [hit(*place) for place in places]
    assert sorted(h.paragraph.id for h in spread(hits)) == sorted(h.paragraph.id for h in hits)


def test_one_report_does_not_crowd_out_the_others() -> None:
    hits = [hit(19, 1), hit(19, 2), hit(19, 3), hit(24, 1)]
    assert [h.paragraph.number for h in spread(hits)] == ["1", "1", "2", "3"]


def test_rankings_take_turns() -> None:
    merged = take_turns([[hit(19, 1), hit(19, 2)], [hit(24, 3)]])
    assert [h.paragraph.number for h in merged] == ["1", "3", "2"]


def test_superseded_reports_are_set_back_but_not_out() -> None:
    old = Hit(make_paragraph(OLD, "1", "Words."), OLD, 1.0)
    near = Hit(make_paragraph(NEW, "2", "Words."), NEW, 0.9)
    far = Hit(make_paragraph(NEW, "3", "Words."), NEW, 0.5)
    assert [h.paragraph.number for h in newer_first([old, near, far])] == ["2", "1", "3"]


def test_a_year_keeps_an_older_report_in_front() -> None:
    hits = found("How are private fostering checks in Aldermoor, 2019?")
    assert {h.report.id for h in hits} == {"aldermoor-ilacs-2019-03-04"}
    assert hits[0].score == max(h.score for h in hits)


def test_a_comparison_starts_with_each_side() -> None:
    hits = found("How has private fostering changed in Aldermoor since 2019?")
    assert len({h.report.id for h in hits[:2]}) == 2


def test_two_authorities_take_turns() -> None:
    hits = found("Private fostering in Aldermoor and in Fennick")
    assert {h.report.authority for h in hits[:2]} == {"Aldermoor", "Fennick"}


def test_the_opening_ends_where_findings_begin() -> None:
    summary = "Services are strong. " * 10
    paragraphs = [
        make_paragraph(NEW, "front.1", "Inspection of Aldermoor " * 10, kind="front"),
        make_paragraph(NEW, "s.1", "Overall", kind="prose"),
        make_paragraph(NEW, "s.2", summary, kind="prose"),
        make_paragraph(NEW, "i.1", summary, kind="bullet", section="What needs to improve?"),
        make_paragraph(NEW, "1", summary),
    ]
    collection = ListedCollection([(NEW, paragraphs)])
    assert [p.id for p in opening_paragraphs(NEW, collection)] == [f"{NEW.id}.s.2"]
    assert [p.id for p in improvement_paragraphs(NEW, collection)] == [f"{NEW.id}.i.1"]


def in_order(question: str, *paragraphs: tuple[str, str | None]) -> list[str | None]:
    """The numbers of equally good hits on these (text, section), numbered from 1, as ordered."""
    understanding = understand(Question(question), tiny_gazetteer(), today=TODAY)
    hits = [
        Hit(make_paragraph(NEW, str(n), text, section=section), NEW, 0.5)
        for n, (text, section) in enumerate(paragraphs, 1)
    ]
    return [h.paragraph.number for h in answering_first(hits, understanding, ())]


def test_praise_goes_back_where_criticism_is_asked_for() -> None:
    good = ("Life-story work is done well and in time.", None)
    bad = ("Life-story work is not done for most children.", None)
    bullet = ("The timeliness of life-story work.", "What needs to improve?")
    assert in_order("Who was criticised for life-story work?", good, bad, bullet)[-1] == "1"
    assert in_order("Who was praised for life-story work?", bullet, bad, good)[0] == "3"
    assert in_order("Life-story work?", good, bad, bullet)[0] == "1"


def test_what_lacks_the_name_goes_back() -> None:
    near = ("Foster carers are helped by other carers.", None)
    named = ("The Lantern scheme is there for carers.", None)
    assert in_order("Who uses Lantern for foster carers?", near, named) == ["2", "1"]


def test_a_sentence_with_all_words_comes_first() -> None:
    apart = ("Passports are rare. Trains are late.", None)
    together = ("Passports are late.", None)
    assert in_order("Late passports", apart, together) == ["2", "1"]


def test_across_authorities_each_report_comes_once_before_any_comes_twice() -> None:
    hits = found("Which councils have problems with private fostering checks?")
    reports = [h.report.id for h in hits]
    first = reports[: len(set(reports))]
    assert len(first) == len(set(first)) >= 3
