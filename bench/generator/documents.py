"""Invented reports as the product's own records, and what a sentence model would make of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bench.generator.model import WINDOW_WORDS, World
from bench.generator.plans import ReportPlan, many_from_quantiles
from bench.generator.texts import Pool, Printer, Texts, draw_texts, lengths_of, with_copies
from bench.generator.words import FIRST_AT_HOME
from corpus import (
    CHILDREN_IN_CARE,
    GRADES,
    HELP_AND_PROTECTION,
    LEADERS,
    OVERALL,
    Box,
    Document,
    Judgement,
    Paragraph,
)
from index.encoded import Tokens, Vectors
from index.placing import place_of, placed_parts
from index.segment import Batch

# Of a section's paragraphs, those about its topic.
ON_TOPIC = 0.8
_FRONT_PARAGRAPHS = 2  # the title block and the table of judgements
_JUDGED = (LEADERS, HELP_AND_PROTECTION, CHILDREN_IN_CARE)
_PARAGRAPHS_ON_PAGE = 5
_LINE = 13.0  # points from one line to the next
_WORDS_ON_LINE = 14
_LEFT, _RIGHT, _TOP = 71.3, 516.9, 72.0


@dataclass(frozen=True, slots=True)
class Bodies:
    """The paragraphs of some reports but for title blocks and tables, report after report."""

    reports: NDArray[np.int64]  # shape (paragraphs,): the place of each one's report
    sections: NDArray[np.int64]  # its topic's number: sections are named by what they are about
    matters: NDArray[np.int64]
    copied: NDArray[np.int64]  # the standard paragraph that it repeats, or -1
    edits: NDArray[np.float64]
    kinds: tuple[str, ...]
    texts: Texts


class ReportMaker:
    """Makes reports of one collection."""

    def __init__(self, world: World, pool: Pool) -> None:
        self._world = world
        self._pool = pool
        self._printer = Printer(world.vocabulary)

    def make(self, plans: Sequence[ReportPlan], seed: int, *, tokens: bool = True) -> Batch:
        """These reports with vectors and tokens, ready to be written as a segment.

        Without `tokens` there are none: vectors alone are looked at.
        """
        chance = np.random.default_rng([seed, 8, plans[0].number])
        bodies = self._draw(plans, chance)
        printed = self._printer.print(bodies.texts, chance)
        ends = np.searchsorted(bodies.reports, np.arange(len(plans) + 1)).tolist()
        documents = tuple(
            self._document(plan, bodies, range(start, end), printed)
            for plan, start, end in zip(plans, ends, ends[1:], strict=False)
        )
        return self._encode(plans, documents, bodies, tokens, chance)

    def _draw(self, plans: Sequence[ReportPlan], chance: np.random.Generator) -> Bodies:
        figures, vocabulary = self._world.figures.paragraphs, self._world.vocabulary
        sizes = np.array([plan.paragraphs - _FRONT_PARAGRAPHS for plan in plans])
        reports = np.repeat(np.arange(len(plans)), sizes)
        sections = self._sections(sizes, chance)
        count = len(reports)
        by_topic = vocabulary.matter_shares.reshape(vocabulary.topics, -1)
        in_topic = np.cumsum(by_topic, axis=1) / by_topic.sum(axis=1, keepdims=True)
        drawn = (chance.random(count)[:, np.newaxis] > in_topic[sections]).sum(axis=1)
        matters = sections * vocabulary.matters_each + np.minimum(
            drawn, vocabulary.matters_each - 1
        )
        elsewhere = chance.random(count) > ON_TOPIC
        matters[elsewhere] = chance.choice(
            vocabulary.matters, int(elsewhere.sum()), p=vocabulary.matter_shares
        )
        copied = np.where(
            chance.random(count) < figures.copied_share,
            _drawn_by_rank(len(self._pool), count, chance),
            -1,
        )
        matters[copied >= 0] = self._pool.matters[copied[copied >= 0]]
        edits = many_from_quantiles(figures.edits, count, chance)
        fresh = draw_texts(vocabulary, lengths_of(figures, count, chance), matters, chance)
        kinds = list(figures.kinds)
        shares = np.array(list(figures.kinds.values()))
        return Bodies(
            reports=reports,
            sections=sections,
            matters=matters,
            copied=copied,
            edits=edits,
            kinds=tuple(
                kinds[n] for n in chance.choice(len(kinds), count, p=shares / shares.sum())
            ),
            texts=with_copies(fresh, self._pool, copied, edits, chance),
        )

    def _sections(self, sizes: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.int64]:
        """A topic for each paragraph: sections of neighbours, no topic twice in one report."""
        vocabulary = self._world.vocabulary
        shares = vocabulary.matter_shares.reshape(vocabulary.topics, -1).sum(axis=1)
        found = []
        for size in sizes.tolist():
            wanted = round(size / self._world.figures.paragraphs.per_section)
            count = int(np.clip(wanted, 1, vocabulary.topics))
            topics = chance.choice(vocabulary.topics, count, replace=False, p=shares)
            cuts = np.sort(chance.choice(np.arange(1, size), count - 1, replace=False))
            found.append(np.repeat(topics, np.diff([0, *cuts, size])))
        return np.concatenate(found)

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        """What the sections of each topic are called: its commonest words."""
        usage, words = self._world.vocabulary.by_topic, self._world.vocabulary.words
        found = []
        for number, start in enumerate(usage.starts[:-1].tolist()):
            own = [words[rank] for rank in usage.ranks[start : start + 3].tolist()]
            known = [words[(3 * number + step) % FIRST_AT_HOME] for step in (0, 7)]
            found.append(f"The {known[0]} and {own[0]} of {own[1]} who {own[2]} {known[1]}")
        return tuple(found)

    @cached_property
    def _areas(self) -> tuple[str | None, ...]:
        """The area of judgement of each topic, so that areas have their measured shares."""
        vocabulary, areas = self._world.vocabulary, self._world.figures.paragraphs.areas
        shares = vocabulary.matter_shares.reshape(vocabulary.topics, -1).sum(axis=1)
        middles = np.cumsum(shares) - shares / 2
        names, sums = [*areas, None], np.cumsum(list(areas.values()))
        return tuple(names[int(np.searchsorted(sums, middle))] for middle in middles)

    def _document(
        self, plan: ReportPlan, bodies: Bodies, rows: range, printed: Sequence[str]
    ) -> Document:
        paragraphs = [*_opening(plan)]
        for number, row in enumerate(rows, 1):
            topic, kind = int(bodies.sections[row]), bodies.kinds[row]
            area = self._areas[topic]
            page = 1 + number // _PARAGRAPHS_ON_PAGE
            name = str(number) if kind == "numbered" else f"{kind}.{number}"
            paragraphs.append(
                Paragraph(
                    id=f"{plan.id}.{name}",
                    number=str(number) if kind == "numbered" else None,
                    section=self._headings[topic],
                    section_grade=plan.overall if area else None,
                    area=area,
                    page=page,
                    page_end=page,
                    kind=kind,
                    text=printed[row],
                    boxes=(_box(page, number, printed[row]),),
                )
            )
        return Document(
            id=plan.id,
            source=source_of(plan),
            sha256=sha256_of(plan),
            title=f"Inspection of {plan.authority}",
            authority=plan.authority,
            kind=plan.kind,
            inspection_start=plan.inspection_start,
            inspection_end=plan.inspection_end,
            published=plan.published,
            lead_inspector=None,
            pages=1 + len(rows) // _PARAGRAPHS_ON_PAGE,
            overall=plan.overall,
            judgements=_judgements(plan),
            paragraphs=tuple(paragraphs),
            warnings=(),
        )

    def _encode(
        self,
        plans: Sequence[ReportPlan],
        documents: tuple[Document, ...],
        bodies: Bodies,
        with_tokens: bool,
        chance: np.random.Generator,
    ) -> Batch:
        """Vectors by what each paragraph is about; tokens by its words."""
        places = _body_places([len(document.paragraphs) for document in documents])
        parts = self._parts(documents, bodies, places)
        counts = np.array([len(some) for some in parts], dtype=np.int64)
        places = np.repeat(places, counts)  # from now on of parts
        paragraphs = [len(document.paragraphs) for document in documents]
        reports = np.repeat(np.repeat(np.arange(len(documents)), paragraphs), counts)
        matters = np.where(places < 0, 0, bodies.matters[places])
        words = [part for some in parts for part in some]
        sizes = np.array([len(part) for part in words], dtype=np.int64)
        vectors = self._vectors(plans, reports, places, matters, bodies, chance)
        if not with_tokens:
            return Batch(documents, vectors, counts, np.zeros((0, 0), np.int8), 0 * counts)
        tokens: Tokens = self._world.tokens.stored(
            np.concatenate(words), np.repeat(matters, sizes), chance
        )
        firsts = np.cumsum(counts) - counts
        return Batch(documents, vectors, counts, tokens, np.add.reduceat(sizes, firsts))

    def _parts(
        self, documents: Sequence[Document], bodies: Bodies, places: NDArray[np.int64]
    ) -> list[list[NDArray[np.int64]]]:
        """The words of each part of each paragraph as numbers, where it stands in front."""
        numbers_by_place: dict[str, NDArray[np.int64]] = {}
        found: list[list[NDArray[np.int64]]] = []
        at = iter(places.tolist())
        for document in documents:
            for paragraph in document.paragraphs:
                body = next(at)
                place = place_of(document, paragraph)
                if place not in numbers_by_place:
                    numbers_by_place[place] = self._numbers(place)
                length = int(bodies.texts.starts[body + 1] - bodies.texts.starts[body])
                if body < 0 or length > WINDOW_WORDS - len(place.split()):
                    texts = placed_parts(document, paragraph, WINDOW_WORDS)
                    found.append([self._numbers(text) for text in texts])
                else:
                    ranks = bodies.texts.terms_of(body)
                    words = self._world.word_numbers(ranks)
                    found.append([np.concatenate([numbers_by_place[place], words])])
        return found

    def _numbers(self, text: str) -> NDArray[np.int64]:
        return np.array([piece.word for piece in self._world.pieces(text)], dtype=np.int64)

    def _vectors(
        self,
        plans: Sequence[ReportPlan],
        reports: NDArray[np.int64],
        places: NDArray[np.int64],
        matters: NDArray[np.int64],
        bodies: Bodies,
        chance: np.random.Generator,
    ) -> Vectors:
        space, seed = self._world.space, self._world.seed
        of_reports = space.reports(np.array([plan.number for plan in plans]), seed)
        rest = space.remainders(matters, chance).astype(np.float32)
        copied = np.where(places < 0, -1, bodies.copied[places])
        is_copy = copied >= 0
        own = space.figures.copy_share + bodies.edits[places[is_copy]]
        share = np.minimum(own, 1.0).astype(np.float32)[:, np.newaxis]
        shared = self._pool_rest[copied[is_copy]]
        rest[is_copy] = np.sqrt(1 - share) * shared + np.sqrt(share) * rest[is_copy]
        return space.vectors(of_reports[reports], matters, rest)

    @cached_property
    def _pool_rest(self) -> Vectors:
        """What the vectors of copies of each standard paragraph have in common."""
        chance = np.random.default_rng([self._world.seed, 9])
        return self._world.space.remainders(self._pool.matters, chance)


def source_of(plan: ReportPlan) -> str:
    """The file that the report is said to come from."""
    return f"invented/{plan.id}.jsonl"


def sha256_of(plan: ReportPlan) -> str:
    """What stands for the checksum of that file."""
    return hashlib.sha256(plan.id.encode()).hexdigest()


def _body_places(sizes: Sequence[int]) -> NDArray[np.int64]:
    """For each paragraph of the reports its place among the bodies, -1 for what opens a report."""
    is_body = np.ones(sum(sizes), dtype=np.bool_)
    firsts = np.cumsum([0, *sizes[:-1]])
    for place in range(_FRONT_PARAGRAPHS):
        is_body[firsts + place] = False
    return np.where(is_body, np.cumsum(is_body) - 1, -1)


def _drawn_by_rank(count: int, wanted: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Places of 0..count, early ones more often: some standard paragraphs are in every report."""
    sums = np.cumsum((np.arange(count) + 5.0) ** -0.5)
    found: NDArray[np.int64] = np.searchsorted(sums, chance.random(wanted) * sums[-1])
    return found


