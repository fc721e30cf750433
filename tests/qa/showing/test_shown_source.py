"""Where a report's file lies is told no further than its folder and name."""

from __future__ import annotations

import pytest

from qa.showing.shown_source import shown_source


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("reports/80544_thornmere/inspection.pdf", "reports/80544_thornmere/inspection.pdf"),
        ("inspection.pdf", "inspection.pdf"),
        ("/home/ada/council/80544_thornmere/inspection.pdf", "80544_thornmere/inspection.pdf"),
        ("/inspection.pdf", "inspection.pdf"),
        ("~ada/inspection.pdf", "inspection.pdf"),
        ("../../ada/reports/80544_thornmere/inspection.pdf", "80544_thornmere/inspection.pdf"),
        ("../inspection.pdf", "inspection.pdf"),
        ("reports/../../ada/inspection.pdf", "ada/inspection.pdf"),
        ("C:\\Users\\Ada\\80544_thornmere\\inspection.pdf", "80544_thornmere/inspection.pdf"),
        ("\\\\server\\share\\80544_thornmere\\inspection.pdf", "80544_thornmere/inspection.pdf"),
    ],
)
def test_a_path_of_a_machine_is_cut_to_folder_and_name(source: str, shown: str) -> None:
    assert shown_source(source) == shown
