"""Figures whose bars open onto rows."""

import re

import pytest

from listlab.report.figure import MOST_ROWS, Bar, Figure, Figures, Part, ranked, stacked, told_once
from listlab.report.table import Column, Table


def rows(count: int) -> Table:
    cells = tuple((f"企业{place}", "甲.xlsx › 出境场景 › M4") for place in range(count))
    return Table("行", (Column("企业"), Column("出处")), cells)


def figure(*bars: Bar, **options) -> Figure:
    return Figure("标题", bars, **options)


def test_every_bar_opens_onto_its_rows():
    """A bar is a disclosure with the rows behind it, file, sheet and cell included."""
    html = figure(Bar("美国", "2 条", rows(2), (Part(0, 1),), 2)).html
    inside = re.search(r"<details class=\"ll-bar\"><summary>(.+?)</summary>(.+?)</details>", html)
    assert "美国" in inside[1]
    assert 2 == inside[2].count("甲.xlsx › 出境场景 › M4")


def test_text_is_never_markup():
    """Labels, figures, rows and notes are escaped."""
    bar = Bar("<b>", "<i>1</i>", Table("<x>", (Column("<u>"),), (("<script>",),)))
    html = figure(bar, notes=("<p>",)).html
    assert not re.search(r"<(script|u|x|i>1)", html)
    assert "&lt;script&gt;" in html


def test_the_largest_value_fills_the_width():
    """Bars share a scale from zero; nothing is drawn for zero."""
    assert [(Part(0, 0.5),), (Part(0, 1.0),), ()] == ranked([2, 4, 0])
    assert [] == ranked([])
    assert [()] == ranked([0])


def test_pieces_stand_side_by_side():
    """Pieces of a stacked bar touch, and empty ones leave no gap."""
    wide, narrow = stacked([[("a", 3), ("b", 0), ("c", 1)], [("b", 2)]])
    assert (Part(0, 0.75, "a"), Part(0.75, 1.0, "c")) == wide
    assert (Part(0, 0.5, "b"),) == narrow


def test_a_bar_of_very_many_rows_says_how_many_there_are():
    """Rows beyond the limit are counted, not lost silently."""
    html = figure(Bar("多", "", rows(MOST_ROWS + 5))).html
    assert f"共 {MOST_ROWS + 5} 行，此处列前 {MOST_ROWS} 行" in html


def test_small_bars_lead_to_their_lines():
    """With a key, each bar of the picture links to a line that exists."""
    html = figure(Bar("甲", "1", rows(1)), Bar("乙", "2", rows(1)), key="v").html
    assert ["v-0", "v-1"] == re.findall(r'href="#(v-\d)"', html)
    assert ["v-0", "v-1"] == re.findall(r'id="(v-\d)"', html)


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有。"), ("en", "None.")])
def test_nothing_to_show_is_said(lang, words):
    """A figure without bars says so."""
    assert words in figure(lang=lang).html


def test_frames_keep_labels_numbers_and_row_counts():
    """A figure is also a frame; several keep their titles."""
    one = figure(Bar("甲", "3 条", rows(2), value=3))
    expected = {"label": ["甲"], "value": [3.0], "text": ["3 条"], "rows": [2]}
    assert expected == one.to_frame().to_dict(as_series=False)
    assert ["标题", "标题"] == Figures((one, one)).to_frame()["figure"].to_list()


def test_shared_notes_stand_once():
    """Of figures with the same notes only the last shows them."""
    one = figure(notes=("说明",))
    assert [(), ("说明",)] == [each.notes for each in told_once([one, one])]
    assert () == told_once([])
