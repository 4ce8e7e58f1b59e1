"""Recommended threshold against the need, as steps."""

from typing import TYPE_CHECKING, Any

from listlab.chart import palette, style
from listlab.model.language import Lang, Text

if TYPE_CHECKING:
    from listlab.analyse.switching.result import Switching

_FROM = 0.5
_TITLE = Text("建议阈值随应放行比例的变化", "threshold recommended against the share to free")


def draw(result: "Switching", lang: Lang) -> Any:
    """A bar a step of the need; the need asked for dashed. None where nothing is recommended."""
    import altair as alt

    starts = [_FROM, *(step.up_to for step in result.needs)]
    rows = [
        {"threshold": step.threshold, "from": start, "to": step.up_to}
        for start, step in zip(starts, result.needs, strict=False)
        if step.threshold is not None
    ]
    if not rows:
        return None
    x = Text("应放行的企业比例", "share of enterprises to free").say(lang)
    y = Text("建议阈值（人／年）", "threshold recommended (persons a year)").say(lang)
    ends = [float(row["threshold"]) for row in rows if row["threshold"]]
    scale = style.log_scale(min(ends) / 2, max(ends) * 2)
    bars = (
        alt.Chart()
        .mark_rule(strokeWidth=4, color=palette.FORECAST)
        .encode(
            x=alt.X(
                "from:Q", title=x, scale=alt.Scale(domain=[_FROM, 1]), axis=alt.Axis(format="%")
            ),
            x2="to:Q",
            y=alt.Y("threshold:Q", scale=scale, axis=style.volume_axis(lang, title=y, values=ends)),
        )
    )
    need = (
        alt.Chart(style.data([{"need": result.need}]))
        .mark_rule(strokeDash=[4, 4], color=palette.ASSESSMENT)
        .encode(x="need:Q")
    )
    return style.layered([bars, need], rows, height=200, description=_TITLE.say(lang))
