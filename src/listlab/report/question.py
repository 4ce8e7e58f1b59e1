"""A question of the analysis on a page: what was found in words, a chart, and its rows."""

from dataclasses import dataclass

import altair as alt

from listlab.analyse.columns.heading import written
from listlab.analyse.columns.load import heading
from listlab.analyse.explained import Explained
from listlab.model.language import Lang
from listlab.report.audience import OPEN, Names
from listlab.report.table import Column, Table


@dataclass(frozen=True)
class Question:
    """A result laid out; `key` names its chart on the page."""

    key: str
    title: str
    lines: list[str]
    table: Table
    chart: alt.TopLevelMixin | None


def question(result: Explained, *, key: str, lang: Lang, names: Names = OPEN) -> Question:
    """Layout of one result, with the names that its reader may see."""
    chart = result.chart(lang)
    return Question(
        key=key,
        title=result.title.say(lang),
        lines=[names.sentence(line.say(lang)) for line in result.lines()],
        table=question_table(result, lang, names=names),
        chart=chart if isinstance(chart, alt.TopLevelMixin) else None,
    )


def question_table(result: Explained, lang: Lang = "zh", *, names: Names = OPEN) -> Table:
    """Rows of a result under headings that readers know; columns without a value are left out."""
    frame = result.to_frame()
    kept = [name for name in frame.columns if frame[name].null_count() < frame.height]
    shown = [heading(name) for name in kept]
    return Table(
        caption=result.title.say(lang),
        columns=tuple(Column(each.name.say(lang), each.numeric) for each in shown),
        rows=tuple(
            tuple(
                names.sentence(written(value, each.form, lang))
                for value, each in zip(row, shown, strict=True)
            )
            for row in frame.select(kept).iter_rows()
        ),
        lang=lang,
    )
