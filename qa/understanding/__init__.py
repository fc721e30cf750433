"""From words to a scope: what a question asks, of which reports, and where each part came from.

`understand` is the only place that knows short names, dates and everyday words. It never searches.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from corpus import Authorities
from index import Scope
from qa.deadline import check_deadline
from qa.records import Choice, Filters, Period, Question, Topic, Understanding
from qa.slips import asked_in_full
from qa.understanding.expansions import Expanded, expand
from qa.understanding.follow_up import carry_over
from qa.understanding.names import find_names
from qa.understanding.negation import unheard_negation, unheard_ranking
from qa.understanding.parts import Parts, read_parts, tells_polarity
from qa.understanding.places import Gazetteer, make_gazetteer
from qa.words import ASKING_WORDS, content_words, fold, stems_of, telling_pairs

__all__ = ["Gazetteer", "make_gazetteer", "succession_note", "understand"]

_OWN_WORDS_ASKED = re.compile(
    r"\b(?:inspect\w*|ofsted|focused visit|judged|graded|rated)\b", re.IGNORECASE
)
_NEAR = re.compile(
    r"\b(?:councils|authorities|boroughs|areas|places|las)\s+(near|close to|next to|around|"
    r"bordering|surrounding|adjacent to)\b",
    re.IGNORECASE,
)
_NOT_INSPECTORS = re.compile(r"\bnot (?:of )?(?:ofsted|the inspect\w*)", re.IGNORECASE)


def understand(question: Question, gazetteer: Gazetteer, *, today: date) -> Understanding:
    """What the question asks. Filters override its words; ignored parts are left out."""
    own = read_parts(asked_in_full(question.text), gazetteer, today=today)
    parts, from_history = _with_history(question, own, gazetteer, today)
    parts = _without_ignored(parts, question.ignore)
    filters = question.filters
    expanded: Expanded = () if "expanded" in question.ignore else expand(parts.left)
    own_words = _own_words(parts, filters)
    scope = _scope(parts, filters)
    return Understanding(
        question=question.text,
        words=_search_words(parts, expanded, of_all=scope == Scope()),
        topics=_topics(parts, expanded),
        scope=scope,
        groups=filters.groups if filters.authorities else parts.groups,
        gone=tuple(dict.fromkeys(change.former for change in gazetteer.register.changes)),
        periods=() if filters.since or filters.until else parts.periods,
        move=parts.move,
        last=parts.last,
        compares=parts.compares,
        record=parts.record,
        wants_improvements=parts.wants_improvements,
        areas_named=parts.areas,
        names=_names(parts, expanded),
        latest_inspection=parts.latest and not filters.latest_only,
        phrase=filters.phrase or parts.phrase,
        polarity=filters.polarity or parts.polarity,
        own_words=own_words,
        expanded=expanded,
        from_history=tuple(part for part in from_history if part not in question.ignore),
        elsewhere=_elsewhere(parts, filters),
        other_inspection=parts.other_inspection,
        choices=() if filters.authorities else _choices(parts),
        notes=tuple(_notes(parts, gazetteer.register, filters)),
    )


def _with_history(
    question: Question, own: Parts, gazetteer: Gazetteer, today: date
) -> tuple[Parts, tuple[str, ...]]:
    """The question joined with the asker's earlier turns, oldest first."""
    asked = [asked_in_full(turn.content) for turn in question.history if turn.role == "user"]
    if not asked:
        return own, ()
    earlier = read_parts(asked[0], gazetteer, today=today)
    for text in asked[1:]:
        check_deadline()
        said = read_parts(text, gazetteer, today=today, spoken_of=_spoken_of(earlier))
        earlier, _ = carry_over(earlier, said)
    if spoken_of := _spoken_of(earlier):
        own = read_parts(own.text, gazetteer, today=today, spoken_of=spoken_of)
    joined, from_history = carry_over(earlier, own)
    return joined, tuple(dict.fromkeys(from_history))


def _spoken_of(earlier: Parts) -> str | None:
    """The one authority that the conversation is about, whose neighbours "its neighbours" are."""
    return earlier.authorities[0] if len(earlier.authorities) == 1 else None


def _without_ignored(parts: Parts, ignore: frozenset[str]) -> Parts:
    """The parts without those the asker took off."""
    if "authorities" in ignore:
        parts = replace(parts, places=(), groups=(), group_notes=())
    if "groups" in ignore:
        parts = replace(parts, groups=(), group_notes=())
    if "kinds" in ignore:
        parts = replace(parts, kinds=())
    if "areas" in ignore:
        record = replace(parts.record, areas=()) if parts.record else None
        parts = replace(parts, areas=(), record=record)
    if "grades" in ignore:
        parts = replace(parts, grades=())
    if "area_grades" in ignore:
        parts = replace(parts, area_grades=())
    if {"since", "until"} & ignore:
        kept = tuple(_open(period, ignore) for period in parts.periods)
        parts = replace(parts, periods=tuple(p for p in kept if p.since or p.until))
    if "latest_only" in ignore:
        parts = replace(parts, latest=False)
    if "move" in ignore:
        parts = replace(parts, move=None, last=None)
    if "phrase" in ignore:
        parts = replace(parts, phrase=None)
    if "polarity" in ignore:
        parts = replace(parts, polarity=None)
    return parts


def _open(period: Period, ignore: frozenset[str]) -> Period:
    since = None if "since" in ignore else period.since
    until = None if "until" in ignore else period.until
    return replace(period, since=since, until=until)


