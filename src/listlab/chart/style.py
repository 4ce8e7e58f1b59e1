"""What all charts share: the axis of volumes, labels in 万, sizes, the configuration."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from listlab.chart import palette
from listlab.model.language import Lang

WIDTH = 720
Y_AXIS_WIDTH = 54  # of the charts that stand one above the other on the same axis
_PER_DECADE = {
    "zh": (
        "datum.value >= 1e8 && datum.value % 1e4 == 0 "
        "? format(datum.value / 1e8, ',.4~f') + '亿' : "
        "datum.value >= 1e4 ? format(datum.value / 1e4, ',.4~f') + '万' : format(datum.value, ',')"
    ),
    "en": (
        "datum.value >= 1e6 ? format(datum.value / 1e6, ',.6~f') + 'm' : "
        "datum.value >= 1e3 ? format(datum.value / 1e3, ',.3~f') + 'k' : format(datum.value, ',')"
    ),
}


def data(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows inside a chart's spec, in their order."""
    return {"values": tuple(rows)}  # altair copies lists deeply, for every layer


def layered(
    layers: Sequence[Any], rows: Sequence[Mapping[str, Any]], *, height: int, description: str
) -> alt.LayerChart:
    """Layers over shared rows at the common width; `description` is the alternative text."""
    chart: alt.LayerChart = alt.LayerChart(
        layer=list(layers),
        data=data(rows),
        width=WIDTH,
        height=height,
        description=description,
    )
    return chart


def volume_axis(
    lang: Lang, *, title: str | None, values: Sequence[float] = (), labels: bool = True
) -> alt.Axis:
    """Axis of persons a year, labelled in 万 (k and m in English)."""
    return alt.Axis(
        title=title,
        labelExpr=_PER_DECADE[lang],
        labelOverlap="greedy",
        labelSeparation=6,
        labels=labels,
        ticks=labels,
        grid=True,
        values=list(values) if values else alt.Undefined,
    )


def log_scale(low: float, high: float) -> alt.Scale:
    """Logarithmic scale over a fixed range, so that charts above each other share it."""
    return alt.Scale(type="log", domain=[low, high], nice=False, clamp=True)


def decades(first: float, last: float, others: Sequence[float] = ()) -> list[float]:
    """Powers of ten within a range, with other values that deserve a tick."""
    powers = range(math.ceil(math.log10(first)), math.floor(math.log10(last)) + 1)
    return sorted({10.0**power for power in powers} | {float(value) for value in others})


def config(font: str) -> dict[str, Any]:
    """Configuration of every chart: quiet grid, one font, text in ink."""
    text = {"labelColor": palette.MUTED, "titleColor": palette.MUTED, "labelFontSize": 13}
    return {
        "font": font,
        "background": palette.PAPER,
        "padding": 6,
        "view": {"stroke": None},
        "axis": text
        | {
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "gridColor": "#E9ECEF",
            "domainColor": palette.RULE,
            "tickColor": palette.RULE,
            "titlePadding": 8,
        },
        "legend": text
        | {
            "title": None,
            "orient": "top",
            "direction": "horizontal",
            "symbolStrokeWidth": 3,
            "symbolOpacity": 1,
            "labelLimit": 400,
            "padding": 0,
            "offset": 22,
        },
        "header": text | {"titleFontWeight": "normal", "labelFontSize": 13},
        "title": {"color": palette.INK, "fontSize": 13, "fontWeight": "normal", "anchor": "start"},
        "text": {"color": palette.INK, "fontSize": 13},
    }
