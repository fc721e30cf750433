"""Which words of a draft are met by which words of the cited sentences, and how well.

A word is met by the same stem, by a word of the same row of the vocabulary, or by the nearest of
the sentence model's token vectors. Each clause of a draft has a home: the few sentences that
together meet the most of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.prose.verifying.cited import Cited, CitedSentence
from qa.prose.verifying.reading import Reading, Word
from qa.words import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index import EncodedText

# A word of the same row is nearly the word itself; a vector never is.
SAME_STEM, SAME_ROW, MOST_BY_VECTOR = 1.0, 0.95, 0.9
# From here on two words are taken to be meant as one; the content check weighs the rest.
ALIKE = 0.55
# What a number weighs that stands in what is cited.
MET_NUMBER = 0.5
# A further sentence becomes home only if it meets so much more of a clause.
WORTH_ANOTHER = 0.12
HOMES = 3

Encode = Callable[[str], "EncodedText | None"]  # None where the model gives no tokens


@dataclass(frozen=True, slots=True)
class Met:
    """The word of a cited sentence that meets a word of the draft best."""

    sentence: int  # its place in `Cited.sentences`
    place: int  # the word's place in the sentence
    strength: float  # 0..1


@dataclass(frozen=True, slots=True)
class Alignment:
    """A draft beside what it cites."""

    draft: Reading
    cited: Cited
    homes: tuple[tuple[int, ...], ...]  # for each clause, sentences by place, the best first
    met: tuple[Met | None, ...]  # for each word of the draft, where its clause is at home
    best: tuple[float, ...]  # for each word of the draft, how well it is met anywhere
    carried: tuple[float, ...]  # for each clause, the weighed share that its home meets: 0..1
    cosines: tuple[float, ...]  # for each cited sentence, how alike it is as a whole: -1..1
    clause_cosines: tuple[float, ...]  # for each clause, how alike the likest cited sentence is
    told_of: tuple[frozenset[str], ...]  # for each clause, the authorities it names; empty: any

    @property
    def is_verbatim(self) -> bool:
        """Whether the draft is a whole cited sentence, word for word."""
        ours = fold(self.draft.text)
        return bool(ours) and any(fold(one.text) == ours for one in self.cited.sentences)

    def home_sentences(self, clause: int) -> list[CitedSentence]:
        """The home of a clause."""
        return [self.cited.sentences[place] for place in self.homes[clause]]

    def all_homes(self) -> list[CitedSentence]:
        """The homes of all clauses, each once, in the order of the sources."""
        return [self.cited.sentences[p] for p in sorted({p for home in self.homes for p in home})]

    def cited_text_for(self, start: int) -> str:
        """What the reports say that are meant where the draft has a character."""
        words = self.draft.words
        clause = next((w.clause for w in reversed(words) if w.start <= start), 0)
        named = self.told_of[clause] if self.told_of else frozenset()
        if not named:
            return self.cited.text
        return "\n".join(
            source.paragraph.text
            for source in self.cited.sources
            if source.report.authority in named
        )

    def source_word(self, place: int) -> Word | None:
        """The word that meets the draft's word at `place`."""
        met = self.met[place]
        return None if met is None else self.cited.sentences[met.sentence].reading.words[met.place]

    def around(self, place: int, reach: int = 5) -> list[Met]:
        """What meets the words of the same clause around a word, the word itself included."""
        words = self.draft.words
        clause = words[place].clause
        alone = sum(word.weight for word in words if word.clause == clause) < 1.5
        return [
            met
            for other in range(max(0, place - reach), min(len(self.met), place + reach + 1))
            if (alone or self.draft.words[other].clause == clause)
            and self.draft.words[other].weight > 0
            and (met := self.met[other]) is not None
            and met.strength >= ALIKE
        ]

    def clauses_around(self, place: int, reach: int = 5) -> set[tuple[int, int]]:
        """The clauses of cited sentences, as sentence and clause, that meet the words around."""
        return {
            (met.sentence, self.cited.sentences[met.sentence].reading.words[met.place].clause)
            for met in self.around(place, reach)
        }


