"""The characters that no reader sees: zero-width marks, direction marks, tags, selectors, controls.

Some are used to hide words from readers and show them to machines, others to make words look like
others. They are taken out of what is read and of what is asked.
"""

from __future__ import annotations

# Unicode's categories Cc (but for the ends and gaps of lines), Cf and Cs, and what it lists beside
# them as Default_Ignorable_Code_Point (DerivedCoreProperties.txt of 16.0), as a set of a regular
# expression. Written out, because looking at 1,114,112 characters takes longer than a question.
UNSEEN = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
    "\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
