"""Chart of exposure and loss by threshold."""

from collections.abc import Sequence

import altair as alt

from listlab.analyse.explained import Chart
from listlab.analyse.risk.result import RiskRow
from listlab.chart import palette
from listlab.chart.style import layered, volume_axis
from listlab.model.language import Lang, Text

_SERIES = {
    "permitted": (Text("允许敞口", "permitted exposure"), palette.ASSESSMENT, [2, 2]),
    "realised": (Text("已实现敞口", "realised exposure"), palette.OBSERVED, [1, 0]),
    "cvar95": (
        Text("最差 5% 年份平均损失", "mean loss of worst 5 % of years"),
        palette.REVIEW,
        [6, 3],
    ),
    "expected_loss": (Text("年预期损失", "expected yearly loss"), palette.FORECAST, [1, 0]),
}


def loss_chart(rows: Sequence[RiskRow], lang: Lang) -> Chart:
    """Four lines over the thresholds on logarithmic axes, with their intervals."""
    values = [point for row in rows for point in _points(row, lang)]
    named = [series[0].say(lang) for series in _SERIES.values()]
    x = alt.X(
        "threshold:Q",
        scale=alt.Scale(type="log", nice=False),
        axis=volume_axis(lang, title=Text("阈值（人）", "threshold (persons)").say(lang)),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(type="log"),
        axis=volume_axis(lang, title=Text("人数 × 严重程度", "persons × severity").say(lang)),
    )
    colour = alt.Color(
        "series:N", scale=alt.Scale(domain=named, range=[s[1] for s in _SERIES.values()])
    )
    dash = alt.StrokeDash(
        "series:N", scale=alt.Scale(domain=named, range=[s[2] for s in _SERIES.values()])
    )
    base = alt.Chart().encode(x=x, color=colour)
    layers = [
        base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_line(point=True).encode(y=y, strokeDash=dash),
    ]
    said = Text("各阈值的敞口与年损失", "exposure and yearly loss by threshold").say(lang)
    return layered(layers, values, height=300, description=said)


def _points(row: RiskRow, lang: Lang) -> list[dict[str, float | str | None]]:
    found: list[dict[str, float | str | None]] = []
    for name, (label, _, _) in _SERIES.items():
        value = getattr(row, name)
        if value.estimate is not None and value.estimate > 0:  # nothing else has a logarithm
            found.append(
                {
                    "threshold": row.threshold,
                    "series": label.say(lang),
                    "value": value.estimate,
                    "low": max(value.low, value.estimate * 1e-3),
                    "high": value.high,
                }
            )
    return found
