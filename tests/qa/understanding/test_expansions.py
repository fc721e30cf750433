"""The field's acronyms and everyday words, and what must not be taken for one."""

from __future__ import annotations

import pytest

from qa.understanding.expansions import expand


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("Who sits on the MACE panel?", "MACE", "multi-agency child exploitation"),
        ("are s47s timely?", "s47", "section 47"),
        ("Do they use FGDM?", "FGDM", "family group conference"),
        ("Do nans and aunties get help?", "nans", "connected carers"),
        ("are kids sent back home safely?", "sent back home", "reunification"),
        ("why do placements break down", "placements break down", "disruption"),
        ("do they get a memory box or life books", "life books", "life-story"),
        ("Are children in illegal homes?", "illegal homes", "unregistered"),
        ("kids miles away from home", "miles away from home", "out of area"),
        ("Are jabs up to date?", "jabs", "immunisations"),
        ("who gets expelled", "expelled", "exclusion"),
        ("pupils bunking off", "bunking off", "attendance"),
        ("Is domestic violence understood?", "domestic violence", "domestic abuse"),
        ("Is the team short-staffed?", "short-staffed", "vacancies"),
        ("can they hold on to social workers", "hold on to social workers", "retention"),
        ("Are children listened to?", "listened to", "wishes and feelings"),
        ("Do care leavers get help with bills?", "bills", "budgeting"),
        ("birth certificates for care leavers", "birth certificates", "key documents"),
        ("how are young offenders helped", "young offenders", "youth justice"),
        ("respite for families", "respite", "short breaks"),
    ],
)
def test_everyday_words_bring_the_reports_words(text: str, word: str, meant: str) -> None:
    assert meant in dict(expand(text))[word]


@pytest.mark.parametrize(
    "text",
    [
        "return home interviews after going missing",
        "a spa day",
        "Blackpool's embrace of change",
        "different parents",
        "home visits by social workers",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert not {"return home", "spa", "black", "rent", "home visits"} & set(dict(expand(text)))


def test_each_of_several_words_for_one_thing_is_bridged() -> None:
    assert set(dict(expand("Do nans and aunties get help?"))) == {"nans", "aunties"}
