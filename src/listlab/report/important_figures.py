"""Figures of step 2: items by category, and how far scores may be trusted."""

from typing import Any

import altair as alt
import polars as pl

from listlab.chart import palette, style
from listlab.identify.confirm.form import OUTCOMES, PERSONAL
from listlab.identify.result import Findings
from listlab.identify.scores import Scores
from listlab.identify.weight import undecided
from listlab.model.language import Lang, Text
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Part
from listlab.report.important_tables import by_category, category_words
from listlab.report.table import Column, Table

_SIDE = 320  # pixels of the reliability diagram, which is square


def category_figure(findings: Findings, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Items of each category, open ones first; a click unfolds the items."""
    legend = {
        "open": (Text("待人确认", "open").say(lang), palette.REVIEW),
        "decided": (Text("确认为重要数据", "decided: important").say(lang), palette.ASSESSMENT),
        "refused": (Text("确认为否", "decided: not").say(lang), palette.FREE),
        "ruled": (Text("按规则为否", "no by rule").say(lang), palette.MUTED),
        "rest": (Text("建议为否", "suggested: no").say(lang), palette.OBSERVED),
    }
    counted = by_category(findings)
    most = int(counted["items"].max() or 1)  # type: ignore[arg-type]
    bars = []
    for row in counted.iter_rows(named=True):
        start, parts = 0.0, []
        for key in legend:
            end = start + row[key] / most
            parts += [Part(start, end, key)] if row[key] else []
            start = end
        own = findings.items.filter(pl.col("category").eq_missing(row["category"]))
        text = Text(
            f"{row['items']} 项，待确认 {row['open']}", f"{row['items']} items, {row['open']} open"
        )
        bars.append(
            Bar(
                category_words(findings.pack, row["category"], lang),
                text.say(lang),
                _items(findings, own, lang, names),
                tuple(parts),
                float(row["items"]),
            )
        )
    seen = set(counted["category"].drop_nulls())
    absent = [c for c in findings.pack.categories if c.code not in seen]
    note = Text(
        f"规则包共 {len(findings.pack.categories)} 个类别，{len(absent)} 个没有数据项。",
        f"Of {len(findings.pack.categories)} categories of the pack, {len(absent)} have no item.",
    )
    title = Text("各类别的数据项（待确认的在前）", "items by category, open ones first")
    return Figure(title.say(lang), tuple(bars), (note.say(lang),), legend, lang=lang)


def _items(findings: Findings, items: pl.DataFrame, lang: Lang, names: Names) -> Table:
    """Items behind a bar: those to decide first."""
    open_ids = set(undecided(items)["id"])
    ordered = sorted(
        items.iter_rows(named=True), key=lambda row: (row["id"] not in open_ids, -row["score"])
    )
    rows = tuple(
        (
            names.sentence(row["name"] or numbers.MISSING),
            names.sentence((row["description"] or numbers.MISSING)[:80]),
            PERSONAL[row["personal"]].say(lang),
            "；".join(findings.cite_types(row["types"], lang)) or numbers.MISSING,
            OUTCOMES[row["important"]].say(lang),
            f"{row['score']:.2f}",
            row["by"] or numbers.MISSING,
        )
        for row in ordered
    )
    headers = (
        Text("数据项名称", "item"),
        Text("说明", "description"),
        Text("个人信息", "personal"),
        Text("类型和依据", "types and their source"),
        Text("重要数据", "important"),
        Text("把握", "score"),
        Text("确认人", "decided by"),
    )
    columns = tuple(Column(header.say(lang)) for header in headers)
    return Table(Text("数据项", "items").say(lang), columns, rows, lang=lang)


def reliability_chart(scores: Scores, lang: Lang = "zh") -> alt.LayerChart:
    """Share right against mean score of suggestions, in ten bins of the score."""
    rows = scores.reliability().to_dicts()
    said, right = Text("平均把握", "mean score"), Text("实际正确比例", "share right")
    unit = alt.Scale(domain=[0, 1])
    ends: list[dict[str, Any]] = [{"score": 0, "right": 0}, {"score": 1, "right": 1}]
    line = alt.Chart(style.data(ends)).mark_line(color=palette.OBSERVED, strokeDash=[4, 4])
    dots = alt.Chart(style.data(rows)).mark_circle(color=palette.FORECAST, opacity=0.9)
    x = alt.X("score:Q", scale=unit, title=said.say(lang))
    y = alt.Y("right:Q", scale=unit, title=right.say(lang))
    size = alt.Size("n:Q", legend=None, scale=alt.Scale(range=[30, 600]))
    layers = [line.encode(x=x, y=y), dots.encode(x=x, y=y, size=size)]
    total = sum(row["n"] for row in rows)
    text = Text(
        f"可靠性图：{total} 个数据项按把握分组，圆点越近虚线把握越可信",
        f"reliability of {total} items by score: dots near the dashed line can be trusted",
    )
    chart: alt.LayerChart = alt.LayerChart(
        layer=layers, width=_SIDE, height=_SIDE, description=text.say(lang)
    )
    return chart


def scores_table(scores: Scores, lang: Lang = "zh") -> Table:
    """Measures on a gold set with their intervals and targets."""
    rows = tuple(
        (
            measure.name,
            "—" if measure.estimate is None else f"{measure.estimate:.3f}",
            f"{measure.low:.3f}–{measure.high:.3f}",
            str(measure.n),
            measure.target or numbers.MISSING,
        )
        for measure in scores.measures
    )
    headers = (
        Text("指标", "measure"),
        Text("估计", "estimate"),
        Text("95% 区间", "95 % interval"),
        Text("项数", "items"),
        Text("目标", "target"),
    )
    columns = tuple(Column(h.say(lang), place in (1, 2, 3)) for place, h in enumerate(headers))
    caption = Text("在开发用标注集上的表现", "scores on the development gold set").say(lang)
    note = Text(
        "这一部分参与过调校，偏乐观；盲测部分的成绩见文档。",
        "This part was tuned on and flatters; scores of the blind part stand in the docs.",
    )
    return Table(caption, columns, rows, (note.say(lang),), lang=lang)
