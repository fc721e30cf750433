"""The scorecard: figures by type of question, abstention, and time, as lines of text."""

from __future__ import annotations

from collections.abc import Sequence

from qa.evaluation.measures import Figures, Score, abstention, figures

_HEAD = f"{'type':<14} {'n':>4}   R@1   R@5  R@10  MRR10 file@10 parts@10  prec  (cites) answered"


def scorecard_lines(scores: Sequence[Score]) -> list[str]:
    """The scorecard of some answers; what cannot be said without gold is left out."""
    lines: list[str] = []
    if any(score.answerable is not None for score in scores):
        lines += [_HEAD, *_rows(scores), ""]
    found = abstention(scores)
    if found:
        f1 = "-" if found.balanced_f1 is None else f"{found.balanced_f1:.3f}"
        lines += [
            f"abstained on {found.abstained:.3f} of {found.unanswerable} unanswerable, answered "
            f"{found.answered:.3f} of {found.answerable} answerable, balanced F1 {f1}",
            "",
        ]
    missed = [s.id for s in scores if s.answerable and not s.first]
    if missed:
        lines += [f"no hit in the first ten: {', '.join(missed)}", ""]
    times = sorted(score.milliseconds for score in scores)
    lines.append(
        f"{len(scores)} questions, {_at(times, 0.5):.0f} ms each in the middle, "
        f"{_at(times, 0.95):.0f} ms at the 95th percentile"
    )
    return lines


def _rows(scores: Sequence[Score]) -> list[str]:
    """One row for each type in order of appearance, and one for all."""
    types = list(dict.fromkeys(score.type for score in scores))
    groups = [(name, [s for s in scores if s.type == name]) for name in types]
    rows = []
    for name, group in [*groups, ("overall", list(scores))]:
        found = figures(group)
        if found is not None:
            rows.append(_row(name, found))
    return rows


def _row(name: str, f: Figures) -> str:
    precision = "    -" if f.precision is None else f"{f.precision:5.3f}"
    return (
        f"{name:<14} {f.questions:4d} {f.recall_1:5.3f} {f.recall_5:5.3f} {f.recall_10:5.3f}  "
        f"{f.mrr_10:5.3f}   {f.files_10:5.3f}    {f.parts_10:5.3f} {precision} ({f.citations:5d})"
        f"    {f.answered:5.3f}"
    )


def _at(ordered: Sequence[float], share: float) -> float:
    """The value below which the share of the ordered values lies; 0 where there are none."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
