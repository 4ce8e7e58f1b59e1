"""Charts of one scenario's result: volumes, shares freed, exposure, fit.

Parameters `chosen` (persons a year) and `beta` are signals of the specs: a page moves them with
its sliders, a notebook shows them where they stand.
"""

from typing import Any

import altair as alt
import polars as pl

from listlab.analyse.result import ScenarioResult
from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.punctuation import clauses, headed
from listlab.report import numbers
from listlab.report.procedure import PROCEDURES
from listlab.report.volume_chart import chosen_rule, shown_threshold

_DIGITS = 5
_SHOWN_RANGE = 10**5  # of exposure: below it nothing is decided
CURVE_COLUMNS = (
    "threshold",
    "observed_low",
    "observed_high",
    "coverage",
    "coverage_low",
    "coverage_high",
    "forecast",
    "forecast_low",
    "forecast_high",
    "realised",
    "permitted",
)


def curve_chart(result: ScenarioResult, lang: Lang = "zh") -> alt.VConcatChart:
    """Shares freed and, beneath on the same axis, exposure."""
    text = _coverage_alt(result, lang) + _exposure_alt(result, lang)
    both = alt.VConcatChart(
        vconcat=[coverage_chart(result, lang), exposure_chart(result, lang)],
        spacing=12,
        description=text,
    )
    apart: alt.VConcatChart = both.resolve_scale(color="independent", strokeDash="independent")
    return apart


def coverage_chart(result: ScenarioResult, lang: Lang = "zh") -> alt.LayerChart:
    """Share of enterprises freed against the threshold: forecast with band, this year, answers."""
    names = [
        Text("来年预测（95% 区间）", "forecast (95 % band)").say(lang),
        Text("本年度估计（95% 区间）", "this year (95 % band)").say(lang),
        Text("仅凭答卷的上下限", "bounds from the answers alone").say(lang),
    ]
    colours = alt.Scale(domain=names, range=[palette.FORECAST, palette.COVERAGE, palette.OBSERVED])
    legend = alt.Legend(symbolType="square", symbolStrokeWidth=0, symbolOpacity=1)
    x = _x(result, lang, labelled=False)
    freed = PROCEDURES[result.tier].freed_short
    title = Text(f"{freed.zh}的企业比例", f"share of enterprises: {freed.en}").say(lang)
    axis = alt.Axis(format=".0%", minExtent=style.Y_AXIS_WIDTH, title=title, tickCount=6)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)

    colour = alt.Color("series:N", scale=colours, legend=legend)

    def band(stem: str, place: int, opacity: float, step: bool = False) -> Any:
        mark = _series(names[place]).mark_area(
            opacity=opacity, interpolate="step-after" if step else "linear"
        )
        return mark.encode(x=x, y=y(f"{stem}_low"), y2=f"{stem}_high:Q", color=colour)

    def line(stem: str, place: int, **look: Any) -> Any:
        return _series(names[place]).mark_line(**look).encode(x=x, y=y(stem), color=colour)

    layers = [
        band("observed", 2, 0.30, step=True),
        band("coverage", 1, 0.25),
        band("forecast", 0, 0.22),
        line("coverage", 1, strokeWidth=1.6, strokeDash=[6, 3]),
        line("forecast", 0, strokeWidth=2.2),
        *_need_rule(result, lang),
        _candidate_marks(result, lang, x, y("estimate")),
        *chosen_rule(lang),
    ]
    return _layered(layers, result, height=300, text=_coverage_alt(result, lang))


def exposure_chart(result: ScenarioResult, lang: Lang = "zh") -> alt.LayerChart:
    """Realised and permitted exposure against the threshold, and the mix at the share β."""
    names = [
        Text("实际敞口", "realised").say(lang),
        Text("允许敞口", "permitted").say(lang),
        Text("按 β 折算", "mixed at β").say(lang),
    ]
    colours = alt.Scale(domain=names, range=[palette.FORECAST, palette.OBSERVED, palette.INK])
    dashes = alt.Scale(domain=names, range=[[1, 0], [6, 3], [2, 2]])
    x = _x(result, lang, labelled=True)
    title = Text("敞口（人 × 严重度）", "exposure (persons)").say(lang)
    decades = style.decades(*_exposure_range(result))
    axis = style.volume_axis(lang, title=title, values=decades)
    axis.minExtent = style.Y_AXIS_WIDTH
    scale = style.log_scale(*_exposure_range(result))
    legend = alt.Legend(symbolType="stroke")

    def line(column: str, place: int) -> Any:
        return (
            _series(names[place])
            .mark_line(strokeWidth=2)
            .encode(
                x=x,
                y=alt.Y(f"{column}:Q", scale=scale, axis=axis),
                color=alt.Color("series:N", scale=colours, legend=legend),
                strokeDash=alt.StrokeDash("series:N", scale=dashes, legend=legend),
            )
            .transform_filter(f"datum.{column} >= {_exposure_range(result)[0]}")
        )

    mixed = line("mixed", 2)
    layers = [line("realised", 0), line("permitted", 1), mixed, *chosen_rule(lang, labelled=False)]
    chart = _layered(layers, result, height=170, text=_exposure_alt(result, lang))
    chart = chart.add_params(alt.param("beta", value=first_beta(result)))
    return chart.transform_calculate(
        mixed="datum.permitted == null ? null : "
        "(1 - beta) * datum.realised + beta * datum.permitted"
    )


