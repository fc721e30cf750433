"""Sources and verdicts without a sentence model: what is shown is the work of the rules."""

from __future__ import annotations

from corpus import Judgement, load_authorities
from qa.prose.records import DraftSentence, Source, Verdict
from qa.prose.verifying import Verifier
from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.deciding import FAILURES
from qa.prose.verifying.form import form_fault
from qa.understanding import make_gazetteer
from tests.qa.stand_ins import make_paragraph, make_report

_GAZETTEER = make_gazetteer(load_authorities(), ["Aldermoor", "Fennick"])

GRADES = (
    Judgement(
        "overall effectiveness", "Overall", "good", "judged", ("overall effectiveness",), 1, None
    ),
    Judgement("care leavers", "Care leavers", "inadequate", "judged", ("care leavers",), 1, None),
)


def source(text: str, n: int = 1, authority: str = "Aldermoor", **fields: object) -> Source:
    """A paragraph of an invented report of May 2024, under a number."""
    kind = fields.pop("report_kind", "ilacs")
    report = make_report(authority, "2024-05-13", judgements=GRADES, overall="good", kind=kind)
    return Source(n, report, make_paragraph(report, str(n), text, **fields))


def words_only_verifier() -> Verifier:
    """A verifier without a sentence model."""
    return Verifier(_GAZETTEER, lambda text: None)


def verdict(draft: str, *texts: str, **fields: object) -> Verdict:
    """What the rules say of a draft that cites all of the paragraphs, however little each weighs.

    A rule whose finding is only a sign fails the draft here.
    """
    sources = [source(text, n, **fields) for n, text in enumerate(texts, 1)]  # type: ignore[arg-type]
    cited, verifier = DraftSentence(draft, tuple(one.n for one in sources)), words_only_verifier()
    alignment = verifier.align(cited, sources)
    fault = form_fault(draft)
    if fault:
        return Verdict("form", fault)
    failed = None if alignment.is_verbatim else verifier.hard_fault(alignment)
    if failed is not None:
        return Verdict(*failed)
    for name, told in verifier.signs(alignment).told.items():
        if not alignment.is_verbatim:
            return Verdict(FAILURES[name], told)
    return Verdict(None)


def aligned(draft: str, *texts: str, **fields: object) -> Alignment:
    """A draft beside the paragraphs, as the checks see it."""
    sources = [source(text, n, **fields) for n, text in enumerate(texts, 1)]  # type: ignore[arg-type]
    return words_only_verifier().align(DraftSentence(draft, (1,)), sources)
