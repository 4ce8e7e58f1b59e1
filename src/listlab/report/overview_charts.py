"""Charts of the survey as it came in: enterprises, flows, volumes of every scenario."""

import math
from collections.abc import Mapping, Sequence

import altair as alt
import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.params import ScenarioParams
from listlab.model.punctuation import clauses
from listlab.model.tables import SurveyTables
from listlab.report import chart_style, labels, palette
from listlab.report.survey_tables import by_size, scenario_name
from listlab.survey.volumes import scenario_volumes

_SIZES = ("#0B3C5D", "#0072B2", "#56B4E9", "#BFDDF0", "#D9DEE3")
_ROW = 26
_STRIP = 110


def enterprises_chart(tables: SurveyTables, lang: Lang = "zh") -> alt.LayerChart:
    """Enterprises by district, split by size."""
    sizes = [*labels.SIZES, None]
    shown = [_size(size, lang) for size in sizes]
    counted = tables.enterprises.group_by("region", "size").agg(pl.len().alias("n"))
    values = [
        {"region": region or _size(None, lang), "size": _size(size, lang), "n": n}
        for region, size, n in counted.sort("region", "size", nulls_last=True).rows()
    ]
    title = Text("企业（家）", "enterprises").say(lang)
    bars = (
        alt.Chart()
        .mark_bar()
        .encode(
            y=alt.Y("region:N", sort="-x", title=None),
            x=alt.X("sum(n):Q", title=title, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color("size:N", scale=alt.Scale(domain=shown, range=list(_SIZES))),
            order=alt.Order("rank:Q"),
        )
    )
    for value in values:
        value["rank"] = shown.index(value["size"])
    regions = tables.enterprises["region"].n_unique()
    text = Text(
        f"{tables.enterprises.height} 家企业按区域与规模的分布，共 {regions} 个区域",
        f"{tables.enterprises.height} enterprises by district and size, {regions} districts",
    ).say(lang)
    return chart_style.layered([bars], values, height=_ROW * regions, description=text)


def flows_chart(
    tables: SurveyTables, scenarios: Mapping[str, Text], lang: Lang = "zh"
) -> alt.LayerChart:
    """Flows by scenario, with their number at the end of each bar."""
    counted = tables.flows.group_by("scenario").agg(pl.len().alias("n")).sort("scenario")
    values = [
        {"scenario": scenario_name(scenarios, code, lang), "n": n} for code, n in counted.rows()
    ]
    title = Text("出境流（条）", "flows").say(lang)
    y = alt.Y("scenario:N", sort="-x", title=None, axis=alt.Axis(labelLimit=260))
    x = alt.X("n:Q", title=title, axis=alt.Axis(tickMinStep=1))
    bars = alt.Chart().mark_bar(color=palette.FORECAST).encode(x=x, y=y)
    ends = alt.Chart().mark_text(align="left", dx=4).encode(x=x, y=y, text="n:Q")
    told = clauses((f"{value['scenario']} {value['n']}" for value in values), lang)
    text = Text(f"各场景的出境流：{told}", f"flows by scenario: {told}").say(lang)
    return chart_style.layered([bars, ends], values, height=_ROW * len(values), description=text)


def volumes_overview_chart(
    tables: SurveyTables,
    asked: Mapping[str, ScenarioParams],
    scenarios: Mapping[str, Text],
    lang: Lang = "zh",
) -> alt.FacetChart:
    """Yearly volumes of every scenario asked for: a bar an enterprise, a strip a scenario."""
    order = [scenario_name(scenarios, code, lang) for code in asked]
    answers = [
        _answered(scenario_volumes(tables, code, params.kind)) for code, params in asked.items()
    ]
    first, last = _ends(answers)
    values = [
        {"scenario": name, "rank": rank, "from": max(low, first), "to": high}
        for name, volumes in zip(order, answers, strict=True)
        for rank, (low, high) in enumerate(volumes)
    ]
    title = Text("每年人数（对数刻度）", "persons a year (log scale)").say(lang)
    x = alt.X(
        "from:Q",
        scale=chart_style.log_scale(first, last),
        axis=chart_style.volume_axis(lang, title=title, values=chart_style.decades(first, last)),
    )
    y = alt.Y("rank:Q", axis=None, scale=alt.Scale(nice=False, reverse=True, padding=4))
    base = alt.Chart().encode(x=x, y=y)
    bars = base.mark_rule(strokeWidth=2, color=palette.FORECAST, opacity=0.6).encode(x2="to:Q")
    dots = base.mark_point(filled=True, size=14, color=palette.FORECAST, opacity=1)
    layers = alt.LayerChart(
        layer=[bars, dots.transform_filter("datum.from == datum.to")],
        width=chart_style.WIDTH,
        height=_STRIP,
    )
    text = Text(
        f"{'、'.join(order)}：各企业的年出境人数，对数刻度，区间答复画成横条",
        f"{', '.join(order)}: yearly volumes, log scale, intervals as bars",
    ).say(lang)
    header = alt.Header(labelOrient="top", labelAnchor="start", labelFontSize=13)
    facet: alt.FacetChart = alt.FacetChart(
        data=chart_style.data(values),
        spec=layers,
        facet={"row": alt.Row("scenario:N", sort=order, title=None, header=header)},
        spacing=14,
        description=text,
    ).resolve_scale(y="independent")
    return facet


def _answered(volumes: pl.DataFrame) -> list[tuple[int, int]]:
    """Answers with an upper end above zero, largest first."""
    answered = volumes.filter(pl.col("high").is_not_null() & (pl.col("high") > 0))
    return [(low, high) for low, high in by_size(answered).select("low", "high").rows()]


def _ends(answers: Sequence[Sequence[tuple[int, int]]]) -> tuple[float, float]:
    known = [end for volumes in answers for volume in volumes for end in volume if end]
    return 10.0 ** math.floor(math.log10(min(known, default=1))), float(max(known, default=10))


def _size(size: str | None, lang: Lang) -> str:
    return labels.UNANSWERED.say(lang) if size is None else labels.label(labels.SIZES, size, lang)
