"""Sections of the survey page, each with its figures and tables, in reading order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from listlab.law.pack import Industry, Pack
from listlab.model.language import Lang
from listlab.model.params import ScenarioParams
from listlab.model.tables import SurveyTables
from listlab.report import survey_labels
from listlab.report.audience import Names
from listlab.report.beside_tables import archive_table, correction_table, private_figure
from listlab.report.completeness_figures import completeness_figures
from listlab.report.demand_figures import demand_figures, procedure_lines
from listlab.report.figure import Figure, Figures
from listlab.report.recipient_figures import recipient_figures
from listlab.report.response_figures import response_figures, strata_table
from listlab.report.table import Table
from listlab.report.volume_figures import volumes_figures
from listlab.report.wish_figures import wish_figures


@dataclass(frozen=True)
class Section:
    """A part of the page: its anchor, its title, figures, and tables beneath them."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()


def survey_sections(
    tables: SurveyTables,
    industry: Industry,
    *,
    asked: Mapping[str, ScenarioParams] | None,
    pack: Pack | None,
    as_of: date | None,
    names: Names,
    lang: Lang,
) -> tuple[Section, ...]:
    """Figures from response to personal data; what a study does not have is left out."""
    scenarios = {scenario.code: scenario.name for scenario in industry.scenarios}
    lines = procedure_lines(pack, as_of) if pack is not None and as_of is not None else None
    every = asked or {code: ScenarioParams() for code in scenarios}
    figures = {
        "response": response_figures(tables, lang, names=names),
        "completeness": completeness_figures(tables, lang, names=names),
        "demand": demand_figures(tables, scenarios, lang, lines=lines, names=names),
        "volumes": volumes_figures(tables, every, scenarios, lang, names=names),
        "recipients": recipient_figures(tables, lang, names=names),
        "wishes": wish_figures(tables, lang, names=names),
        "beside": Figures(()),
        "private": Figures((private_figure(tables, lang, names=names),)),
    }
    beneath = {
        "response": () if tables.frame.is_empty() else (strata_table(tables, lang),),
        "beside": (
            correction_table(tables, lang, names=names),
            archive_table(tables, scenarios, lang, names=names),
        ),
    }
    return tuple(
        Section(key, survey_labels.PAGE[key].say(lang), found.figures, beneath.get(key, ()))
        for key, found in figures.items()
    )
