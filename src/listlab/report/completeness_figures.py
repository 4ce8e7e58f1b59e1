"""How fully enterprises answered: by group, and question by question."""

import numpy as np
import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.punctuation import listed
from listlab.model.tables import SurveyTables
from listlab.report import numbers
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Figures, Part, told_once
from listlab.report.survey_groups import BY, GROUPS, Group, group_name, grouped
from listlab.report.survey_rows import Behind
from listlab.survey import columns as form

# Questions of a flow whose blanks count against it; a volume without any bound is blank too.
_ASKED = (
    "purpose",
    "recipient",
    "country",
    "transfer_mode",
    "frequency",
    "personal",
    "sensitive",
    "next_personal",
    "next_sensitive",
    "route_now",
    "safeguards",
    "necessity",
)
_VOLUMES = ("personal", "sensitive", "next_personal", "next_sensitive")


def completeness_figures(
    tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN
) -> Figures:
    """Completeness by region, by size, by industry, and question by question."""
    every = [completeness_figure(tables, by, lang, names=names) for by in GROUPS]
    return Figures((*told_once(every), questions_figure(tables, lang, names=names)))


def completeness_figure(
    tables: SurveyTables, by: Group, lang: Lang = "zh", *, names: Names = OPEN
) -> Figure:
    """Mean share of questions answered, by region, size or industry."""
    known = tables.enterprises.join(
        _shares(tables), on="enterprise_id", how="left", maintain_order="left"
    ).with_columns(pl.col("share").fill_null(0.0))
    behind, header = Behind(tables, names, lang), Text("已填", "answered")
    bars = []
    for key, own in grouped(known, by):
        label, mean = group_name(by, key, lang), float(np.mean(own["share"].to_numpy()))
        ordered = own.sort("share", "enterprise_id")
        told = [numbers.share(value, decimals=0) for value in ordered["share"]]
        rows = behind.enterprises(ordered, label, told=told, header=header)
        text = numbers.share(mean, decimals=0)
        more = Text(f"{own.height} 家", f"{own.height} enterprises").say(lang)
        bars.append(Bar(label, text, rows, (Part(0, mean),) if mean else (), mean, more=more))
    title = Text(f"按{BY[by].zh}的填写完整程度", f"completeness by {BY[by].en}").say(lang)
    return Figure(title, tuple(bars), (_note(lang),), lang=lang)


def questions_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Share of flows that answer each question, least answered first; rows are the blanks."""
    behind, flows, found = Behind(tables, names, lang), tables.flows, []
    for key in _ASKED:
        blank = flows.filter(~answered(key))
        share = 1 - blank.height / flows.height if flows.height else 0.0
        found.append((share, key, blank))
    bars = tuple(
        Bar(
            label := _header(key, lang),
            Text(f"{blank.height} 条未填", f"{blank.height} blank").say(lang),
            behind.flows(blank, label, key),
            (Part(0, share),) if share else (),
            share,
        )
        for share, key, blank in sorted(found, key=lambda each: each[0])
    )
    title = Text("各问题的填写情况（最缺的在前）", "questions, least answered first").say(lang)
    note = Text("点开一行看没有填的出境流。", "Open a line for the flows that leave it blank.")
    return Figure(title, bars, (note.say(lang),), lang=lang)


def answered(key: str) -> pl.Expr:
    """Whether a flow answers a question; a volume without any bound is no answer."""
    if key in _VOLUMES:
        low, high = pl.col(f"{key}_low"), pl.col(f"{key}_high")
        return (low.fill_null(0) > 0) | high.is_not_null()
    return pl.col(key).is_not_null()


def _shares(tables: SurveyTables) -> pl.DataFrame:
    every = [answered(key).cast(pl.Float64) for key in _ASKED]
    return tables.flows.group_by("enterprise_id", maintain_order=True).agg(
        pl.mean_horizontal(every).mean().alias("share")
    )


def _header(key: str, lang: Lang) -> str:
    column = form.FLOWS.column(key)
    return column.header if lang == "zh" else column.english


def _note(lang: Lang) -> str:
    asked = listed((_header(key, lang) for key in _ASKED), lang)
    return Text(
        f"各出境流中下列问题已填的比例，再按企业平均；"
        f"人数没有任何上下限的视为未填，没有出境流的企业计 0：{asked}。",
        "Share of these questions that flows answer, averaged over enterprises; a volume without "
        f"any bound is blank, an enterprise without flows counts as 0: {asked}.",
    ).say(lang)
