"""A question and its paragraphs as messages to a language model: instructions apart from data.

The data is one JSON object in which no character acts: every one that could close it, open a
message of the model's own form (`<|...|>`, `[INST]`) or look like one of our marks is spelled out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from qa.labels import report_label
from qa.prose.language_model import Message
from qa.prose.prompt import INSTRUCTIONS
from qa.prose.records import Source
from qa.records import Question, Understanding
from qa.showing.answer_words import understood_words
from qa.showing.plain_text import one_line

# Of the conversation: what a follow-up leans on seldom stands further back.
EARLIER_QUESTIONS = 3

# Within the strings of the object; a JSON reader sees the same characters again.
_ACTING = re.compile(r"[<>\[\]{}|]")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def messages_for(
    question: Question, understanding: Understanding, sources: Sequence[Source]
) -> list[Message]:
    """What the model is sent for a question."""
    earlier = [turn.content for turn in question.history if turn.role == "user"]
    data: dict[str, Any] = {
        "question": one_line(question.text),
        "understood": understood_words(understanding),
        "earlier_questions": [one_line(text) for text in earlier[-EARLIER_QUESTIONS:]],
        "paragraphs": [_paragraph(source) for source in sources],
    }
    return [Message("system", INSTRUCTIONS), Message("user", as_data(data))]


def as_data(values: dict[str, Any]) -> str:
    """The values as JSON, in whose strings nothing acts."""
    text = json.dumps(values, ensure_ascii=False, indent=1)
    return _STRING.sub(lambda found: _ACTING.sub(_spelled, found[0]), text)


def schema_for(sources: Sequence[Source]) -> dict[str, Any]:
    """The form of the reply as a JSON schema: sentences with numbers of these paragraphs alone."""
    number = {"type": "integer", "enum": [source.n for source in sources]}
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "paragraphs": {"type": "array", "items": number},
        },
        "required": ["text", "paragraphs"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def _paragraph(source: Source) -> dict[str, Any]:
    paragraph, report = source.paragraph, source.report
    values: dict[str, Any] = {"number": source.n, "report": report_label(report)}
    if report.kind == "self-assessment":
        values["whose"] = "council's own words"
    if paragraph.section:
        values["section"] = one_line(paragraph.section)
    return {**values, "text": one_line(paragraph.text)}


def _spelled(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
