"""What enterprises want to send: scenarios by demand and urgency, frequency, volumes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from listlab.law.pack import Pack
from listlab.model import terms
from listlab.model.language import Lang, Text
from listlab.model.params import Kind
from listlab.model.punctuation import clauses, headed
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers, survey_labels
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Figures, ranked, stacked
from listlab.report.survey_rows import Behind
from listlab.report.survey_tables import scenario_name

KINDS: tuple[Kind, Kind] = ("personal", "sensitive")
Lines = Mapping[Kind, int]


def procedure_lines(pack: Pack, on: date) -> Lines:
    """Volume from which a standard contract or certification is due, by kind, on a day.

    References
    ----------
    law:national/contract.personal, law:national/contract.sensitive
    """
    facts = {kind: pack.line(kind, "contract", on) for kind in KINDS}
    found = {kind: fact.persons_on(on) for kind, fact in facts.items() if fact}
    return {kind: persons for kind, persons in found.items() if persons is not None}


def demand_figures(
    tables: SurveyTables,
    scenarios: Mapping[str, Text],
    lang: Lang = "zh",
    *,
    lines: Lines | None = None,
    names: Names = OPEN,
) -> Figures:
    """Demand by scenario, its urgency where the law's lines are given, and frequency."""
    every = [demand_figure(tables, scenarios, lang, names=names)]
    if lines is not None:
        every.append(urgency_figure(tables, scenarios, lines, lang, names=names))
    return Figures((*every, frequency_figure(tables, lang, names=names)))


def demand_figure(
    tables: SurveyTables,
    scenarios: Mapping[str, Text],
    lang: Lang = "zh",
    *,
    names: Names = OPEN,
) -> Figure:
    """Scenarios by the number of enterprises, with flows and persons as intervals."""
    behind = Behind(tables, names, lang)
    found = sorted(_by_scenario(tables, scenarios, lang), key=lambda pair: -_firms(pair[1]))
    counts = [_firms(flows) for _, flows in found]
    bars = tuple(
        Bar(
            label,
            _counted(count, flows.height, lang),
            behind.flows(flows, label),
            parts,
            count,
            more=clauses((_persons(flows, kind, lang) for kind in KINDS), lang),
        )
        for (label, flows), count, parts in zip(found, counts, ranked(counts), strict=True)
    )
    notes = (
        Text(
            "人数是各企业的下限之和与上限之和（一家企业的几条，下限取最大的一条，上限取各条之和），保留三位有效数字；"
            "不同企业的同一人会重复计入，不能当作不同自然人的总数；有企业没给上限的写“以上”。",
            "Persons are sums of the enterprises' lower and upper ends (several flows of one: the "
            "largest, and the sum), to three figures; one person may be counted by several "
            "enterprises, so they are no total of distinct persons; “or more” where somebody "
            "gave no upper end.",
        ).say(lang),
    )
    title = Text("各场景的需求：企业、出境流和每年人数", "demand by scenario").say(lang)
    return Figure(title, bars, notes, lang=lang)


def urgency_figure(
    tables: SurveyTables,
    scenarios: Mapping[str, Text],
    lines: Lines,
    lang: Lang = "zh",
    *,
    names: Names = OPEN,
) -> Figure:
    """Flows of each scenario by the route they have now, and whether they need one."""
    behind = Behind(tables, names, lang)
    flows = tables.flows.with_columns(
        pl.struct("route_now", *(f"{kind}_{end}" for kind in KINDS for end in ("low", "high")))
        .map_elements(lambda row: urgency(row, lines), return_dtype=pl.String)
        .alias("urgency")
    )
    order = {code: place for place, code in enumerate(survey_labels.URGENCY)}
    found = []
    for label, own in _by_scenario(tables, scenarios, lang, flows=flows):
        counts = dict(own.group_by("urgency").len().rows())
        ordered = own.sort(pl.col("urgency").replace_strict(order, return_dtype=pl.Int64))
        found.append((label, ordered, [(code, counts.get(code, 0)) for code in order]))
    found.sort(key=lambda each: (-each[2][0][1], -each[1].height))
    bars = tuple(
        Bar(
            label,
            Text(f"急 {counts[0][1]} / {own.height} 条", f"{counts[0][1]} of {own.height}").say(
                lang
            ),
            behind.flows(own, label, "route_now", *KINDS),
            parts,
            counts[0][1],
        )
        for (label, own, counts), parts in zip(
            found, stacked([counts for *_, counts in found]), strict=True
        )
    )
    legend = {
        code: (text.say(lang), colour) for code, (text, colour) in survey_labels.URGENCY.items()
    }
    title = Text("现有路径与紧迫程度（出境流）", "present routes and urgency (flows)").say(lang)
    return Figure(title, bars, (_urgency_note(lines, lang),), legend, lang=lang)


