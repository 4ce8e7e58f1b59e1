"""Chart of the frontier along each budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from listlab.chart import palette, style
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.analyse.portfolio.result import Portfolio


def frontier_chart(found: Portfolio, lang: Lang) -> alt.VConcatChart:
    """Panel a budget: most enterprises freed against it; a rule where it stands."""
    panels = [_panel(found, code, lang) for code in found.budgets]
    names = "、".join(b.called(code).say(lang) for code, b in found.budgets.items())
    about = Text(
        f"低于阈值的企业数随预算的变化：{names}。", f"Enterprises freed along each budget: {names}."
    )
    chart: alt.VConcatChart = alt.VConcatChart(vconcat=panels, description=about.say(lang))
    return chart


def _panel(found: Portfolio, code: str, lang: Lang) -> alt.LayerChart:
    budget = found.budgets[code]
    name = budget.called(code).say(lang)
    rows = [
        {"limit": point.limit, "benefit": point.benefit}
        for point in found.frontier
        if point.budget == code
    ]
    title = Text("低于阈值的企业数", "enterprises freed").say(lang)
    x = alt.X("limit:Q", title=name, scale=alt.Scale(zero=False))
    y = alt.Y("benefit:Q", title=title, scale=alt.Scale(zero=False))
    base = alt.Chart().encode(x=x, y=y)
    here = alt.Chart(style.data([{"limit": budget.most}])).mark_rule(
        color=palette.INK, strokeDash=[4, 3]
    )
    layers = [
        base.mark_line(interpolate="step-after", color=palette.FORECAST),
        base.mark_point(filled=True, color=palette.FORECAST),
        here.encode(x="limit:Q"),
    ]
    return style.layered(layers, rows, height=200, description=f"{title} – {name}")
