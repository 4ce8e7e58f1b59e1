"""The survey in short, as the report shows it and the survey page begins with."""

from typing import Any

from listlab.law.pack import Industry
from listlab.model.language import Lang
from listlab.model.tables import SurveyTables
from listlab.report.audience import Names
from listlab.report.demand_figures import demand_figure
from listlab.report.recipient_figures import countries_figure
from listlab.report.response_figures import response_figure, response_lines
from listlab.report.survey_tables import (
    foreign_table,
    problem_table,
    replaced_table,
    scenario_count_table,
    workbook_table,
)


def survey_parts(
    tables: SurveyTables, industry: Industry, *, names: Names, lang: Lang
) -> dict[str, Any]:
    """Response, tables and figures of the survey section; the survey page has the rest."""
    scenarios = {scenario.code: scenario.name for scenario in industry.scenarios}
    figures = (
        response_figure(tables, "region", lang, names=names),
        demand_figure(tables, scenarios, lang, names=names),
        countries_figure(tables, lang, names=names),
    )
    return {
        "survey": {
            "lines": response_lines(tables, lang),
            "figures": figures,
            "workbooks": workbook_table(tables, lang),
            "scenarios": scenario_count_table(tables, scenarios, lang),
            "replaced": replaced_table(tables, lang, names=names),
            "problems": problem_table(tables, lang, names=names, level="must"),
            "checks": problem_table(tables, lang, names=names, level="check"),
            "notes": problem_table(tables, lang, names=names, level="note"),
            "foreign": foreign_table(tables, lang, names=names),
        }
    }