def first_beta(result: ScenarioResult) -> float:
    """β at which pictures and sliders start: the smallest of the result's that is not 0."""
    betas = result.exposure["beta"]
    return _float(betas.filter(betas > 0).min() or 0)


def _series(name: str) -> Any:
    return alt.Chart().transform_calculate(series=f"'{name}'")


def _layered(
    layers: list[Any], result: ScenarioResult, *, height: int, text: str
) -> alt.LayerChart:
    rows = rounded(result.curve.select(CURVE_COLUMNS))
    chart = style.layered(layers, rows, height=height, description=text)
    return chart.add_params(alt.param("chosen", value=shown_threshold(result)))


def _x(result: ScenarioResult, lang: Lang, *, labelled: bool) -> alt.X:
    first, last = _float(result.curve["threshold"].min()), _float(result.curve["threshold"].max())
    title = Text("阈值（人/年，对数刻度）", "threshold (persons a year, log scale)").say(lang)
    axis = style.volume_axis(
        lang,
        title=title if labelled else None,
        values=style.decades(first, last, [row.threshold for row in result.thresholds]),
        labels=labelled,
    )
    return alt.X("threshold:Q", scale=style.log_scale(first, last), axis=axis)


def _exposure_range(result: ScenarioResult) -> tuple[float, float]:
    columns = [result.curve[name].cast(pl.Float64) for name in ("realised", "permitted")]
    amounts = pl.concat(columns).drop_nulls()
    above = amounts.filter(amounts > 0)
    if above.is_empty():
        return 1.0, 10.0
    last = 2 * _float(above.max())
    return max(_float(above.min()), last / _SHOWN_RANGE), last


def _need_rule(result: ScenarioResult, lang: Lang) -> list[Any]:
    words = Text("要求", "need").say(lang)
    text = f"{words} {numbers.asked(result.need)}"
    y = alt.YDatum(result.need)
    one = alt.Chart(style.data([{}]))
    rule = one.mark_rule(color=palette.INK, strokeDash=[3, 3], opacity=0.7)
    label = one.mark_text(
        text=text, align="left", baseline="bottom", dx=4, dy=-3, color=palette.INK
    )
    return [rule.encode(y=y), label.encode(x=alt.value(0), y=y)]


def _candidate_marks(result: ScenarioResult, lang: Lang, x: alt.X, y: alt.Y) -> Any:
    chosen = result.recommendation.threshold
    values = [
        {
            "threshold": row.threshold,
            "estimate": row.forecast.estimate,
            "size": 130 if row.threshold == chosen else 46,
            "words": f"{numbers.persons(row.threshold, lang)}: "
            f"{numbers.share_with_band(row.forecast, lang)}",
        }
        for row in result.thresholds
        if row.forecast.estimate is not None
    ]
    tip = Text("候选阈值", "candidate").say(lang)
    return (
        alt.Chart(style.data(values))
        .mark_point(filled=True, opacity=1, color=palette.FORECAST, stroke="white", strokeWidth=1.2)
        .encode(
            x=x,
            y=y,
            size=alt.Size("size:Q", scale=None),
            tooltip=alt.Tooltip("words:N", title=tip),
        )
    )


def rounded(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as plain values, shares cut to what a screen can show."""
    shown = frame.with_columns(pl.col(pl.Float64).round_sig_figs(_DIGITS))
    return shown.to_dicts()


def _float(value: Any) -> float:
    return float(value)


def _coverage_alt(result: ScenarioResult, lang: Lang) -> str:
    shown, freed = shown_threshold(result), PROCEDURES[result.tier].freed_short
    points = [
        headed(
            numbers.persons(row.threshold, lang),
            numbers.share_with_band(row.forecast, lang),
            lang,
        )
        for row in result.thresholds
    ]
    return Text(
        f"{result.scenario_name.zh}：{freed.zh}的企业比例随阈值上升的曲线，"
        f"竖线在 {numbers.persons(shown, 'zh')}。来年预测：{clauses(points)}。",
        f"{result.scenario_name.en}: share of enterprises ({freed.en}) against the threshold, "
        f"rule at "
        f"{numbers.persons(shown, 'en')}. Forecast: {clauses(points, 'en')}.",
    ).say(lang)


def _exposure_alt(result: ScenarioResult, lang: Lang) -> str:
    points = [
        headed(
            numbers.persons(row.threshold, lang),
            f"{numbers.quantity(row.realised_exposure, lang)} / "
            f"{numbers.quantity(row.permitted_exposure, lang)}",
            lang,
        )
        for row in result.thresholds
    ]
    return Text(
        f"实际敞口与允许敞口随阈值变化（实际 / 允许）：{clauses(points)}。",
        f"Realised and permitted exposure (realised / permitted): {clauses(points, 'en')}.",
    ).say(lang)