def urgency(flow: Mapping[str, Any], lines: Lines) -> str:
    """Code of `survey_labels.URGENCY` for one flow, by its own volumes alone."""
    if flow["route_now"] is None:
        return "unanswered"
    if flow["route_now"] != "none":
        return "handled"
    if any((flow[f"{kind}_low"] or 0) >= line for kind, line in lines.items()):
        return "now"
    highs = [(flow[f"{kind}_high"], line) for kind, line in lines.items()]
    return "maybe" if any(high is None or high >= line for high, line in highs) else "below"


def _counted(firms: int, flows: int, lang: Lang) -> str:
    return Text(f"{firms} 家 · {flows} 条", f"{firms} enterprises · {flows} flows").say(lang)


def _urgency_note(lines: Lines, lang: Lang) -> str:
    told = clauses(
        (
            headed(terms.KINDS[kind].say(lang), numbers.persons(line, lang), lang)
            for kind, line in lines.items()
        ),
        lang,
    )
    return Text(
        f"应办程序的量级按国家规定的标准合同线（{told}）。只看单条出境流自己的人数，"
        "未扣除豁免、未合并同一企业的各条，只供安排先后，不是判定。",
        f"The volume that needs a procedure is the national line of standard contracts ({told}). "
        "It is held against each flow alone, exempt persons included and an enterprise's flows "
        "not added up: an order of work, not a decision.",
    ).say(lang)


def frequency_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Flows by how often they go out, from real time to on demand."""
    behind, flows = Behind(tables, names, lang), tables.flows
    codes = [*survey_labels.FREQUENCIES, None]
    found = [(code, flows.filter(pl.col("frequency").eq_missing(code))) for code in codes]
    found = [(code, own) for code, own in found if code or own.height]
    bars = tuple(
        Bar(
            label := survey_labels.FREQUENCIES.get(code or "", labels.UNANSWERED).say(lang),
            Text(f"{own.height} 条", f"{own.height}").say(lang),
            behind.flows(own, label, "frequency"),
            parts,
            own.height,
        )
        for (code, own), parts in zip(found, ranked([f.height for _, f in found]), strict=True)
    )
    title = Text("出境频率（出境流）", "frequency (flows)").say(lang)
    return Figure(title, bars, lang=lang)


def _by_scenario(
    tables: SurveyTables,
    scenarios: Mapping[str, Text],
    lang: Lang,
    *,
    flows: pl.DataFrame | None = None,
) -> list[tuple[str, pl.DataFrame]]:
    """Flows of each scenario under its name; those outside the standard ones under one name."""
    every = tables.flows if flows is None else flows
    known = pl.when(pl.col("scenario").is_in(list(scenarios))).then("scenario")
    groups = every.with_columns(known.alias("standard")).group_by("standard", maintain_order=True)
    return [(scenario_name(scenarios, str(code or ""), lang), own) for (code,), own in groups]


def _firms(flows: pl.DataFrame) -> int:
    return flows["enterprise_id"].n_unique()


def _persons(flows: pl.DataFrame, kind: Kind, lang: Lang) -> str:
    high = pl.col(f"{kind}_high")
    firms = flows.group_by("enterprise_id").agg(
        pl.col(f"{kind}_low").max().alias("low"),
        pl.when(high.is_null().any()).then(None).otherwise(high.sum()).alias("high"),
    )
    top = None if firms["high"].null_count() else int(firms["high"].sum())
    told = numbers.total(int(firms["low"].sum()), top, lang)
    return headed(terms.KINDS[kind].say(lang), told, lang)
