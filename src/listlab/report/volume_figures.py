"""Every volume of a scenario on a log scale, each with the flows and cells behind it."""

import math
from collections.abc import Mapping

import polars as pl

from listlab.chart import palette
from listlab.model import terms
from listlab.model.language import Lang, Text
from listlab.model.params import ScenarioParams
from listlab.model.tables import SurveyTables
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Figures, Part, told_once
from listlab.report.survey_rows import Behind
from listlab.report.survey_tables import by_size, scenario_name
from listlab.survey.volumes import scenario_volumes


def volumes_figures(
    tables: SurveyTables,
    asked: Mapping[str, ScenarioParams],
    scenarios: Mapping[str, Text],
    lang: Lang = "zh",
    *,
    names: Names = OPEN,
) -> Figures:
    """Volumes of every scenario asked for that somebody reported."""
    reported = set(tables.flows["scenario"])
    figures = [
        volumes_figure(tables, code, params, scenarios, lang=lang, names=names)
        for code, params in asked.items()
        if code in reported
    ]
    return Figures(told_once(figures))


def volumes_figure(
    tables: SurveyTables,
    scenario: str,
    asked: ScenarioParams,
    scenarios: Mapping[str, Text],
    *,
    lang: Lang = "zh",
    names: Names = OPEN,
) -> Figure:
    """Every enterprise's yearly volume in a scenario on a log scale, intervals as bars."""
    behind, kind = Behind(tables, names, lang), asked.kind
    reported = tables.flows.filter(pl.col("scenario") == scenario)
    own = reported.partition_by("enterprise_id", as_dict=True, maintain_order=True)
    volumes = by_size(scenario_volumes(tables, scenario, kind))
    first, last = _ends(volumes)
    bars = tuple(
        Bar(
            label := behind.enterprise(row["enterprise_id"]),
            numbers.volume(row["low"], row["high"], lang),
            behind.flows(own[row["enterprise_id"],], label, kind),
            _span(row["low"] or 0, row["high"], first, last),
            row["high"],
        )
        for row in volumes.to_dicts()
    )
    ticks = tuple(
        (_share(10.0**power, first, last), numbers.persons(10**power, lang))
        for power in range(round(math.log10(first)), round(math.log10(last)) + 1)
    )
    title = Text(
        f"{scenario_name(scenarios, scenario, 'zh')}：{terms.KINDS[kind].zh}，每年人数（对数刻度）",
        f"{scenario_name(scenarios, scenario, 'en')}: {terms.KINDS[kind].en}, persons a year "
        "(log scale)",
    ).say(lang)
    return Figure(
        title,
        bars,
        (_volumes_note(lang),),
        _volume_legend(lang),
        ticks,
        f"volumes-{scenario}",
        lang,
    )


def _volume_legend(lang: Lang) -> dict[str, tuple[str, str]]:
    return {
        "known": (Text("确数或区间", "exact or an interval").say(lang), palette.FORECAST),
        "open": (Text("没有上限", "no upper end").say(lang), palette.REVIEW),
    }


def _volumes_note(lang: Lang) -> str:
    return Text(
        "一行一家企业，从大到小，上图点一条即到下表该企业，再点开看单元格；同一企业几条出境流合并为区间：至少为最大的一条，至多为各条之和。"
        "申报的豁免人数不计入。"
        "0 人画在左缘，未答的没有横条。",
        "A row an enterprise, largest first; a bar above leads to its line below, which opens onto "
        "its cells. Several flows of one make an interval from the "
        "largest of them to their sum. Persons claimed to be exempt are left out. "
        "0 persons stand at the left edge, no answer has no bar.",
    ).say(lang)


def _ends(volumes: pl.DataFrame) -> tuple[float, float]:
    known = [value for name in ("low", "high") for value in volumes[name] if value]
    first = math.floor(math.log10(min(known, default=1)))
    last = math.ceil(math.log10(max(known, default=10)))
    return 10.0**first, 10.0 ** max(last, first + 1)


def _share(value: float, first: float, last: float) -> float:
    inside = min(max(value, first), last)
    return math.log(inside / first) / math.log(last / first)


def _span(low: int, high: int | None, first: float, last: float) -> tuple[Part, ...]:
    if high is None:
        return (Part(_share(low, first, last), 1.0, "open"),) if low else ()
    return (Part(_share(low, first, last), _share(high, first, last), "known"),)
