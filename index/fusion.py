"""Several rankers' scores of the same paragraphs -> one score.

Each ranker's scores are stretched to 0..1 over the candidates, then mixed. It needs only the union
of each ranker's best and their exact scores, so it works the same for a thousand paragraphs and
for a hundred million. Min-max beat reciprocal rank fusion by .05 in ten inside
the right authority and year (docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index.ranker import Scores


def stretch(scores: Scores) -> Scores:
    """The scores moved and scaled to 0..1; where all are equal, 1 if they say anything, else 0."""
    if len(scores) == 0:
        return scores
    low, high = scores.min(), scores.max()
    if high > low:
        # Clipped because a division may end a last bit above 1.
        stretched: Scores = np.clip((scores - low) / (high - low), 0.0, 1.0)
        return stretched
    return np.full(len(scores), 1.0 if high > 0 else 0.0)


def fuse(scores_by_ranker: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """One score in 0..1 per candidate: the weighted mean of the stretched scores.

    Every array scores the same candidates in the same order. Rankers are added in the order of
    their names, so the order of the mapping never matters.

    Raises: ValueError if a ranker has no weight, a weight is negative or all are zero.
    """
    missing = set(scores_by_ranker) - set(weights)
    if missing:
        raise ValueError(f"no weight for {sorted(missing)}")
    used = {name: weights[name] for name in sorted(scores_by_ranker)}
    total = sum(used.values())
    if total <= 0 or min(used.values()) < 0:
        raise ValueError(f"weights must be positive, not {used}")
    fused = sum(stretch(scores_by_ranker[name]) * (weight / total) for name, weight in used.items())
    return np.clip(np.asarray(fused, dtype=np.float64), 0.0, 1.0)
