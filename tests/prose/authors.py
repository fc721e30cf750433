"""Two scripted models: one writes what the paragraphs say, the other lies in one sentence of three.

Both write from the paragraphs that they are shown. Of a paragraph that somebody paraphrased for the
labelled set they have those sentences and their corruptions, all of them read; of others, a
sentence of the paragraph's own in other words, and corruptions by the same script.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from qa.showing.plain_text import one_line
from qa.weighing.polarity import is_improvement_heading
from scripts.verification.cases import HALVES, LABELLED, Case, Placed, read_cases, words_of
from scripts.verification.labelling import MOST_IN_COMMON, corrupted
from scripts.verification.numbers_said import is_said, numbers_in
from scripts.verification.real_cases import KINDS, whole_sentences
from scripts.verification.rewriting import leans, rewrites_of
from scripts.verification.written import TrueSentence
from tests.prose.model_on_loopback import Asked, Said, Shown

MOST_SENTENCES = 8
OF_A_PARAGRAPH = 2
LIES_EVERY = 3  # one sentence of so many is a lie


class Faithful:
    """Writes up to two true sentences of each paragraph, and some that bring two together."""

    def __init__(self, known: Mapping[str, Placed]) -> None:
        self.known = known
        self._id_of = {one_line(placed.paragraph.text): name for name, placed in known.items()}
        self._labelled: dict[tuple[str, ...], list[Case]] = defaultdict(list)
        for half in HALVES:
            for case in read_cases(LABELLED / f"{half}.jsonl"):
                self._labelled[case.cites].append(case)

    def __call__(self, asked: Asked) -> list[Said]:
        """What it says to a question."""
        said = [one for shown in asked.paragraphs for one in self._true_of(shown)]
        return [*self._together(asked), *said][:MOST_SENTENCES]

    def id_of(self, shown: Shown) -> str:
        """Which paragraph of the collection it is. Raises: KeyError for one that is not there."""
        return self._id_of[shown.text]

    def cases_of(self, *names: str) -> list[Case]:
        """The labelled cases that cite these paragraphs and no others."""
        return self._labelled[names]

    def _true_of(self, shown: Shown) -> Iterator[Said]:
        name = self.id_of(shown)
        labelled = [case.text for case in self.cases_of(name) if case.kind in ("free", "near")]
        for text in (labelled or list(_own_words(self.known[name])))[:OF_A_PARAGRAPH]:
            yield Said(text, (shown.number,), True, "true", (shown.text,))

    def _together(self, asked: Asked) -> Iterator[Said]:
        shown_by_id = {self.id_of(shown): shown for shown in asked.paragraphs}
        for names, cases in self._labelled.items():
            if len(names) > 1 and set(names) <= shown_by_id.keys():
                shown = [shown_by_id[name] for name in names]
                numbers, texts = (one.number for one in shown), (one.text for one in shown)
                for case in cases:
                    if case.label == "true":
                        yield Said(case.text, tuple(numbers), True, "true", tuple(texts))


def _own_words(placed: Placed) -> Iterator[str]:
    """What a paragraph says, in other words where that is sure to say the same."""
    paragraph, chance = placed.paragraph, random.Random(placed.paragraph.text)
    if is_improvement_heading(paragraph.section):
        point = one_line(paragraph.text)
        is_noun = point.split()[0] in ("The", "How", "What")
        said = "What needs to improve is" if is_noun else "Inspectors say what to do:"
        yield f"{said} {point[0].lower()}{point[1:]}"
        return
    is_found = placed.report.kind != "self-assessment"
    sentences = whole_sentences(paragraph.text)
    for sentence in [one for one in sentences if not leans(one)] or sentences:
        yield next(rewrites_of(sentence, chance, is_found=is_found), sentence)


class Lying(Faithful):
    """Says of every third sentence something else than its paragraphs, kind after kind."""

    def __init__(self, known: Mapping[str, Placed]) -> None:
        super().__init__(known)
        self._said = 0
        self._chance = random.Random(1)

    def __call__(self, asked: Asked) -> list[Said]:
        """What it says, a third of it untrue."""
        said = []
        for one in super().__call__(asked):
            self._said += 1
            lie = self._lie(one, asked) if self._said % LIES_EVERY == 0 else None
            said.append(lie or one)
        return said

    def _lie(self, one: Said, asked: Asked) -> Said | None:
        kinds = [*KINDS, "wrong report"]
        self._chance.shuffle(kinds)
        found = (lie for kind in kinds for lie in self._lies(one, asked, kind))
        return next(found, None)

    def _lies(self, one: Said, asked: Asked, kind: str) -> Iterator[Said]:
        if kind == "wrong report":
            yield from self._wrongly_cited(one, asked)
            return
        names = tuple(self._id_of[text] for text in one.about)
        texts = [case.text for case in self.cases_of(*names) if case.kind == kind]
        if not texts:
            true = TrueSentence(f"{one.text}/{self._said}", one.text, names, "free")
            cited = {name: self.known[name] for name in self.known if "table" not in name}
            cited |= {name: self.known[name] for name in names}
            found = islice(corrupted(true, kind, KINDS[kind], cited), 1)
            texts = [case.text for case in found]
        self._chance.shuffle(texts)
        for text in texts:
            yield Said(text, one.numbers, False, kind, one.about)

    def _wrongly_cited(self, one: Said, asked: Asked) -> Iterator[Said]:
        """Cited to another of the paragraphs, which does not say it."""
        words, said = words_of(one.text), numbers_in(one.text)
        for shown in asked.paragraphs:
            in_common = len(words & words_of(shown.text)) / (len(words) or 1)
            theirs = numbers_in(shown.text)
            is_there = bool(said) and all(is_said(number, theirs) for number in said)
            if shown.text not in one.about and in_common <= MOST_IN_COMMON and not is_there:
                yield Said(one.text, (shown.number,), False, "wrong report", (shown.text,))
