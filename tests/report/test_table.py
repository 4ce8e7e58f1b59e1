"""Tables for people."""

import pytest

from listlab.report.table import Column, Table

TABLE = Table(
    "各候选阈值",
    (Column("阈值", True), Column("结论")),
    (("5万", "推荐"), ("10万", "<b>可行</b>")),
    notes=("说明一句。",),
    marked=frozenset({0}),
)


def test_frames_keep_headers_and_text():
    """The frame of a table has its headers as columns and its cells as text."""
    expected = {"阈值": ["5万", "10万"], "结论": ["推荐", "<b>可行</b>"]}
    assert expected == TABLE.to_frame().to_dict(as_series=False)


def test_notebook_html_escapes_what_enterprises_wrote():
    """Text of a cell never becomes markup."""
    html = TABLE._repr_html_()
    assert ("<b>" not in html, "&lt;b&gt;可行&lt;/b&gt;" in html) == (True, True)


def test_notebook_html_aligns_numbers_and_names_the_table():
    """Numbers are right-aligned with figures of equal width, and the caption names the table."""
    html = TABLE._repr_html_()
    assert html.count("tabular-nums") == 3
    assert ("<caption" in html, 'scope="col"' in html) == (True, True)


def test_a_row_of_wrong_length_is_refused():
    """Cells that do not match the columns are an error, not a shifted table."""
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("x", TABLE.columns, (("5万",),))


def test_head_says_how_much_was_left_out():
    """A shortened table names the whole, and keeps its marks."""
    head = TABLE.head(1)
    assert (1, "共 2 行，此处列前 1 行。", {0}) == (
        len(head.rows),
        head.notes[-1],
        set(head.marked),
    )
    assert TABLE is TABLE.head(2)
