"""Which parts of a request a model's server takes."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server takes: they differ, and what one refuses is left out from then on."""

    has_schema: bool = True
    has_temperature: bool = True
    has_usage: bool = True
    limit_name: str = "max_tokens"  # or "max_completion_tokens"

    def without(self, words: str, *, keep_schema: bool) -> Dialect | None:
        """The next to try after a refusal in these words; None where nothing more can go."""
        if "max_completion_tokens" in words and self.limit_name == "max_tokens":
            return replace(self, limit_name="max_completion_tokens")
        if "temperature" in words and self.has_temperature:
            return replace(self, has_temperature=False)
        if "stream_options" in words and self.has_usage:
            return replace(self, has_usage=False)
        if self.has_schema and not keep_schema:
            return replace(self, has_schema=False)
        return None