def align(
    draft: Reading,
    cited: Cited,
    encode: Encode,
    told_of: tuple[frozenset[str], ...] = (),
) -> Alignment:
    """The draft beside all cited sentences.

    `told_of` names for each clause the authorities that it is about: only their reports can be its
    home. Empty, a clause may be at home anywhere.
    """
    import numpy as np

    count = len(cited.sentences)
    strengths = np.zeros((len(draft.words), count))
    places = np.zeros((len(draft.words), count), dtype=np.int64)
    for column, sentence in enumerate(cited.sentences):
        strengths[:, column], places[:, column] = _meet(draft, sentence, encode)
    weights = np.array([word.weight for word in draft.words])
    for place, word in enumerate(draft.words):
        if word.is_number:  # one that is met says where a clause belongs; the rest is not for here
            weights[place] = MET_NUMBER if count and strengths[place].max() >= SAME_ROW else 0.0
    clauses = np.array([word.clause for word in draft.words])
    homes, carried = [], []
    for clause in range(draft.clauses):
        inside = clauses == clause
        mine = strengths
        if told_of and told_of[clause]:
            others = [s.source.report.authority not in told_of[clause] for s in cited.sentences]
            mine = np.where(np.array(others)[None, :], 0.0, strengths)
        home, share = _home(mine[inside], weights[inside], mine, weights)
        homes.append(home)
        carried.append(share)
    local = _local(strengths, weights)
    met = tuple(
        _met(homes[word.clause], strengths[place], places[place], local[place])
        for place, word in enumerate(draft.words)
    )
    best = strengths.max(axis=1).tolist() if count else [0.0] * len(draft.words)
    cosines = _cosines(draft, cited.sentences, encode)
    clause_cosines = _clause_cosines(draft, cited.sentences, cosines, encode)
    return Alignment(
        draft, cited, tuple(homes), met, tuple(best), tuple(carried), cosines, clause_cosines,
        told_of,
    )  # fmt: skip


