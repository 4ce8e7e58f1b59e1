"""Share below each threshold against how much larger the silent enterprises are."""

from typing import Any

from listlab.analyse.scale.result import ScaleResult
from listlab.chart import palette, style
from listlab.model.language import Lang, Text

_TITLE = Text("未作答企业的规模与低于阈值的比例", "size of silent enterprises and the share below")
_TIMES = Text("未作答企业的规模是作答企业的几倍", "silent enterprises are … times as large")
_SHARE = Text("低于阈值的企业（单侧 95% 下限）", "enterprises below (one-sided 95 % bound)")


def nonresponse_chart(result: ScaleResult, lang: Lang) -> Any:
    """A line a threshold; the recommended one in colour, the need dashed."""
    import altair as alt

    chosen = result.of.recommendation.threshold
    rows = [
        row | {"label": f"{row['threshold']:,}", "chosen": row["threshold"] == chosen}
        for row in result.to_frame().to_dicts()
        if row["share_lower95"] is not None
    ]
    lines = (
        alt.Chart()
        .mark_line(point=True)
        .encode(
            x=alt.X("times:Q", title=_TIMES.say(lang)),
            y=alt.Y("share_lower95:Q", title=_SHARE.say(lang), axis=alt.Axis(format="%")),
            detail="label:N",
            color=alt.condition(
                "datum.chosen", alt.value(palette.FORECAST), alt.value(palette.RULE)
            ),
            tooltip=["label:N", "times:Q", alt.Tooltip("share_lower95:Q", format=".1%")],
        )
    )
    need = (
        alt.Chart(style.data([{"need": result.of.need}]))
        .mark_rule(strokeDash=[4, 4], color=palette.ASSESSMENT)
        .encode(y="need:Q")
    )
    return style.layered([lines, need], rows, height=240, description=_TITLE.say(lang))
