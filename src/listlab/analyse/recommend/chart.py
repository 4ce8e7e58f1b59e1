"""Effort of procedures against what a combination permits, as a chart."""

from typing import Any

from listlab.analyse.recommend.result import JointResult
from listlab.chart import palette, style
from listlab.model.language import Lang, Text

_TITLE = Text("程序工作量与允许的敞口", "effort of procedures and exposure permitted")
_EFFORT = Text("程序工作量（一件标准合同备案为 1）", "effort (a contract filing is 1)")
_PERMITTED = Text("允许的敞口（人 × 严重度）", "exposure permitted (persons × severity)")


def frontier_chart(result: JointResult, lang: Lang) -> Any:
    """A mark a combination of the frontier, feasible ones filled, the recommended one ringed."""
    import altair as alt

    rows = [
        {
            "effort": row["effort"],
            "permitted": row["permitted"],
            "feasible": row["feasible"],
            "recommended": row["recommended"],
            "name": row["name"] or "",
            "thresholds": " / ".join(f"{row[name]:,}" for name in list(row)[:4]),
        }
        for row in result.to_frame().to_dicts()
        if row["effort"] is not None and row["permitted"] > 0
    ]
    x = alt.X(
        "effort:Q",
        title=Text("程序工作量（一件标准合同备案为 1）", "effort (a contract filing is 1)").say(
            lang
        ),
    )
    y = alt.Y(
        "permitted:Q",
        scale=alt.Scale(type="log"),
        title=_PERMITTED.say(lang),
    )
    points = (
        alt.Chart()
        .mark_point(size=50)
        .encode(
            x=x,
            y=y,
            fill=alt.condition("datum.feasible", alt.value(palette.FREE), alt.value(palette.PAPER)),
            stroke=alt.value(palette.MUTED),
            tooltip=["thresholds:N", "effort:Q", "permitted:Q", "name:N"],
        )
    )
    ring = (
        alt.Chart()
        .transform_filter("datum.recommended")
        .mark_point(size=260, strokeWidth=3, color=palette.ASSESSMENT)
        .encode(x=x, y=y)
    )
    labels = (
        alt.Chart()
        .transform_filter("datum.name != ''")
        .mark_text(align="left", dx=8, color=palette.INK)
        .encode(x=x, y=y, text="name:N")
    )
    return style.layered([points, ring, labels], rows, height=300, description=_TITLE.say(lang))
