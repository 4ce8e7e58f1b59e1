"""The page on routes is true: its examples run, and every key and column stands on it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from listlab.law.routes import route
from listlab.law.routes.frames import CASE_COLUMNS
from listlab.law.routes.words import ASKED, ROUTES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "routing.md").read_text(encoding="utf-8")


def test_the_python_on_the_page_runs_from_top_to_bottom(capsys):
    """Each block after the other, in one notebook."""
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    for block in blocks:
        exec(compile(block, "routing.md", "exec"), names)
    printed = capsys.readouterr().out

    assert 3 == len(blocks)
    assert ("review", "review") == names["result"].routes
    assert [date(2026, 6, 30)] == [one.by for one in names["view"].arising]
    assert "河套" in printed


def test_the_case_on_the_page_is_routed():
    """The example is a case as `listlab route` reads it."""
    (text,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    (found,) = route(json.loads(text), "beijing", on=date(2026, 3, 31))

    assert "review" == found.route


def test_the_page_names_every_column_route_and_question():
    """Nothing that a reader may write or meet is left out."""
    words = [*CASE_COLUMNS.values(), *ROUTES]
    assert [] == [word for word in words if f"`{word}`" not in PAGE]
    asked = {"processor.ciio", "data.notified", "scenario", "data.items", "exempt"}
    assert asked <= {text.zh.split("：")[0] for text in ASKED.values()}
    assert [] == [word for word in asked if word not in PAGE]


@pytest.mark.parametrize("front", ["README.md", "README.zh-CN.md", "docs/guide.md"])
def test_the_page_is_found_from_the_front(front):
    """Both front pages and the guide lead to it."""
    assert "routing.md" in (ROOT / front).read_text(encoding="utf-8")


def test_links_of_the_page_lead_somewhere():
    """Every relative link exists."""
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert links and [] == [link for link in links if not (ROOT / "docs" / link).exists()]
