"""Who belongs to a group of authorities, by the register, and whom of them reports are held on."""

from __future__ import annotations

from urllib.parse import urlencode

from index import Scope
from qa.labels import listed
from qa.open_collection import OpenCollection
from qa.record_answers.outcome import RecordOutcome
from qa.records import Sentence, Understanding


def answer_members(understanding: Understanding, collection: OpenCollection) -> RecordOutcome:
    """The members of each group, those with reports in the collection apart from the others."""
    sentences = []
    for group in understanding.groups:
        reports = collection.reports(Scope(authorities=group.authorities))
        on = {report.authority for report in reports}
        members = [name for name in group.authorities if name not in understanding.gone]
        former = [name for name in group.authorities if name in understanding.gone]
        held = [name for name in members if name in on]
        others = [name for name in members if name not in on]
        label = f"{group.name[0].upper()}{group.name[1:]}"
        noun = "authority" if len(members) == 1 else "authorities"
        text = f"{label}: {len(members)} {noun} in the register."
        if held:
            text += f" The collection holds reports on {len(held)}: {listed(held)}."
        if others:
            text += f" It holds none on {listed(others)}."
        if former:
            text += f" Formerly also {listed(former)}."
        values = [("authority", name) for name in group.authorities]
        proof = "/api/reports?" + urlencode(values)
        sentences.append(Sentence(text, (), "record", group.name, proof))
    return RecordOutcome("answered", tuple(sentences))
