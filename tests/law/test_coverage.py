"""The page of covered articles is made from the packs and is current."""

from pathlib import Path

from listlab.law import load_pack
from listlab.law.coverage import coverage_page, taken
from listlab.run.coverage import current_page

PAGE = Path(__file__).parents[2] / "docs" / "law-coverage.md"


def test_the_page_is_current():
    """`make coverage` would change nothing."""
    assert current_page() == PAGE.read_text(encoding="utf-8")


def test_the_same_packs_give_the_same_bytes():
    """Nothing of time or chance is on the page."""
    assert current_page() == current_page()


def test_every_fact_stands_on_the_page_with_its_status():
    """Each pack's own facts are listed once, by instrument."""
    page = coverage_page([load_pack("jiangsu")])
    for entry in taken(load_pack("jiangsu")):
        assert f"`{entry.id}`" in page
    assert "共 25 条；没有条目的条：1。" in page
    assert "已核实" in page and "未核实" in page


def test_which_articles_no_pack_speaks_of():
    """Only the article on purpose has no entry in a zone's measures."""
    found = [line for line in current_page().splitlines() if "没有条目的条" in line]
    assert [
        "共 24 条；没有条目的条：1。",
        "共 27 条；没有条目的条：1。",
        "共 25 条；没有条目的条：1。",
    ] == found
