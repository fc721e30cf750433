"""One more check where a user names a model for it: does a draft follow from what it cites?"""

from __future__ import annotations

from collections.abc import Callable

from index import EntailmentModel

# From this likelihood on a draft is taken to follow. The usual decision of such models; which
# model a user names is not known here, so it could not be measured.
FOLLOWS = 0.5

Entails = Callable[[str, str], bool]  # what is cited, the draft


def entailment_check(model: str | None) -> Entails | None:
    """The check by the named model, loaded at the first sentence; None where none is named."""
    if model is None:
        return None
    loaded = EntailmentModel(model)

    def entails(cited: str, draft: str) -> bool:
        return loaded.likelihood(cited, draft) >= FOLLOWS

    return entails