def _own_words(parts: Parts, filters: Filters) -> Literal["allowed", "only", "left out"]:
    """Whether a council's own words may answer: asked for, allowed with a label, or not wanted."""
    kinds = filters.kinds or parts.kinds
    if kinds:
        return "only" if set(kinds) == {"self-assessment"} else "allowed"
    asks_inspectors = _OWN_WORDS_ASKED.search(parts.text)
    return "left out" if asks_inspectors and not _NOT_INSPECTORS.search(parts.text) else "allowed"


def _scope(parts: Parts, filters: Filters) -> Scope:
    """The conditions of words and filters together; a filter replaces the words' condition."""
    periods = [period for period in parts.periods if period.of == "report"]
    since, until = _outer_bounds(periods)
    if filters.since or filters.until or parts.move:
        since, until = filters.since, filters.until
    # A grade asked about ("was it inadequate?") is no condition on the reports.
    asked = parts.record is not None and parts.record.asks_grade()
    grades = filters.grades or (() if asked else parts.grades)
    return Scope(
        authorities=filters.authorities or _authorities(parts),
        kinds=filters.kinds or parts.kinds,
        areas=filters.areas,
        grades=grades,
        area_grades=filters.area_grades or (() if asked else parts.area_grades),
        since=since,
        until=until,
        date_field=filters.date_field if filters.date_field != "any" else parts.date_field,
        latest_only=filters.latest_only or parts.latest,
    )


def _authorities(parts: Parts) -> tuple[str, ...]:
    """The authorities named and the members of the groups, each once."""
    members = (name for group in parts.groups for name in group.authorities)
    return tuple(dict.fromkeys((*parts.authorities, *members)))


def _outer_bounds(periods: list[Period]) -> tuple[date | None, date | None]:
    """The first and last day of all periods; None where one of them is open on that side."""
    since = [period.since for period in periods]
    until = [period.until for period in periods]
    first = None if None in since or not since else min(day for day in since if day)
    last = None if None in until or not until else max(day for day in until if day)
    return first, last


def _search_words(parts: Parts, expanded: Expanded, *, of_all: bool) -> str:
    """The words a search is made with: what is asked, and the reports' words for it.

    Where all reports may answer, without who is asked about: "which councils", "do inspectors say".
    """
    added = [phrase for _, meant in expanded for phrase in meant]
    asked = [word for word in parts.left.split() if not (of_all and fold(word) in ASKING_WORDS)]
    return " ".join([*asked, *added])


def _names(parts: Parts, expanded: Expanded) -> tuple[str, ...]:
    """The proper names of the question; what the vocabulary knows is none: "B&Bs"."""
    known = {fold(printed) for printed, _ in expanded}
    return tuple(name for name in find_names(parts.left) if fold(name) not in known)


def _topics(parts: Parts, expanded: Expanded) -> tuple[Topic, ...]:
    """The words an answer has to carry; those of one expanded phrase make one topic."""
    topics: list[Topic] = []
    covered: set[str] = set()
    for printed, meant in expanded:
        topics.append(Topic(fold(printed), meant))
        covered.update(stems_of(printed))
    for word in content_words(parts.left):
        if parts.polarity and tells_polarity(word):
            continue
        known = {stems_of(word)[0], word.removesuffix("s")}
        if not known & covered and not any(t.word == word for t in topics):
            topics.append(Topic(word))
    pairs = telling_pairs(parts.left)
    return (*topics, *(Topic(pair, together=True) for pair in pairs))


def _elsewhere(parts: Parts, filters: Filters) -> tuple[str, ...]:
    """Places named that have no such reports, where no authority is named to which they belong."""
    if filters.authorities:
        return ()
    return tuple(place.elsewhere for place in parts.places if place.elsewhere)


def _choices(parts: Parts) -> tuple[Choice, ...]:
    """The councils that share a short name of the question."""
    settled = set(parts.authorities)
    for place in parts.places:
        if len(place.authorities) > 1 and not settled & set(place.authorities):
            return tuple(Choice("authorities", name, name) for name in place.authorities)
    return ()


def _notes(parts: Parts, register: Authorities, filters: Filters) -> list[str]:
    """What a reader should know about how places were read."""
    notes: list[str] = []
    if filters.authorities:
        return notes
    for place in parts.places:
        if place.how == "slip":
            notes.append(f"“{place.printed}” was read as {place.authorities[0]}.")
        elif place.how == "usual":
            notes.append(
                f"“{place.printed}” was read as {place.authorities[0]}, not Kingston upon Hull."
            )
    notes.extend(parts.group_notes)
    if near := _NEAR.search(parts.text):
        notes.append(f"The register does not tell who lies {near[1].lower()} whom.")
    if not parts.authorities and (unheard := unheard_negation(parts)):
        notes.append(
            f"“{unheard}” could not be made a condition: what is quoted is about the matter, and "
            "may say the opposite."
        )
    if not parts.authorities and (ranking := unheard_ranking(parts)):
        notes.append(
            f"“{ranking}” could not be worked out: what reports say is quoted, and authorities are "
            "not ranked by it."
        )
    told = (succession_note(name, register) for name in parts.authorities)
    return [*notes, *(note for note in told if note)]


def succession_note(name: str, register: Authorities) -> str | None:
    """Who took over from the authority, or from whom it took over; None where nobody did."""
    after = register.successors(name)
    if after:
        day = f"{after[0].date.day} {after[0].date:%B %Y}"
        return (
            f"{name} was replaced on {day} by {' and '.join(s.successor for s in after)}: "
            "ask about them for later reports."
        )
    before = register.predecessors(name)
    if before:
        day = f"{before[0].date.day} {before[0].date:%B %Y}"
        return (
            f"Before {day} this area had {' and '.join(s.former for s in before)}: "
            "ask about that for earlier reports."
        )
    return None
