"""Chart of all volumes of a scenario: answers as bars on a log scale, candidates as rules."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from listlab.analyse.result import ScenarioResult
from listlab.chart import palette, style
from listlab.model.language import Lang, Text
from listlab.model.params import Tier
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.procedure import routes
from listlab.report.survey_tables import by_size

_FEW = 40  # rows up to which bars get more room
_UNDECIDED = 0.22


def volumes_chart(
    result: ScenarioResult, lang: Lang = "zh", *, names: Names = OPEN
) -> alt.LayerChart:
    """Every enterprise's yearly volume, coloured by the route that the chosen threshold gives."""
    candidates = [row.threshold for row in result.thresholds]
    first, last = _ends(result.volumes, candidates)
    rows = [
        _bar(rank, row, (first, last), lang)
        | {"name": names.enterprise(row["enterprise_id"], row["name"])}
        for rank, row in enumerate(by_size(result.volumes).to_dicts())
    ]
    x_axis = style.volume_axis(
        lang,
        title=Text("每年人数（对数刻度）", "persons a year (log scale)").say(lang),
        values=style.decades(first, last, candidates),
    )
    scale = style.log_scale(first, last)
    colour = _route_colour(result.tier, lang)
    y = alt.Y("rank:O", axis=None, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.4))
    tooltip = [
        alt.Tooltip("name:N", title=Text("企业", "enterprise").say(lang)),
        alt.Tooltip("answer:N", title=Text("答复", "answer").say(lang)),
        alt.Tooltip("route:N", title=Text("结果", "route").say(lang)),
    ]
    x = alt.X("from:Q", scale=scale, axis=x_axis)
    base = alt.Chart().encode(y=y, color=colour, tooltip=tooltip)
    bars = base.mark_rule(strokeWidth=4, strokeCap="round", opacity=0.85).encode(x=x, x2="to:Q")
    layers = [
        _candidate_rules(candidates, scale),
        bars.transform_filter("datum.shape == 'range' || datum.shape == 'open'"),
        bars.mark_rule(strokeWidth=4, opacity=_UNDECIDED).transform_filter("datum.shape == 'none'"),
        base.mark_point(filled=True, size=46, opacity=1)
        .encode(x=x)
        .transform_filter("datum.shape == 'exact'"),
        base.mark_point(shape="triangle-right", filled=True, size=60, opacity=1)
        .encode(x=alt.X("to:Q", scale=scale, axis=x_axis))
        .transform_filter("datum.shape == 'open'"),
        base.mark_point(shape="triangle-left", filled=False, size=40, opacity=1)
        .encode(x=x)
        .transform_filter("datum.shape == 'zero'"),
        *chosen_rule(lang),
    ]
    per_row = 13 if len(rows) <= _FEW else 8
    height, text = max(per_row * len(rows), 60), _alt_text(result, lang)
    chart = style.layered(layers, rows, height=height, description=text)
    chart = chart.transform_calculate(route=_route_expression(result.tier, lang))
    return chart.add_params(alt.param("chosen", value=shown_threshold(result)))


def shown_threshold(result: ScenarioResult) -> int:
    """Where pictures and sliders start: the recommended threshold, else the largest lawful one."""
    advice, every = result.recommendation, [row.threshold for row in result.thresholds]
    if advice.threshold is not None:
        return advice.threshold
    unlawful = {rejected.threshold for rejected in advice.rejected if rejected.is_barred}
    return max([threshold for threshold in every if threshold not in unlawful] or every)


def chosen_rule(lang: Lang, *, labelled: bool = True) -> list[Any]:
    """Vertical rule at the signal `chosen`, with its number above it."""
    x = alt.XDatum(alt.ExprRef("chosen"), type="quantitative")
    mark = alt.Chart(style.data([{}]))
    rule = mark.mark_rule(color=palette.INK, strokeWidth=1.5).encode(x=x)
    if not labelled:
        return [rule]
    wan = (
        "chosen >= 1e8 && chosen % 1e4 == 0 ? format(chosen / 1e8, ',.4~f') + '亿' : "
        "chosen >= 1e4 ? format(chosen / 1e4, ',.4~f') + '万' : format(chosen, ',')"
    )
    text = alt.ExprRef(wan if lang == "zh" else "format(chosen, ',')")
    label = mark.mark_text(text=text, dy=-8, fontWeight="bold", color=palette.INK).encode(
        x=x, y=alt.value(0)
    )
    return [rule, label]


def _ends(volumes: pl.DataFrame, candidates: Sequence[int]) -> tuple[float, float]:
    known = [v for v in (*volumes["low"], *volumes["high"], *candidates) if v]
    return 10.0 ** math.floor(math.log10(min(known, default=1))), 1.6 * max(known, default=10)


def _bar(rank: int, row: dict[str, Any], ends: tuple[float, float], lang: Lang) -> dict[str, Any]:
    low, high = row["low"] or 0, row["high"]
    return {
        "rank": rank,
        "answer": numbers.volume(low, high, lang),
        "shape": _shape(low, high),
        "low": low,
        "high": high,
        "from": max(low, ends[0]),
        "to": ends[1] if high is None else max(high, ends[0]),
    }


def _shape(low: int, high: int | None) -> str:
    if high is None:
        return "open" if low else "none"
    if high == 0:
        return "zero"
    return "exact" if low == high else "range"


def _candidate_rules(candidates: Sequence[int], scale: alt.Scale) -> Any:
    values = [{"candidate": candidate} for candidate in candidates]
    mark = alt.Chart(style.data(values)).mark_rule(color=palette.OBSERVED, strokeDash=[2, 3])
    return mark.encode(x=alt.X("candidate:Q", scale=scale))


def _route_colour(tier: Tier, lang: Lang) -> alt.Color:
    named = routes(tier)
    return alt.Color(
        "route:N",
        scale=alt.Scale(
            domain=[words.say(lang) for words in named.values()],
            range=[palette.ROUTES[route] for route in named],
        ),
        legend=alt.Legend(symbolType="square", symbolStrokeWidth=0, symbolOpacity=1),
    )


def _route_expression(tier: Tier, lang: Lang) -> str:
    free, caught, open_, blank = (words.say(lang) for words in routes(tier).values())
    return (
        f"datum.shape == 'none' ? '{blank}' : "
        f"datum.high != null && datum.high < chosen ? '{free}' : "
        f"datum.low >= chosen ? '{caught}' : '{open_}'"
    )


def _alt_text(result: ScenarioResult, lang: Lang) -> str:
    answered = result.volumes.filter((pl.col("low") > 0) | pl.col("high").is_not_null())
    largest = numbers.persons(result.volumes["low"].max(), lang)  # type: ignore[arg-type]
    return Text(
        f"{result.scenario_name.zh}：{result.volumes.height} 家企业的年出境人数，从大到小，"
        f"对数刻度，区间答复画成横条，{answered.height} 家作答；最大的确定值为 {largest}。",
        f"{result.scenario_name.en}: yearly volumes of {result.volumes.height} enterprises, "
        f"largest first, log scale, intervals as bars; {answered.height} answered; the largest "
        f"certain figure is {largest}.",
    ).say(lang)
