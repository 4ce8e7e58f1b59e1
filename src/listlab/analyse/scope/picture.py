"""Frontier of risk and service, and every item's need beside its risk."""

from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.quantity import digits, percent

if TYPE_CHECKING:
    from listlab.analyse.scope.result import ScopeResult

_WIDTH, _HEIGHT, _ROW = 520, 220, 20
_COLUMNS = {
    "required": Text("必需的企业", "require it"),
    "optional": Text("可选的企业", "use it optionally"),
    "risk": Text("风险（占最重一项）", "risk (of the heaviest)"),
}


def draw(result: "ScopeResult", lang: Lang) -> alt.VConcatChart:
    """Chart of both, one above the other."""
    top, bottom = _frontier(result, lang), _items(result, lang)
    text = Text(
        f"{result.title.zh}。上图：风险与得到服务的企业比例的边界，所选方案为"
        f"{digits(result.threshold)}人、{len(result.admitted)} 项；下图：各数据项的需要和风险。",
        f"{result.title.en}. Above: frontier of risk and share served, the design chosen has "
        f"{digits(result.threshold, 'en')} persons and {len(result.admitted)} items; below: need "
        "and risk of every item.",
    )
    chart: alt.VConcatChart = alt.vconcat(top, bottom, spacing=24).resolve_scale(
        color="independent"
    )
    chart.description = text.say(lang)
    return chart


def _frontier(result: "ScopeResult", lang: Lang) -> Any:
    rows = [
        {
            "risk": round(row["risk"], 6),
            "served": round(row["served"], 6),
            "design": f"{digits(row['threshold'], lang)} · {row['count']}",
            "chosen": row["chosen"],
        }
        for row in result.frontier.to_dicts()
    ]
    base = alt.Chart(style.data(rows)).encode(
        x=alt.X("risk:Q", title=_RISK.say(lang), axis=alt.Axis(format="~p")),
        y=alt.Y(
            "served:Q",
            title=_SERVED.say(lang),
            axis=alt.Axis(format="~p"),
            scale=alt.Scale(domain=[0, 1]),
        ),
        tooltip=[alt.Tooltip("design:N", title=_DESIGN.say(lang))],
    )
    chosen = base.transform_filter("datum.chosen")
    label = chosen.mark_text(align="left", dx=9, dy=9, color=palette.INK).encode(text="design:N")
    return alt.layer(
        base.mark_line(color=palette.FORECAST, strokeWidth=1.5),
        base.mark_point(color=palette.FORECAST, filled=True, size=30),
        chosen.mark_point(color=palette.ASSESSMENT, filled=True, size=130, shape="diamond"),
        label,
    ).properties(width=_WIDTH, height=_HEIGHT)


def _items(result: "ScopeResult", lang: Lang) -> Any:
    design = result.design.sort("admitted", "risk", "item", descending=[True, False, False])
    heaviest = float(design["risk"].to_numpy().max(initial=0.0))
    rows = []
    for row in design.with_columns(
        pl.col("risk") / (heaviest or 1.0),
    ).to_dicts():
        mark = ("✓ " if row["admitted"] else "✗ ") + row["item"]
        for column, title in _COLUMNS.items():
            cell = {"item": mark, "column": title.say(lang), "value": round(row[column], 4)}
            rows.append(cell | {"text": percent(row[column])})
    order = [title.say(lang) for title in _COLUMNS.values()]
    base = alt.Chart(style.data(rows)).encode(
        x=alt.X("column:N", sort=order, title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        y=alt.Y("item:N", sort=None, title=None, axis=alt.Axis(labelLimit=220)),
    )
    shade = alt.Scale(domain=[0, 1], range=[palette.PAPER, palette.COVERAGE], interpolate="rgb")
    cells = base.mark_rect().encode(color=alt.Color("value:Q", scale=shade, legend=None))
    text = base.mark_text(color=palette.INK).encode(text="text:N")
    return alt.layer(cells, text).properties(width=_WIDTH - 120, height=_ROW * design.height)


_RISK = Text("风险（占全部放行）", "risk (share of admitting everything)")
_SERVED = Text("得到服务的企业", "enterprises served")
_DESIGN = Text("阈值 · 项数", "threshold · items")
