"""The report page: one offline HTML from survey to draft list."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import jinja2
from markupsafe import Markup

from listlab.analyse.evidence import EvidenceResult
from listlab.analyse.explained import Explained
from listlab.analyse.result import ScenarioResult
from listlab.chart import palette
from listlab.identify.result import Findings
from listlab.law.limits import Limits, limits
from listlab.law.pack import Pack
from listlab.model.language import Lang
from listlab.model.negative_list import NegativeList
from listlab.model.params import Params
from listlab.model.provenance import Provenance
from listlab.model.tables import SurveyTables
from listlab.report import labels
from listlab.report.audience import names_for
from listlab.report.font import PAGE_FONTS, inline_font
from listlab.report.load import asset
from listlab.report.page_parts import (
    appendix,
    head,
    important_parts,
    law_parts,
    list_parts,
    survey_parts,
)
from listlab.report.procedure import PROCEDURES, routes
from listlab.report.question import question
from listlab.report.render import chart_spec, draw, page_spec, vega_bundle
from listlab.report.scenario_section import ScenarioSection, scenario_section

_TOGETHER = "together"  # what is asked of all scenarios at once


def build_page(
    *,
    params: Params,
    tables: SurveyTables,
    results: Sequence[ScenarioResult],
    evidence: Sequence[EvidenceResult],
    questions: Mapping[str, Mapping[str, Explained]],
    overall: Mapping[str, Explained],
    negative_list: NegativeList,
    pack: Pack,
    notebooks: Sequence[tuple[str, str]],
    documents: Sequence[tuple[str, str]],
    provenance: Provenance,
    survey_page: str = "",
    findings: Findings | None = None,
    lang: Lang = "zh",
) -> str:
    """Report of a study as one HTML text that needs nothing else and asks no network.

    Parameters
    ----------
    results, evidence
        In the order of the params; evidence beside the scenario that it names.
    questions : Mapping
        What was asked of each scenario beyond one threshold: by its code, then by question.
    overall : Mapping
        What was asked of all scenarios together, by question.
    notebooks, documents
        Titles and links, relative to the page.
    survey_page : str, optional
        Link to the survey page, none where there is none.
    findings : Findings, optional
        What step 2 found; without it the page has no section on important data.
    lang : "zh" or "en"

    Notes
    -----
    Fonts, charts and data are inside. Scripts are admitted by their hash alone, and charts use
    vega's expression interpreter, so the page keeps a policy without `unsafe-eval`. Same inputs
    give the same bytes.
    """
    names = names_for(tables, params.audience, lang)
    law = _limits(results, params, pack)
    beside = {found.scenario: found for found in evidence}
    sections = [
        scenario_section(
            result,
            beside.get(result.scenario),
            negative_list,
            questions=questions.get(result.scenario, {}),
            names=names,
            lang=lang,
        )
        for result in results
    ]
    together = [question(r, key=key, lang=lang, names=names) for key, r in overall.items()]
    specs, plots = _charts(
        {section.code: section.charts for section in sections}
        | {_TOGETHER: {each.key: each.chart for each in together if each.chart is not None}}
    )
    context: dict[str, Any] = {
        "lang": lang,
        "t": {key: text.say(lang) for key, text in labels.PAGE.items()},
        "survey_page": survey_page,
        "palette": palette,
        "sections": sections,
        "together": together,
        "overall": _TOGETHER,
        "plots": plots,
        **head(params, tables, results, law, negative_list=negative_list, pack=pack, lang=lang),
        **survey_parts(tables, pack.industry(params.industry), names=names, lang=lang),
        **important_parts(findings, tables, names=names, lang=lang),
        **list_parts(negative_list, names=names, lang=lang),
        **law_parts(pack, law, negative_list, on=params.as_of, lang=lang),
        **appendix(params, results, provenance, names=names, lang=lang),
        "notebooks": notebooks,
        "documents": documents,
    }
    return _rendered(context, _data(sections, specs, lang))


def _limits(results: Sequence[ScenarioResult], params: Params, pack: Pack) -> dict[str, Limits]:
    industry = pack.industry(params.industry)
    return {
        result.scenario: limits(
            pack,
            result.kind,
            result.tier,
            scenario=industry.scenario(result.scenario),
            on=params.as_of,
        )
        for result in results
    }


def _charts(
    charts: Mapping[str, Mapping[str, alt.TopLevelMixin]],
) -> tuple[dict[str, Any], dict[str, dict[str, dict[str, Any]]]]:
    specs: dict[str, Any] = {}
    plots: dict[str, dict[str, dict[str, Any]]] = {}
    for code, named in charts.items():
        plots[code] = {}
        for name, chart in named.items():
            key = f"{code}-{name}"
            spec = chart_spec(chart)
            specs[key] = page_spec(spec, font=PAGE_FONTS)
            plots[code][name] = {
                "key": key,
                "alt": spec["description"],
                "svg": Markup(draw(spec, font=PAGE_FONTS, name=key)),
            }
    return specs, plots


def _data(sections: Sequence[ScenarioSection], specs: dict[str, Any], lang: Lang) -> str:
    data = {
        "lang": lang,
        "words": {key: text.say(lang) for key, text in labels.SCRIPT.items()},
        "routes": {
            tier: {key: text.say(lang) for key, text in routes(tier).items()} for tier in PROCEDURES
        },
        "scenarios": {section.code: section.slider.grid for section in sections},
        "charts": specs,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _rendered(context: dict[str, Any], data: str) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    scripts = (vega_bundle(), asset("page.js"))
    policy = (
        "default-src 'none'; "
        f"script-src {' '.join(map(_source, scripts))}; "
        "style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    template = environment.get_template("page.html.j2")
    page = template.render(
        **context,
        css=Markup(asset("page.css") + asset("figure.css")),
        fonts=Markup(PAGE_FONTS),
        data=Markup(data),
        scripts=[Markup(script) for script in scripts],
        policy=policy,
        font_face="FONT",
    )
    shown = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    return page.replace('url("FONT")', f'url("{inline_font(shown)}")', 1)


def _source(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
