"""Whether a draft tells as done what is done, as planned what is planned, as due what is due."""

from __future__ import annotations

import re

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.cited import CitedSentence, tells_something
from qa.prose.verifying.reading import read_text
from qa.weighing.polarity import is_improvement_heading

_DUE = re.compile(
    r"\b(?:should|must|ought to|needs? to|needed to|required to|recommend\w*|"
    r"requires? (?:improve\w*|attention)|needs? (?:improving|improvement|attention|strengthening)|"
    r"room for improvement|area for improvement|expected to|asked (?:\w+ ){0,4}to|"
    r"told (?:\w+ ){0,4}to|"
    r"still to be|remains to be|was urged|were urged|called on|want(?:s|ed)? (?:\w+ ){0,4}to be)\b",
    re.IGNORECASE,
)
# The same where a source says it: "has asked a council to help" is done.
_DUE_THERE = re.compile(
    r"\b(?:should|must|ought to|needs? to|needed to|recommend\w*|"
    r"requires? (?:improve\w*|attention)|"
    r"needs? (?:improving|improvement|attention|strengthening))\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will(?! not)|plans? to|planned|planning to|plans? (?:are|is)|intends? to|"
    r"intention|intending|"
    r"aims? to|going to|about to|due (?:to (?=\w+\b(?!\w*(?:ing|ion|ness)))|in|for|"
    r"next)|hopes? to|proposes? to|proposed|proposal|"
    r"shortly|soon to (?=be|open|start|begin|join)|expects? to|is set to|are set to|"
    r"set to (?:open|start|begin)|in future|forthcoming|upcoming|next (?:year|month|"
    r"spring|summer|autumn|winter|term)|"
    r"scheduled|on course to|would|agreed to|to be (?:opened|bought|built|introduced|"
    r"launched|appointed|recruited|completed)|"
    r"to (?:open|start|begin|purchase|launch|introduce)|ambition|promis\w+|"
    r"committed to|pledg\w+|from (?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december))\b",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:may|might|could|can|possibly|perhaps|potential(?:ly)?|likely|able to|"
    r"risk\w*|at risk of|allow\w*|enable\w*|permit\w*|unsure|uncertain\w*|suspect\w*|"
    r"appears?|seems?)\b",
    re.IGNORECASE,
)
_WILL_ROUTINE = re.compile(r"\b(?:if|when|whenever|where|until)\b", re.IGNORECASE)


def done_fault(alignment: Alignment) -> str | None:
    """Where a draft tells as done what its source plans or demands, in a few words."""
    for clause in range(alignment.draft.clauses):
        home = alignment.home_sentences(clause)
        text = _text_of(alignment, clause)
        fault = _dropped(text, alignment.draft.text, home) if home else None
        if fault:
            return fault
    return None


