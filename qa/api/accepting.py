"""Which form of an answer a client wants: the Accept header, read as RFC 9110 (12.5.1) says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def wanted_form(accept: str, offered: Sequence[str]) -> str:
    """The offered media type that the header prefers; the first where it names none of them.

    The highest quality wins, then what stands first in the header, then the order of the offer.
    """
    best, best_quality = offered[0], 0.0
    for media_range, quality in _ranges(accept):
        match = next((form for form in offered if _covers(media_range, form)), None)
        if match is not None and quality > best_quality:
            best, best_quality = match, quality
    return best


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Each media range of the header with its quality; one that cannot be read counts nothing."""
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().casefold() for piece in part.split(";"))
        yield media_range, _quality(parameters)


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _covers(media_range: str, form: str) -> bool:
    kind, _, subtype = media_range.partition("/")
    form_kind, _, form_subtype = form.partition("/")
    return kind in (form_kind, "*") and subtype in (form_subtype, "*")
