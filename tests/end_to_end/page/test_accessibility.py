"""axe-core, which looks for faults in accessibility, finds none in any state of the page."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe

from tests.end_to_end.page.conftest import NewVisitor
from tests.end_to_end.page.states import every_state
from tests.end_to_end.page.visitor import Visitor

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def faults(visitor: Visitor, options: Mapping[str, object]) -> list[str]:
    """What axe-core finds on the page as it is: rule, place and remedy."""
    found = Axe().run(visitor.page, options={**options, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary')}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def test_nothing_is_found_in_any_state(visitor: Visitor) -> None:
    visitor.page.emulate_media(reduced_motion="reduce")
    found = []
    for state in every_state(visitor):
        found += [f"{state}: {fault}" for fault in faults(visitor, {"runOnly": TAGS})]
        visitor.page.emulate_media(color_scheme="dark")
        found += [f"{state}, dark: {fault}" for fault in faults(visitor, COLOURS)]
        visitor.page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def test_nothing_is_found_in_a_narrow_window(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    found = [
        f"{state}: {fault}"
        for state in every_state(visitor)
        for fault in faults(visitor, {"runOnly": TAGS})
    ]
    assert not found, "\n".join(found)
