"""What notebooks call to show results: one view for every scenario, notes, provenance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from IPython.display import Markdown, display

from listlab.model.language import Lang, Text
from listlab.model.params import Kind
from listlab.model.punctuation import headed
from listlab.model.quantity import persons
from listlab.report.audience import Names, names_for
from listlab.report.demand_figures import procedure_lines as law_lines
from listlab.report.procedure import PROCEDURES
from listlab.report.table import Column, Table
from listlab.run import steps
from listlab.run.outcome import nobody_reported
from listlab.study import Study

if TYPE_CHECKING:
    from listlab.analyse.explained import Explained
    from listlab.analyse.result import ScenarioResult
    from listlab.model.negative_list import NegativeList


class OfScenario(Protocol):
    """A result that says which scenario it belongs to."""

    @property
    def scenario(self) -> str:
        """Code of the scenario."""


def show_each(
    results: Sequence[OfScenario],
    view: Callable[..., Any],
    study: Study,
    **options: Any,
) -> None:
    """Display a table or chart of every result under the name of its scenario.

    Parameters
    ----------
    results : sequence
        Results of scenarios, or of the public tables beside them.
    view : callable
        Takes a result and `lang`, returns a table or a chart.
    study : Study
        Whose names of scenarios and language are used.
    **options
        Go to `view` as they are.
    """
    import altair as alt

    from listlab.report.render import show

    names = scenario_names(study)
    for result in results:
        display(Markdown(f"#### {names[result.scenario].say(study.params.lang)}"))
        shown = view(result, lang=study.params.lang, **options)
        display(show(shown) if isinstance(shown, alt.TopLevelMixin) else shown)


def show_questions(answers: Mapping[str, Explained], study: Study) -> None:
    """Display what a question found for every scenario: its words, its chart, its rows."""
    import altair as alt

    from listlab.report.question import question
    from listlab.report.render import show

    titles, lang, names = scenario_names(study), study.params.lang, reader_names(study)
    for code, found in answers.items():
        shown = question(found, key=code, lang=lang, names=names)
        title = titles[code].say(lang) if code in titles else shown.title
        display(Markdown("\n".join([f"#### {title}", "", *(f"- {line}" for line in shown.lines)])))
        if isinstance(shown.chart, alt.TopLevelMixin):
            display(show(shown.chart))
        display(shown.table)


def verdict(result: ScenarioResult, lang: Lang = "zh") -> Markdown:
    """Recommendation of a scenario with its reasons, and why the other candidates are not it."""
    advice = result.recommendation
    lines = [f"**{advice.headline.say(lang)}**", ""]
    lines += [f"- {reason.say(lang)}" for reason in advice.reasons]
    lines += [
        f"- {headed(persons(rejected.threshold).say(lang), rejected.reason.say(lang), lang)}"
        for rejected in advice.rejected
    ]
    lines += [f"- {PROCEDURES[result.tier].only.say(lang)}"]
    lines += [f"- ⚠ {warning.say(lang)}" for warning in result.warnings]
    return Markdown("\n".join(lines))


def scenario_names(study: Study) -> Mapping[str, Text]:
    """Names of the industry's standard scenarios by code."""
    _, industry = steps.law(study)
    return {scenario.code: scenario.name for scenario in industry.scenarios}


def procedure_lines(study: Study) -> Mapping[Kind, int]:
    """Volume from which a standard contract or certification is due on the study's day."""
    pack, _ = steps.law(study)
    return law_lines(pack, study.params.as_of)


def reader_names(study: Study) -> Names:
    """How enterprises are called for the study's audience."""
    return names_for(steps.survey(study), study.params.audience, study.params.lang)


def missing_scenarios(study: Study) -> Markdown:
    """What is known of the scenarios that the params ask for and nobody reported."""
    lang = study.params.lang
    notes = [nobody_reported(*each).say(lang) for each in steps.unreported(study).items()]
    every = Text("所列场景均有企业填报。", "Every scenario asked for was reported.")
    return Markdown("\n".join(f"- {note}" for note in notes) or every.say(lang))


def list_notes(negative_list: NegativeList, lang: Lang = "zh") -> Markdown:
    """What a reader of the draft has to know, a line each."""
    return Markdown("\n".join(f"- {note.say(lang)}" for note in negative_list.notes))


def provenance_table(study: Study) -> Table:
    """Inputs, law, seed and version behind the study's results."""
    made, lang = steps.provenance(study), study.params.lang
    rows = (
        (Text("来源编号", "provenance"), made.id),
        (Text("输入文件", "input files"), str(len(made.inputs))),
        (Text("规则包", "pack"), f"{made.pack} {made.pack_version}"),
        (Text("数据截至", "as of"), study.params.as_of.isoformat()),
        (Text("随机种子", "seed"), str(made.seed)),
        (Text("listlab 版本", "listlab version"), made.listlab_version),
    )
    caption = Text("结果来源", "Where these results come from").say(lang)
    columns = (
        Column(Text("项目", "item").say(lang)),
        Column(Text("取值", "value").say(lang)),
    )
    cells = tuple((name.say(lang), value) for name, value in rows)
    return Table(caption, columns, cells, lang=lang)
