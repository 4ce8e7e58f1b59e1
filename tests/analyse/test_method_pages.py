"""Worked examples of the method pages give the numbers that the pages print."""

import doctest
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "method"


@pytest.mark.parametrize("page", ["sensitivity", "portfolio", "attribution"])
def test_the_worked_example_runs_as_printed(page):
    """Every example of the page is run, and its output is the one printed."""
    found = doctest.testfile(str(PAGES / f"{page}.md"), module_relative=False, encoding="utf-8")

    assert found.attempted > 0
    assert 0 == found.failed
