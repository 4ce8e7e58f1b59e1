"""How any result of the analysis is laid out: words, a table under known headings, a chart."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl
import pytest

from listlab.analyse.columns.heading import written
from listlab.analyse.explained import Explained
from listlab.model.language import Lang, Text
from listlab.report.audience import Names
from listlab.report.question import question


@dataclass(frozen=True)
class Found(Explained):
    """A result made up for these tests."""

    @property
    def title(self) -> Text:
        return Text("问题", "a question")

    def lines(self) -> Sequence[Text]:
        return (Text("样例甲公司已超过", "样例甲公司 is above"),)

    def to_frame(self) -> pl.DataFrame:
        return pl.DataFrame(
            {"assessment_sensitive": [50_000], "free": [0.975], "effort": [None], "own": ["<b>"]},
            schema_overrides={"effort": pl.Float64},
        )

    def chart(self, lang: Lang = "zh") -> alt.Chart:
        return alt.Chart({"values": []}, description="图").mark_point()


def test_a_question_hides_names_and_leaves_out_what_nobody_knows():
    """Names are replaced in words, empty columns are left out, headings are the readers' own."""
    names = Names(words={"样例甲公司": "企业 001"}, hidden=True)
    shown = question(Found(), key="found", lang="zh", names=names)

    assert ["企业 001已超过"] == shown.lines
    assert ["评估·敏感", "免三种程序（估计）", "own"] == [c.header for c in shown.table.columns]
    assert (("5万", "97.5%", "<b>"),) == shown.table.rows


def test_a_result_shows_itself_escaped():
    """In a notebook the same rows stand as HTML, and text in cells is text."""
    shown = Found()._repr_html_()

    assert "&lt;b&gt;" in shown
    assert "<td>5万</td>" in shown


@pytest.mark.parametrize(
    ("value", "form", "lang", "shown"),
    [
        (None, "share", "zh", "–"),
        (0.0213, "share", "zh", "2.1%"),
        (-0.3, "share", "zh", "-30.0%"),
        (1_000_000, "persons", "zh", "100万"),
        (1_000_000, "persons", "en", "1,000,000"),
        (12.25, "count", "zh", "12.2"),
        (12.0, "count", "zh", "12"),
        (0.0123456, "number", "zh", "0.01235"),
        (True, "flag", "zh", "是"),
        (False, "flag", "en", "no"),
    ],
)
def test_values_are_written_by_their_form(value, form, lang, shown):
    """Persons in 万, shares in per cent, flags as words, nothing as a dash."""
    assert shown == written(value, form, lang)