def _opening(plan: ReportPlan) -> tuple[Paragraph, Paragraph]:
    """The title block and the table of judgements."""
    front = (
        f"Inspection of {plan.authority} children\u2019s services\n"
        f"Inspection dates: {plan.inspection_start:%d %B %Y} to {plan.inspection_end:%d %B %Y}"
    )
    rows = [f"{one.printed}\t{one.grade or 'Not judged'}" for one in _judgements(plan)]
    table = "\n".join(["Judgement\tGrade", *rows])
    return (
        _unnumbered(f"{plan.id}.front.1", "front", front),
        _unnumbered(f"{plan.id}.table.1", "table", table),
    )


def _unnumbered(identity: str, kind: str, text: str) -> Paragraph:
    box = _box(1, 1, text)
    return Paragraph(identity, None, None, None, None, 1, 1, kind, text, (box,))


def _judgements(plan: ReportPlan) -> tuple[Judgement, ...]:
    """The overall grade for every area, but one area in three a grade better or worse."""
    if plan.overall is None:
        return ()
    found = []
    for place, area in enumerate((OVERALL, *_JUDGED)):
        grade = plan.overall
        if area != OVERALL and (plan.number + place) % 3 == 0:
            at = GRADES.index(plan.overall)
            grade = GRADES[min(max(at + (1 if plan.number % 2 else -1), 0), len(GRADES) - 1)]
        found.append(
            Judgement(area, area.capitalize(), grade, "judged", (area,), 1, f"{plan.id}.table.1")
        )
    return tuple(found)


def _box(page: int, number: int, text: str) -> Box:
    """About where a paragraph would stand."""
    lines = 1 + text.count(" ") // _WORDS_ON_LINE
    top = _TOP + (number % _PARAGRAPHS_ON_PAGE) * 140
    return Box(page, _LEFT, top, _RIGHT, top + lines * _LINE)