def _meet(
    draft: Reading, sentence: CitedSentence, encode: Encode
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """For each word of the draft how well one sentence meets it, and with which word."""
    import numpy as np

    strengths, places = _near(draft, sentence.reading, encode)
    for place, word in enumerate(draft.words):
        found = sentence.place_by_key.get(word.stem)
        if found:
            strengths[place], places[place] = SAME_STEM, _closest(found, place, draft, sentence)
            continue
        rows = [p for key in word.keys for p in sentence.place_by_key.get(key, ())]
        if rows and strengths[place] < SAME_ROW:
            strengths[place] = SAME_ROW
            places[place] = _closest(tuple(sorted(set(rows))), place, draft, sentence)
    return strengths, np.asarray(places)


def _closest(found: Sequence[int], place: int, draft: Reading, sentence: CitedSentence) -> int:
    """Of several places that meet a word, the one whose neighbours meet its neighbours."""
    if len(found) == 1:
        return found[0]
    nearby = draft.words[max(0, place - 4) : place + 5]
    keys = frozenset().union(*(word.keys for word in nearby if word.tells))

    def shared(other: int) -> int:
        around = sentence.reading.words[max(0, other - 4) : other + 5]
        return sum(bool(keys & word.keys) for word in around if word.tells)

    return max(found, key=lambda other: (shared(other), -other))


def _near(
    draft: Reading, sentence: Reading, encode: Encode
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How near the model holds each word of the draft to its nearest of the sentence: 0..1."""
    import numpy as np

    strengths = np.zeros(len(draft.words))
    places = np.zeros(len(draft.words), dtype=np.int64)
    ours, theirs = encode(draft.text), encode(sentence.text)
    if ours is None or theirs is None or not len(ours.tokens) or not len(theirs.tokens):
        return strengths, places
    our_words, our_firsts = word_pieces(draft, ours.spans)
    their_words, their_firsts = word_pieces(sentence, theirs.spans)
    cosines = ours.tokens @ theirs.tokens.T
    by_word = np.maximum.reduceat(cosines, their_firsts, axis=1)
    sizes = np.diff([*our_firsts, len(ours.tokens)])
    means = np.add.reduceat(by_word, our_firsts, axis=0) / sizes[:, None]
    nearest = means.argmax(axis=1)
    for row, word in enumerate(our_words):
        strengths[word] = min(MOST_BY_VECTOR, max(0.0, float(means[row, nearest[row]])))
        places[word] = their_words[nearest[row]]
    return strengths, places


def word_pieces(reading: Reading, spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The words that have pieces, by place, and the first piece of each."""
    words: list[int] = []
    firsts: list[int] = []
    place = 0
    for piece, (start, _) in enumerate(spans):
        while place + 1 < len(reading.words) and reading.words[place + 1].start <= start:
            place += 1
        if not words or words[-1] != place:
            words.append(place)
            firsts.append(piece)
    return words, firsts


def _home(
    inside: NDArray[np.float64],
    weights: NDArray[np.float64],
    everything: NDArray[np.float64],
    all_weights: NDArray[np.float64],
) -> tuple[tuple[int, ...], float]:
    """The sentences that meet a clause best, and how much of it they meet.

    What a sentence meets of the rest of the draft decides between sentences that are as good.
    """
    import numpy as np

    if not inside.shape[1]:
        return (), 0.0
    if not weights.sum():
        inside, weights = everything, all_weights
    total = weights.sum() or 1.0
    rest = (all_weights @ everything) / (all_weights.sum() or 1.0)
    chosen: list[int] = []
    met = np.zeros(len(weights))
    while len(chosen) < HOMES:
        gains = (weights @ np.maximum(inside, met[:, None])) / total
        order = int(np.argmax(gains + 0.1 * rest))
        gained = gains[order] - (weights @ met) / total
        if order in chosen or (chosen and gained < WORTH_ANOTHER):
            break
        chosen.append(order)
        met = np.maximum(met, inside[:, order])
    return tuple(chosen), float((weights @ met) / total)


# How many words to either side tell which of two sentences a word belongs to.
NEIGHBOURS = 4


def _local(strengths: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each word and sentence, how well the sentence meets the words around: their sum."""
    import numpy as np

    weighed = strengths * weights[:, None]
    sums = np.cumsum(np.vstack([np.zeros((1, weighed.shape[1])), weighed]), axis=0)
    count = len(weights)
    firsts = np.maximum(np.arange(count) - NEIGHBOURS, 0)
    lasts = np.minimum(np.arange(count) + NEIGHBOURS + 1, count)
    local: NDArray[np.float64] = sums[lasts] - sums[firsts]
    return local


def _met(
    home: Sequence[int],
    strengths: NDArray[np.float64],
    places: NDArray[np.int64],
    local: NDArray[np.float64],
) -> Met | None:
    """What meets a word in the home of its clause: of sentences as good, the one that meets its
    neighbours."""
    best = max((float(strengths[sentence]) for sentence in home), default=0.0)
    if best <= 0:
        return None
    as_good = [sentence for sentence in home if strengths[sentence] >= best - 0.06]
    sentence = max(as_good, key=lambda one: (float(local[one]), -one))
    return Met(sentence, int(places[sentence]), float(strengths[sentence]))


def _clause_cosines(
    draft: Reading, sentences: Sequence[CitedSentence], whole: Sequence[float], encode: Encode
) -> tuple[float, ...]:
    """How alike each clause of two words or more is to its likest sentence; 1 for a shorter one."""
    if encode(draft.text) is None or draft.clauses < 2:
        return (max(whole, default=0.0),) * draft.clauses
    vectors = [found.vector for s in sentences if (found := encode(s.text)) is not None]
    cosines = []
    for clause in range(draft.clauses):
        words = [word for word in draft.words if word.clause == clause]
        if sum(word.weight for word in words) < 1.5:
            cosines.append(1.0)
            continue
        ours = encode(draft.text[words[0].start : words[-1].end])
        near = [float(ours.vector @ theirs) for theirs in vectors] if ours is not None else []
        cosines.append(max(near, default=0.0))
    return tuple(cosines)


def _cosines(
    draft: Reading, sentences: Sequence[CitedSentence], encode: Encode
) -> tuple[float, ...]:
    ours = encode(draft.text)
    if ours is None:
        return tuple(0.0 for _ in sentences)
    theirs = [encode(sentence.text) for sentence in sentences]
    return tuple(0.0 if one is None else float(ours.vector @ one.vector) for one in theirs)
