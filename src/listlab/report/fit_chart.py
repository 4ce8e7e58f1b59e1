"""Chart of the fit: fitted laws against what the answers say by themselves."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import polars as pl

from listlab.analyse.families import FAMILIES
from listlab.analyse.result import FamilyFit, ScenarioResult
from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.punctuation import clauses
from listlab.report import labels, numbers

_SMALLEST_SHARE = 1e-3


def fit_chart(result: ScenarioResult, lang: Lang = "zh") -> alt.LayerChart:
    """Share of enterprises at or above each volume: fitted families against Turnbull's bounds."""
    answers = Text("答卷（Turnbull 上下限）", "answers (Turnbull's bounds)").say(lang)
    fits = [fit for fit in result.fits if fit.converged]
    names = [labels.label(labels.FAMILIES, fit.family, lang) for fit in fits] + [answers]
    colours = [palette.FAMILIES[fit.family] for fit in fits] + [palette.OBSERVED]
    dashes = [[1, 0] if fit.in_band else [2, 3] for fit in fits] + [[1, 0]]
    legend = alt.Legend(symbolType="stroke")
    look = {
        "x": _x(result, lang),
        "color": alt.Color("family:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
    }
    dash = alt.StrokeDash("family:N", scale=alt.Scale(domain=names, range=dashes), legend=legend)
    layers = [*_bound_layers(result, answers, look, lang), _fit_lines(result, fits, look, lang)]
    layers[-1] = layers[-1].encode(strokeDash=dash)
    text = _fit_alt(result, lang)
    return style.layered(layers, [], height=240, description=text)


def _bound_layers(result: ScenarioResult, name: str, look: dict[str, Any], lang: Lang) -> list[Any]:
    curve = result.curve.select(
        "threshold",
        above_low=(1 - pl.col("turnbull_high")).clip(_SMALLEST_SHARE),
        above_high=(1 - pl.col("turnbull_low")).clip(_SMALLEST_SHARE),
    )
    base = alt.Chart(style.data(curve.to_dicts())).transform_calculate(family=f'"{name}"')
    area = base.mark_area(interpolate="step-after", opacity=0.35)
    edge = base.mark_line(interpolate="step-after", strokeWidth=2.5, opacity=0.5)
    return [
        area.encode(y=_y("above_low", lang), y2="above_high:Q", **look),
        edge.encode(y=_y("above_low", lang), **look),
        edge.encode(y=_y("above_high", lang), **look),
    ]


def _fit_lines(
    result: ScenarioResult, fits: Sequence[FamilyFit], look: dict[str, Any], lang: Lang
) -> Any:
    thresholds = result.curve["threshold"].to_numpy().astype(float)
    values: list[dict[str, Any]] = [
        {
            "threshold": float(at),
            "above": float(f"{above:.4g}"),
            "family": labels.label(labels.FAMILIES, fit.family, lang),
        }
        for fit in fits
        for at, above in zip(
            thresholds, fitted_above(fit, thresholds, result.zero_share), strict=True
        )
        if above >= _SMALLEST_SHARE
    ]
    lines = alt.Chart(style.data(values)).mark_line(strokeWidth=1.8)
    return lines.encode(y=_y("above", lang), **look)


def _x(result: ScenarioResult, lang: Lang) -> alt.X:
    thresholds = result.curve["threshold"].to_list()
    first, last = float(min(thresholds)), float(max(thresholds))
    ticks = style.decades(first, last, [row.threshold for row in result.thresholds])
    title = Text("每年人数（对数刻度）", "persons a year (log scale)").say(lang)
    axis = style.volume_axis(lang, title=title, values=ticks)
    return alt.X("threshold:Q", scale=style.log_scale(first, last), axis=axis)


def _y(column: str, lang: Lang) -> alt.Y:
    title = Text("达到或超过的企业比例", "share at or above").say(lang)
    extent, ticks = style.Y_AXIS_WIDTH, [1, 0.1, 0.01, 0.001]
    axis = alt.Axis(format="~p", title=title, minExtent=extent, values=ticks)
    scale = alt.Scale(type="log", domain=[_SMALLEST_SHARE, 1], clamp=True)
    return alt.Y(f"{column}:Q", scale=scale, axis=axis)


def fitted_above(fit: FamilyFit, thresholds: Any, zero_share: float) -> Any:
    """Share of enterprises at or above each threshold under one fitted family."""
    a, b = _location_and_scale(fit)
    law = FAMILIES[fit.family]
    return (1 - zero_share) * law.sf(np.log(thresholds), np.asarray(a), np.asarray(b))


def _location_and_scale(fit: FamilyFit) -> tuple[float, float]:
    values = fit.parameters
    if fit.family == "lognormal":
        return values["mu"], float(np.log(values["sigma"]))
    if fit.family == "gamma":
        return float(np.log(values["shape"])), float(np.log(values["scale"]))
    return float(np.log(values["scale"])), -float(np.log(values["shape"]))


def _fit_alt(result: ScenarioResult, lang: Lang) -> str:
    names = [labels.label(labels.FAMILIES, fit.family, lang) for fit in result.fits]
    weights = [numbers.share(fit.weight, decimals=0) for fit in result.fits]
    fits = clauses(map(" ".join, zip(names, weights, strict=True)), lang)
    return Text(
        f"{result.scenario_name.zh}：达到或超过各人数的企业比例，拟合曲线与答卷的上下限；"
        f"各分布权重：{fits}。",
        f"{result.scenario_name.en}: share at or above each volume, fitted curves against "
        f"Turnbull's bounds; weights: {fits}.",
    ).say(lang)
