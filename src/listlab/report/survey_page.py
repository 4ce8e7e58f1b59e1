"""The survey at a glance: one offline page without scripts, whose every bar opens its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from listlab.chart import palette
from listlab.law.pack import Industry, Pack
from listlab.model.language import Lang, Text
from listlab.model.params import Audience, ScenarioParams
from listlab.model.provenance import Provenance
from listlab.model.tables import SurveyTables
from listlab.report import labels, numbers, survey_labels
from listlab.report.audience import Names, names_for
from listlab.report.callbacks import callbacks
from listlab.report.font import PAGE_FONTS, inline_font
from listlab.report.load import asset
from listlab.report.response_figures import response_lines
from listlab.report.survey_sections import survey_sections
from listlab.report.survey_summary import survey_parts

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class CallbackLine:
    """An enterprise to call back, with the link to its marked copy where there is one."""

    name: str
    reasons: tuple[str, ...]
    file: str
    href: str


def build_survey_page(
    tables: SurveyTables,
    *,
    title: str,
    industry: Industry,
    asked: Mapping[str, ScenarioParams] | None = None,
    pack: Pack | None = None,
    as_of: date | None = None,
    audience: Audience = "internal",
    returned: Mapping[str, str] | None = None,
    provenance: Provenance | None = None,
    report: str | None = None,
    lang: Lang = "zh",
) -> str:
    """Page of what came in: response, problems, demand, wishes, down to file, sheet and cell.

    Parameters
    ----------
    tables : SurveyTables
    title : str
        Of the study.
    industry : Industry
        Whose scenarios are named.
    asked : Mapping of str to ScenarioParams, optional
        Scenarios whose volumes are drawn, and of which kind; all that were reported if left out.
    pack, as_of : optional
        Law and day that say from which volume a procedure is due; urgency is not told without.
    audience : {"internal", "expert", "public"}
        Others than internal ones see neither names nor the call-back list.
    returned : Mapping of str to str, optional
        Links to marked copies by workbook as `tables.workbooks` names it, relative to the page.
    provenance : Provenance, optional
    report : str, optional
        Link to the study's report.
    lang : {"zh", "en"}

    Returns
    -------
    str
        HTML; same inputs give the same bytes.
    """
    names = names_for(tables, audience, lang)
    sections = survey_sections(
        tables, industry, asked=asked, pack=pack, as_of=as_of, names=names, lang=lang
    )
    context: dict[str, Any] = {
        "lang": lang,
        "t": {key: text.say(lang) for key, text in {**labels.PAGE, **survey_labels.PAGE}.items()},
        "palette": palette,
        "title": title,
        "about": _about(industry, as_of, lang),
        "synthetic": tables.is_synthetic,
        "figures": _figures(tables, lang),
        "lines": response_lines(tables, lang),
        "callbacks": _callbacks(tables, names, returned or {}, lang),
        "copies": _copies(names, returned or {}),
        "hidden": names.hidden,
        "sections": sections,
        "provenance": provenance.id if provenance else "",
        "report": report,
        **survey_parts(tables, industry, names=names, lang=lang),
    }
    return _rendered(context)


def _about(industry: Industry, as_of: date | None, lang: Lang) -> list[tuple[str, str]]:
    told = [(Text("行业", "industry").say(lang), industry.name.say(lang))]
    if as_of:
        told.append((Text("基准日", "as of").say(lang), numbers.day(as_of, lang)))
    return told


def _figures(tables: SurveyTables, lang: Lang) -> list[tuple[str, str, str]]:
    """Numbers at the top: figure, words, section that it opens."""
    answers = tables.workbooks.filter("is_answer")
    status, level = answers["status"], tables.problems["level"]
    unused = status.is_in(["duplicate", "superseded"])
    counts = (
        (int((status == "accepted").sum()), Text("份问卷采用", "workbooks used"), "workbooks"),
        (int((status == "rejected").sum()), Text("份退回", "sent back"), "callbacks"),
        (int(unused.sum()), Text("份重复或已被替代", "doubled or replaced"), "workbooks"),
        (tables.flows.height, Text("条出境流", "flows"), "demand"),
        (tables.items.height, Text("个数据项", "data items"), "wishes"),
        (int((level == "must").sum()), Text("处必须改", "to be mended"), "problems"),
        (int((level == "check").sum()), Text("处请核对", "to be checked"), "problems"),
    )
    return [(numbers.count(count), words.say(lang), anchor) for count, words, anchor in counts]


def _callbacks(
    tables: SurveyTables, names: Names, returned: Mapping[str, str], lang: Lang
) -> list[CallbackLine]:
    if names.hidden:
        return []
    return [
        CallbackLine(
            each.name,
            tuple(names.sentence(reason) for reason in each.reasons),
            names.file(each.file) if each.file else "",
            quote(returned.get(each.file or "", "")),
        )
        for each in callbacks(tables, lang)
    ]


def _copies(names: Names, returned: Mapping[str, str]) -> list[tuple[str, str]]:
    if names.hidden:
        return []
    return [(names.file(file), quote(href)) for file, href in sorted(returned.items())]


def _rendered(context: dict[str, Any]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template("survey_page.html.j2").render(
        **context,
        css=Markup(asset("page.css") + asset("figure.css")),
        fonts=Markup(PAGE_FONTS),
        policy=POLICY,
        font_face="FONT",
    )
    return page.replace('url("FONT")', f'url("{inline_font(page)}")', 1)
