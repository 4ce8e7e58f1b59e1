"""Chart of regrets by threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.quantity import persons

if TYPE_CHECKING:
    from listlab.analyse.robust.result import Robust


def regret_chart(found: Robust, lang: Lang) -> alt.LayerChart:
    """Worst, 95 % and mean regret of every threshold; a rule at the least of the worst."""
    measures = [
        Text("最坏", "worst").say(lang),
        Text("95% 的未来不超过", "not passed in 95 % of futures").say(lang),
        Text("平均", "mean").say(lang),
    ]
    rows = [
        {"threshold": persons(row.threshold).say(lang), "measure": measure, "regret": value}
        for row in found.alternatives
        for measure, value in zip(measures, (row.worst, row.tail, row.mean.estimate), strict=True)
    ]
    colours = [palette.ASSESSMENT, palette.CONTRACT, palette.FORECAST]
    scale = alt.Scale(domain=measures, range=colours)
    x = alt.X("threshold:N", sort=None, title=Text("阈值", "threshold").say(lang))
    title = Text("遗憾（企业数）", "regret (enterprises)").say(lang)
    base = alt.Chart().encode(x=x, y=alt.Y("regret:Q", title=title))
    colour = alt.Color("measure:N", scale=scale, sort=measures)
    shape = alt.Shape("measure:N", sort=measures, legend=None)
    least = found.row(found.threshold).worst
    rule = alt.Chart(style.data([{"regret": least}])).mark_rule(
        color=palette.INK, strokeDash=[4, 3]
    )
    chosen = persons(found.threshold)
    about = Text(
        f"各阈值的遗憾，{chosen.zh}的最大遗憾最小。",
        f"Regret by threshold; that of {chosen.en} is least at its worst.",
    )
    layers = [
        base.mark_line().encode(color=colour, detail="measure:N"),
        base.mark_point(filled=True, size=60).encode(color=colour, shape=shape),
        rule.encode(y="regret:Q"),
    ]
    return style.layered(layers, rows, height=260, description=about.say(lang))
