"""Who receives abroad: flows and enterprises by country and by recipient."""

import polars as pl

from listlab.model.language import Lang, Text
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers
from listlab.report.audience import OPEN, Names
from listlab.report.figure import Bar, Figure, Figures, ranked
from listlab.report.survey_rows import Behind
from listlab.survey.countries import country_name

_BETWEEN = ";"  # the codes of one cell
MOST_RECIPIENTS = 20


def recipient_figures(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figures:
    """Flows by country, and by recipient."""
    return Figures(
        (
            countries_figure(tables, lang, names=names),
            recipients_figure(tables, lang, names=names),
        )
    )


def countries_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Countries and regions by the flows that go there; a flow to several counts for each."""
    split = tables.flows.with_columns(pl.col("country").str.split(_BETWEEN).alias("code"))
    found = _groups(split.explode("code"), "code")
    called = [
        labels.UNANSWERED.say(lang) if code is None else country_name(code, lang)
        for code, _ in found
    ]
    title = Text("接收方所在国家或地区（出境流）", "countries and regions (flows)").say(lang)
    note = Text(
        "一条出境流写了几个国家或地区的，每个各计一次。名称按国家代码（ISO 3166）统一。",
        "A flow to several countries or regions counts once for each; names go by ISO code.",
    )
    bars = _bars(Behind(tables, names, lang), called, [flows for _, flows in found], "country")
    return Figure(title, bars, (note.say(lang),), lang=lang)


def recipients_figure(tables: SurveyTables, lang: Lang = "zh", *, names: Names = OPEN) -> Figure:
    """Recipients that most flows go to, under the names as written."""
    every = _groups(tables.flows.drop_nulls("recipient"), "recipient")
    found = every[:MOST_RECIPIENTS]
    title = Text("境外接收方（出境流）", "recipients (flows)").say(lang)
    shown, total = numbers.count(len(found)), numbers.count(len(every))
    note = Text(
        f"共 {total} 个接收方，列前 {shown} 个。按所写名称计；写法不同而像是同一家的，列在问题中。",
        f"{shown} of {total} recipients, by the name as written; names that look like one "
        "recipient are among the problems.",
    )
    called = [names.recipient(name or "") for name, _ in found]
    bars = _bars(Behind(tables, names, lang), called, [flows for _, flows in found], "recipient")
    return Figure(title, bars, (note.say(lang),), lang=lang)


def _groups(flows: pl.DataFrame, column: str) -> list[tuple[str | None, pl.DataFrame]]:
    """Flows of each value, most first, those without a value last."""
    groups = flows.group_by(column, maintain_order=True)
    found = [(None if key is None else str(key), own) for (key,), own in groups]
    return sorted(found, key=lambda pair: (pair[0] is None, -pair[1].height, pair[0] or ""))


def _bars(
    behind: Behind, called: list[str], flows: list[pl.DataFrame], column: str
) -> tuple[Bar, ...]:
    lang = behind.lang
    bars = []
    for label, own, parts in zip(called, flows, ranked([own.height for own in flows]), strict=True):
        firms = own["enterprise_id"].n_unique()
        text = Text(f"{own.height} 条 · {firms} 家", f"{own.height} flows · {firms} enterprises")
        rows = behind.flows(own, label, column)
        bars.append(Bar(label, text.say(lang), rows, parts, own.height))
    return tuple(bars)
