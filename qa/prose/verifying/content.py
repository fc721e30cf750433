"""Whether what a draft says is carried by what it cites: how its words are met, in one likelihood.

The signs are weighed by a function that was fitted to labelled sentences
(`python -m scripts.calibrate_verifying`); its weights are in calibration.json, its figures in
docs/decisions/0038.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.quantities import find_quantities
from qa.prose.verifying.reading import Word
from qa.prose.verifying.roles import find_roles

CALIBRATION = Path(__file__).with_name("calibration.json")

# Below this a word of the draft is taken not to be met at all. Measured with the rest.
UNMET = 0.45


@dataclass(frozen=True, slots=True)
class ContentSigns:
    """What speaks for a draft, before it is weighed; each 0..1 and higher for the better."""

    met: float  # the mean of how its words are met anywhere in what it cites
    at_home: float  # the least share of a clause that its home meets
    worst: float  # how the word is met that is met worst
    second: float  # and the next worst
    cosine: float  # how alike the likest cited sentence is as a whole
    clause_cosine: float  # the least of how alike a clause's likest cited sentence is
    unmet: float  # 1 less a fifth for each word that is hardly met, 0 at the least


@dataclass(frozen=True, slots=True)
class ContentCalibration:
    """Weights of the signs, and from which likelihood on a draft passes."""

    weights: ContentSigns
    constant: float
    enough: float

    def likelihood(self, signs: ContentSigns) -> float:
        """0..1: the logistic function of the weighed signs."""
        total = self.constant + sum(
            getattr(self.weights, field.name) * getattr(signs, field.name)
            for field in fields(ContentSigns)
        )
        return 1.0 / (1.0 + math.exp(-total))


@cache
def content_calibration(sign: str) -> ContentCalibration:
    """That for a collection with a sentence model ("tokens"), or without ("words")."""
    values = json.loads(CALIBRATION.read_text(encoding="utf-8"))[sign]
    weights = ContentSigns(**{field.name: values[field.name] for field in fields(ContentSigns)})
    return ContentCalibration(weights, values["constant"], values["enough"])


def content_signs(alignment: Alignment) -> ContentSigns:
    """The signs of a draft beside what it cites."""
    around = alignment.cited.around_keys
    roles = _role_places(alignment)
    met = [
        (word.weight, 1.0 if place in roles or word.keys & around else strength)
        for place, (word, strength) in enumerate(
            zip(alignment.draft.words, alignment.best, strict=True)
        )
        if word.weight > 0 and not word.is_number and not _is_number_word(word)
    ]
    total = sum(weight for weight, _ in met) or 1.0
    strong = sorted(strength for weight, strength in met if weight >= 1.0) or [0.0]
    shares = [
        share
        for clause, share in enumerate(alignment.carried)
        if sum(w.weight for w in alignment.draft.words if w.clause == clause) >= 1.5
    ]
    return ContentSigns(
        met=sum(weight * strength for weight, strength in met) / total,
        at_home=min(shares, default=max(alignment.carried, default=0.0)),
        worst=strong[0],
        second=strong[min(1, len(strong) - 1)],
        cosine=max(alignment.cosines, default=0.0),
        clause_cosine=min(alignment.clause_cosines, default=0.0),
        unmet=max(0.0, 1.0 - 0.2 * sum(strength < UNMET for strength in strong)),
    )


def _is_number_word(word: Word) -> bool:
    return word.folded in _NUMBER_WORDS


_NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million half third thirds quarter quarters fifth fifths sixth tenth dozen percent cent
    fortnight fortnightly weekly monthly yearly annually annual daily quarterly
    """.split()
)


def _role_places(alignment: Alignment) -> frozenset[int]:
    """The words that name roles: those are looked at by a check of their own."""
    mentions = find_roles(alignment.draft.text)
    return frozenset(
        place
        for place, word in enumerate(alignment.draft.words)
        if any(mention.start <= word.start < mention.end for mention in mentions)
    )


# A cause that is told needs a cause, or at least a sequence, in the source.
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result|as a consequence|consequently|therefore|"
    r"caused? (?:by|of)|causing|leads? to|led to|leading to|results? in|resulted in|resulting in|"
    r"meaning that|which means|means that|in response to|so that|in order to|driven by|stems? from|"
    r"comes? from|blame[sd]?|attribut\w+|result(?:ed)? of|reason|thereby|hence)\b",
    re.IGNORECASE,
)
_SEQUENCE = re.compile(
    r"\b(?:because|due to|owing|thanks to|result\w*|consequen\w*|therefore|caus\w+|"
    r"leads?|led|leading|"
    r"mean(?:s|t|ing)?|respon\w+|so(?! far)|to \w+|driven|stem\w*|from|after|since|"
    r"following|for want|through|by|as|when|"
    r"if|where|reason\w*|reflect\w*|contribut\w*|impact\w*|affect\w*|limits?|allow\w*|"
    r"enabl\w*|help\w*|"
    r"make|makes|made|which|with|without|for|lack|has|have|need|want)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:(?:better|worse|more|less|fewer|higher|lower|faster|slower|stronger|weaker|"
    r"larger|smaller|earlier|later|longer|shorter) than|"
    r"best|worst|highest|lowest|fastest|slowest|largest|smallest|outperform\w*|"
    r"compared (?:with|to)|"
    r"(?:national|england|regional|statistical neighbour\w*)(?: \w+)? average|"
    r"above average|below average|similar to)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:than|\w{3,}(?:er|est)|more|less|most|least|best|worst|compared|average|"
    r"similar|against|as \w+ as|any other|before|again|from \d|exceed\w*|beyond|above|"
    r"below|now|instead|improv\w*|grew|grown|increas\w*|decreas\w*|reduc\w*|rose|"
    r"risen|fallen|fell|doubled|too|down|up)\b",
    re.IGNORECASE,
)


def content_fault(alignment: Alignment, *, has_model: bool) -> str | None:
    """What of a draft is not carried, in a few words."""
    text = alignment.draft.text
    near = " ".join(sentence.text for sentence in alignment.all_homes()) or alignment.cited.text
    if _CAUSE.search(text) and not _SEQUENCE.search(near):
        return "a cause that the source does not tell"
    compared = _COMPARED.search(text)
    if compared and find_quantities(text[compared.end() : compared.end() + 20]):
        compared = None  # a number's side, which the check of numbers looks at
    if compared and not _COMPARES.search(near):
        return "a comparison that the source does not make"
    known = content_calibration("tokens" if has_model else "words")
    if known.likelihood(content_signs(alignment)) < known.enough:
        return "what the cited paragraphs do not say"
    return None