def due_added(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """Where a clause tells as planned or demanded what its home tells as done."""
    return _added(_text_of(alignment, clause), alignment.draft.text, home)


def _text_of(alignment: Alignment, clause: int) -> str:
    words = [word for word in alignment.draft.words if word.clause == clause]
    return alignment.draft.text[words[0].start : words[-1].end]


def _added(text: str, whole: str, home: list[CitedSentence]) -> str | None:
    near = " ".join(sentence.text for sentence in home)
    due = _DUE.search(text)
    if due and not _is_main(whole, _DUE.search(whole, whole.find(text)) or due):
        due = None
    wanted = _is_order(home) or any(sentence.to_improve for sentence in home)
    if due and not wanted and not _DUE.search(near) and not _PLANNED.search(near):
        return f"{due[0]!r}, which the source does not say"
    planned = _PLANNED.search(text)
    looks_ahead = _PLANNED.search(near) or _DUE.search(near) or _LOOKS_AHEAD.search(near)
    if planned and not looks_ahead and not _is_order(home):
        return f"{planned[0]!r}, where the source tells what is"
    possible = re.search(r"\b(?:may|might|could|possibly|perhaps)\b", text)
    if (
        possible
        and not _POSSIBLE.search(near)
        and not re.search(r"\b(?:if|would|risk|some|sometimes|not|too)\b", near, re.I)
    ):
        return f"{possible[0]!r}, where the source tells what is"
    return None


_LOOKS_AHEAD = re.compile(r"\bplan|\bfrom\b|\bnext\b|\bintend|\bha(?:ve|s) yet\b", re.IGNORECASE)


def _is_order(home: list[CitedSentence]) -> bool:
    """A recommendation in the imperative: "Hold return interviews within three days"."""
    paragraph = home[0].source.paragraph
    return any(
        is_improvement_heading(heading) or bool(_ORDERS.match(heading or ""))
        for heading in (paragraph.section, paragraph.subsection)
    )


_ORDERS = re.compile(
    r"\s*(?:next steps|main recommendations|immediately|within \w+ months)", re.IGNORECASE
)


def _dropped(text: str, whole: str, home: list[CitedSentence]) -> str | None:
    sentence = home[0]
    wants = not tells_something(sentence.text) or bool(_DUE_THERE.search(sentence.text))
    wants = wants and (sentence.to_improve or _is_order(home))
    if wants and _tells_done(text) and not _tells_wanting(whole):
        return "as done, where the source wants it done"
    for number, sentence in enumerate(home):
        if number and _covered(text, sentence) < COVERED:
            continue
        due = _DUE_THERE.search(sentence.text)
        if (
            due
            and not (_DUE.search(whole) or _tells_wanting(whole))
            and _is_main(sentence.text, due)
        ):
            return "as done, where the source says that it is due"
        planned = _STRICTLY.search(sentence.text)
        if (
            planned
            and _is_main(sentence.text, planned)
            and not _WILL_ROUTINE.search(sentence.text)
            and not (_PLANNED.search(whole) or _DUE.search(whole) or _TELLS_PLAN.search(whole))
        ):
            return "as done, where the source says that it is planned"
    return None


# How much of a further sentence of a home a clause must take up before its mood counts.
COVERED = 0.5
_STRICTLY = re.compile(
    r"\b(?:will|plans? to|planned to|intends? to|aims? to|hopes? to|proposes? to|"
    r"due to (?:open|start|begin|join|arrive|be)|"
    r"(?:is|are) set to|(?:is|are) about to|going to|(?:is|are|was|"
    r"were) (?:being )?(?:planned|intended|proposed|scheduled|expected))\b",
    re.IGNORECASE,
)
_TELLS_PLAN = re.compile(
    r"\b(?:plan|aim|hop|expect|intend|propos|decid|agree)\w*|\bnext\b|\bsoon\b|\bto be\b|\bfrom\b",
    re.IGNORECASE,
)


def _covered(text: str, sentence: CitedSentence) -> float:
    """The share of a sentence's telling words that a text has."""
    keys = frozenset().union(*(word.keys for word in read_text(text).words))
    telling = [word for word in sentence.reading.words if word.weight >= 1]
    return sum(bool(word.keys & keys) for word in telling) / max(1, len(telling))


def _tells_done(text: str) -> bool:
    return bool(re.search(r"\b(?:is|are|was|were|has|have|had)\b", text)) or not _tells_wanting(
        text
    )


def _tells_wanting(text: str) -> bool:
    """Whether a text says that something is wanting or wanted."""
    return bool(
        _DUE.search(text)
        or re.search(
            r"\b(?:improv\w*|weak\w*|poor\w*|not|n[’']t|lack\w*|insufficient\w*|"
            r"inconsisten\w*|better|stronger|"
            r"inadequate|too|need\w*|recommend\w*|asked|ask|told|urged|want(?:s|"
            r"ed)?\b(?! to)|wanting|priorit\w+|concern\w*|gaps?|"
            r"delay\w*|slow\w*|variab\w*|unsatisf\w*|limited|ha(?:s|ve|d) to|required|"
            r"advised|call\w* for|develop\w*|shortcoming\w*|should)\b",
            text,
            re.I,
        )
    )


def _is_main(text: str, found: re.Match[str]) -> bool:
    """Whether the demand is what the sentence says, and not something in passing."""
    return not re.search(
        r"\b(?:when|where|if|what|who|that|which|as|than|whether|how|because)\s+(?:\w+\s+){0,5}$",
        text[: found.start()],
        re.I,
    )
