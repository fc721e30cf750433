"""The checks of a sentence that a language model wrote, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus import load_authorities
from qa.open_collection import OpenCollection
from qa.prose.records import DraftSentence, Failure, Source, Verdict
from qa.prose.verifying.agents import agent_fault
from qa.prose.verifying.alignment import Alignment, align
from qa.prose.verifying.bindings import (
    cause_binding_fault,
    number_binding_fault,
    side_binding_fault,
    time_binding_fault,
)
from qa.prose.verifying.cited import read_cited
from qa.prose.verifying.citing import citation_fault, cited_sources
from qa.prose.verifying.dates import date_fault
from qa.prose.verifying.deciding import weigh
from qa.prose.verifying.entailing import Entails
from qa.prose.verifying.form import form_fault
from qa.prose.verifying.grades import grade_fault
from qa.prose.verifying.leaning import find_leaned_on
from qa.prose.verifying.modality import done_fault
from qa.prose.verifying.names import authority_fault, told_authorities
from qa.prose.verifying.numbers import number_fault
from qa.prose.verifying.orders import gives_orders
from qa.prose.verifying.reading import read_text
from qa.prose.verifying.roles import speaker_fault
from qa.prose.verifying.signs import Found, find_signs
from qa.understanding.places import Gazetteer, make_gazetteer

if TYPE_CHECKING:
    from index import EncodedText

# Texts whose vectors are kept: the sentences of what a few answers cite. 40 KB each.
TEXTS_KEPT = 1_024

Check = Callable[[Alignment], str | None]


class Verifier:
    """Says whether cited paragraphs carry a sentence. Threads may share one."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        encode: Callable[[str], EncodedText | None],
        entails: Entails | None = None,
    ) -> None:
        """`encode` gives a text's vectors; `entails` is one more check, where a user names one."""
        self._gazetteer = gazetteer
        self._encode = lru_cache(TEXTS_KEPT)(encode)
        self._entails = entails
        self._checks: tuple[tuple[Failure, Check], ...] = (
            ("number", number_fault),
            ("number", number_binding_fault),
            ("number", time_binding_fault),
            ("date", date_fault),
            ("grade", lambda alignment: grade_fault(alignment, self._gazetteer)),
            ("authority", lambda alignment: authority_fault(alignment, self._gazetteer)),
            ("role", speaker_fault),
            ("role", agent_fault),
            ("role", side_binding_fault),
            ("negation", done_fault),
            ("content", cause_binding_fault),
        )

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        """Whether the cited ones of the sources carry the draft; why not if not.

        `sources` are all that the model was shown.
        """
        fault = form_fault(draft.text)
        if fault:
            return Verdict("form", fault)
        fault = citation_fault(draft, sources)
        if fault:
            plain = [source for source in sources if not gives_orders(source.paragraph.text)]
            everything = align(read_text(draft.text), read_cited(plain), self._encode)
            return Verdict("citation", fault, find_leaned_on(everything, has_model=self._has_model))
        alignment = self.align(draft, cited_sources(draft, sources))
        leaned_on = find_leaned_on(alignment, has_model=self._has_model)
        if alignment.is_verbatim:
            return Verdict(None, "", leaned_on)
        failed = self.hard_fault(alignment) or weigh(
            self.signs(alignment), has_model=self._has_model
        )
        if failed is not None:
            return Verdict(*failed, leaned_on)
        if self._entails is not None and not self._entails(alignment.cited.text, draft.text):
            return Verdict("content", "what the cited paragraphs do not entail", leaned_on)
        return Verdict(None, "", leaned_on)

    def hard_fault(self, alignment: Alignment) -> tuple[Failure, str] | None:
        """The first check that by itself fails a draft, whatever the other signs are."""
        for failure, check in self._checks:
            fault = check(alignment)
            if fault:
                return failure, fault
        return None

    def signs(self, alignment: Alignment) -> Found:
        """What is weighed together."""
        return find_signs(alignment, self._encode)

    def align(self, draft: DraftSentence, cited: Sequence[Source]) -> Alignment:
        """A draft beside the paragraphs that it cites, as the checks see it."""
        reading, sentences = read_text(draft.text), read_cited(cited)
        told_of = told_authorities(reading, sentences, self._gazetteer)
        return align(reading, sentences, self._encode, told_of)

    @property
    def _has_model(self) -> bool:
        found = self._encode("children")
        return found is not None and len(found.tokens) > 0


def make_verifier(collection: OpenCollection, entails: Entails | None = None) -> Verifier:
    """A verifier for what is cited from a collection."""
    authorities = sorted({r.authority for r in collection.reports() if r.authority})
    gazetteer = make_gazetteer(load_authorities(), authorities)
    return Verifier(gazetteer, collection.encode, entails)
