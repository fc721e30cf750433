"""What a question takes from the turns before it, and what it does not."""

from __future__ import annotations

from qa.records import Question, Turn, Understanding
from qa.understanding import understand
from tests.qa.stand_ins import TODAY, tiny_gazetteer

GAZETTEER = tiny_gazetteer()


def after(question: str, *earlier: str) -> Understanding:
    turns = tuple(Turn("user", text) for text in earlier)
    return understand(Question(question, turns), GAZETTEER, today=TODAY)


def test_a_place_alone_takes_matter_and_year() -> None:
    found = after("and in Kingston?", "How good is the LADO in Leeds, 2024 inspection?")
    assert found.scope.authorities == ("Kingston upon Thames",)
    assert "LADO" in found.words
    assert found.scope.since is not None
    assert set(found.from_history) == {"since", "until", "topics"}


def test_a_move_starts_from_the_report_spoken_of() -> None:
    found = after("and at the next inspection after that?", "What was Leeds rated in 2017?")
    assert found.move == "next"
    assert found.record is not None
    assert found.periods[0].words == "2017"


def test_a_matter_of_its_own_joins_the_earlier_one() -> None:
    found = after("Why, was it down to the trust?", "What grade did Leeds get in 2022?")
    assert found.record is None
    assert "trust" in found.words
    assert found.scope.authorities == ("Leeds",)


def test_a_question_that_stands_alone_keeps_only_the_place() -> None:
    found = after("How are social workers supervised?", "How are care leavers housed in Leeds?")
    assert found.scope.authorities == ("Leeds",)
    assert "housed" not in found.words
    assert found.from_history == ("authorities",)


def test_a_question_across_councils_takes_no_place() -> None:
    found = after("Which councils use Mockingbird?", "How are foster carers helped in Leeds?")
    assert found.scope.authorities == ()


def test_what_the_assistant_said_is_not_what_was_asked() -> None:
    turns = (Turn("user", "How is Leeds?"), Turn("assistant", "Bury was worse in 2019."))
    found = understand(Question("And care leavers?", turns), GAZETTEER, today=TODAY)
    assert found.scope.authorities == ("Leeds",)
    assert found.scope.since is None


def test_a_new_matter_replaces_the_old_one() -> None:
    for question in ("what about the care leavers there?", "and supervision?"):
        found = after(question, "How good is the LADO in Leeds, 2024 inspection?")
        assert "LADO" not in found.words
        assert found.scope.authorities == ("Leeds",)
        assert found.scope.since is not None


def test_an_area_joins_a_matter_that_was_about_another_area() -> None:
    found = after("and care leavers?", "How are homes found for children in care in Leeds?")
    assert "homes" in found.words
    assert "care leavers" in found.words


def test_words_that_point_back_keep_the_matter() -> None:
    found = after("how are the ones in custody helped?", "Are care leavers visited in Leeds?")
    assert "visited" in found.words
    assert "custody" in found.words


def test_any_bigger_sets_another_council_beside_the_first() -> None:
    earlier = "How many people are in the care council of Leeds?"
    assert not after("is Bury's any bigger?", earlier).compares
    assert after("has it got any bigger?", earlier).compares


def test_several_turns_are_joined_in_order() -> None:
    found = after("and in 2016?", "How are care leavers housed in Leeds?", "what about Bury?")
    assert found.scope.authorities == ("Bury",)
    assert "housed" in found.words


def test_a_grade_question_passes_its_kind_on() -> None:
    found = after("and for care leavers?", "What grade did Leeds get for leadership in 2022?")
    assert found.record is not None
    assert found.record.areas == ("care leavers",)
    assert found.scope.since is not None


def test_its_neighbours_are_those_of_the_council_spoken_of() -> None:
    found = after("and its neighbours?", "Was Leeds inadequate in 2022?")
    assert [group.name for group in found.groups] == ["statistical neighbours of Leeds"]
    beside = after("how does it compare with its neighbours?", "How good is Leeds?")
    assert [group.name for group in beside.groups] == ["Leeds and its statistical neighbours"]
    assert beside.scope.authorities[0] == "Leeds"


def test_the_other_direction_or_polarity_keeps_the_matter() -> None:
    better = after("and better?", "Which councils got worse?")
    assert better.record is not None
    assert better.record.moved is not None
    assert better.record.moved.direction == "better"
    praised = after("and praised?", "Which councils were criticised for caseloads?")
    assert praised.polarity == "praise"
    assert "caseloads" in praised.words


def test_what_comes_from_before_is_named_once() -> None:
    found = after("which ones?", "How many councils are inadequate?")
    assert len(found.from_history) == len(set(found.from_history))
    assert found.scope.grades == ("inadequate",)


def test_they_who_say_something_are_the_inspectors() -> None:
    asked = after(
        "What did they say about private fostering?", "How many foster carers left in Fennick?"
    )
    assert "topics" not in asked.from_history
    assert asked.scope.authorities == ("Fennick",)
