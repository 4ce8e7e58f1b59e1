"""Who answered: response by group with intervals, strata with their weights."""

from dataclasses import replace
from typing import Any

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.punctuation import aside
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Figures, Part, ranked, told_once
from listlab.report.survey_groups import BY, GROUPS, Group, group, group_name, grouped
from listlab.report.survey_rows import Behind
from listlab.report.table import Table


def response_figures(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figures:
    """Response by region, by size and by industry."""
    every = [response_figure(tables, by, lang, names=names) for by in GROUPS]
    return Figures(told_once(every))


def response_figure(
    tables: SurveyTables, by: Group, lang: Lang = "zh", *, names: Names = OPEN
) -> Figure:
    """Answers by region, size or industry: rates with intervals where the frame is known."""
    if tables.frame.is_empty():
        return _answers_figure(Behind(tables, names, lang), by)
    title = Text(f"按{BY[by].zh}的回收率", f"response by {BY[by].en}").say(lang)
    notes = (
        Text(
            "横条为名录中已采用答复的比例，黑线为 95% 区间（Wilson 法），区间说的是作答的倾向，"
            "不是已数清的比例。点开一行看名录中的每家企业。",
            "Bars are shares of the frame with a workbook in use, black lines Wilson's 95 % "
            "interval of the propensity to answer. Open a line for the enterprises behind it.",
        ).say(lang),
    )
    return Figure(title, tuple(_rate_bars(Behind(tables, names, lang), by)), notes, lang=lang)


def _rate_bars(behind: Behind, by: Group) -> list[Bar]:
    tables, lang = behind.tables, behind.lang
    groups = tables.frame.with_columns(group(by).alias("group"))
    bars = []
    for row in tables.response.filter(pl.col("by") == by).to_dicts():
        label = group_name(by, row["group"], lang)
        own = groups.filter(pl.col("group").eq_missing(pl.lit(row["group"], pl.String)))
        low, high = row["rate_low"], row["rate_high"]
        figure = f"{row['answered']} / {row['frame']}"
        bars.append(
            Bar(
                label,
                _rate(row, figure, lang),
                behind.frame(own, label),
                (Part(0, row["rate"]),) if row["rate"] else (),
                row["rate"],
                Part(low, high) if row["frame"] > 1 else None,
                _sent_back(row["rejected"], lang),
            )
        )
    return bars


def _rate(row: dict[str, Any], figure: str, lang: Lang) -> str:
    """Rate with its interval; of a single enterprise the count says all."""
    if row["frame"] == 1:
        return figure
    rate = numbers.share(row["rate"], decimals=0)
    told = f"{figure} · {rate}" if figure else rate
    return aside(told, numbers.share_range(row["rate_low"], row["rate_high"]), lang)


def _sent_back(count: int, lang: Lang) -> str:
    return Text(f"另有 {count} 家被退回", f"{count} more sent back").say(lang) if count else ""


def _answers_figure(behind: Behind, by: Group) -> Figure:
    lang = behind.lang
    title = Text(f"按{BY[by].zh}的作答企业", f"enterprises that answered, by {BY[by].en}")
    note = Text(
        "没有提供企业名录（参数 frame），不知道还有多少企业没有作答，因此没有回收率。",
        "No frame of enterprises is given (params: frame), so nobody knows how many did not "
        "answer, and there are no rates.",
    )
    found = grouped(behind.tables.enterprises, by)
    counts = [own.height for _, own in found]
    bars = tuple(
        Bar(
            label := group_name(by, key, lang),
            Text(f"{own.height} 家", f"{own.height}").say(lang),
            behind.enterprises(own, label, by),
            parts,
            own.height,
        )
        for (key, own), parts in zip(found, ranked(counts), strict=True)
    )
    return Figure(title.say(lang), bars, (note.say(lang),), lang=lang)


def response_lines(tables: SurveyTables, lang: Lang = "zh") -> list[str]:
    """What is known of response as a whole, a sentence each."""
    whole = tables.response.filter(pl.col("by") == "all").to_dicts()
    if not whole:
        count = tables.enterprises.height
        return [
            Text(
                f"{count} 家企业作答；没有企业名录，回收率和未答企业不明。",
                f"{count} enterprises answered; without a frame, response is not known.",
            ).say(lang)
        ]
    row = whole[0]
    none = row["frame"] - row["answered"] - row["rejected"]
    rate = numbers.share(row["rate"])
    outside = _outside(tables)
    lines = [
        Text(
            f"名录 {row['frame']} 家，已采用 {row['answered']} 家（{rate}），退回待补 "
            f"{row['rejected']} 家，未交 {none} 家。",
            f"Of {row['frame']} enterprises in the frame, {row['answered']} answered ({rate}), "
            f"{row['rejected']} were sent back, {none} handed nothing in.",
        ).say(lang)
    ]
    if outside > 0:
        more = Text(
            f"另有 {outside} 家作答而不在名录中，权重按 1 计。",
            f"{outside} more answered without being in the frame; they weigh 1.",
        )
        lines.append(more.say(lang))
    return lines


def _outside(tables: SurveyTables) -> int:
    """Enterprises that answered and whom the frame has under neither code nor name."""
    listed = (
        pl.col(key).is_in(tables.frame[key].drop_nulls().implode())
        for key in ("enterprise_id", "name")
    )
    return tables.enterprises.filter(
        ~pl.any_horizontal(each.fill_null(False) for each in listed)
    ).height


def response_note(tables: SurveyTables, lang: Lang = "zh") -> Table:
    """What is known of response as a whole, as a table for a notebook."""
    caption, header = Text("回收情况", "response"), Text("说明", "note")
    rows = tuple((line,) for line in response_lines(tables, lang))
    return Behind(tables, OPEN, lang).table(caption.say(lang), (header,), rows)


def strata_table(tables: SurveyTables, lang: Lang = "zh") -> Table:
    """Strata with their response and the weight of each answer."""
    strata = tables.response.filter(pl.col("by") == "stratum").to_dicts()
    headers = (
        Text("层（区域 × 规模）", "stratum (region × size)"),
        Text("名录", "frame"),
        Text("作答", "answered"),
        Text("回收率（95% 区间）", "rate (95 % interval)"),
        Text("权重", "weight"),
    )
    rows = tuple(
        (
            row["group"] or labels.UNANSWERED.say(lang),
            numbers.count(row["frame"]),
            numbers.count(row["answered"]),
            _rate(row, "", lang) or numbers.MISSING,
            numbers.MISSING if row["weight"] is None else f"{row['weight']:.2f}",
        )
        for row in strata
    )
    notes = (
        Text(
            "无人作答的层并入同规模中作答最多的层；权重为名录企业数除以作答企业数，用于阈值分析。"
            "加权假定同层未答企业与已答企业相似，这一点未经检验。",
            "Strata without an answer join the one of the same size with most answers; weights "
            "are enterprises over answers. They assume that who did not answer resembles who "
            "did, which is not tested.",
        ).say(lang),
    )
    caption = Text("各层的回收率与权重", "response and weight by stratum").say(lang)
    table = Behind(tables, OPEN, lang).table(caption, headers, rows, numeric=(1, 2, 3, 4))
    return replace(table, notes=notes)
