"""How a document's running text is set: the size of its letters, the white between its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.pages.records import Line

# Set solid: all reports, 14.4 points from line to line over a size of 12.
_SOLID = 1.2
# A line that reaches this share of the longest one's end is full, and goes on in the next.
_FULL = 0.9
_WIDEST = 2.6  # sizes from line to line: what is farther apart is no paragraph in any typescript
_STEP = 0.05  # sizes; lines of one leading differ by less
_FEWEST = 20  # pairs of lines below which nothing is concluded


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size in points that most letters are set in; 0 where there are none."""
    letters: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            for span in line.spans:
                letters[span.size] += len(span.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def leading(pages: Sequence[Sequence[Line]]) -> float:
    """From baseline to baseline in running text, in sizes: 1.2 set solid, 1.8 at one and a half.

    Measured under full lines alone: what follows a short line may be a paragraph of its own.
    """
    steps: Counter[int] = Counter()
    for lines in pages:
        longest = max((line.right for line in lines), default=0.0)
        for above, line in pairwise(lines):
            step = (line.baseline - above.baseline) / max(line.size, 1.0)
            if above.right >= _FULL * longest and 1.0 <= step <= _WIDEST:
                steps[round(step / _STEP)] += 1
    if sum(steps.values()) < _FEWEST:
        return _SOLID
    return max(_SOLID, steps.most_common(1)[0][0] * _STEP)
