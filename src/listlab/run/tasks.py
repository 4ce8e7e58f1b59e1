"""What the workers of a run do, one call each; the process that asks stays light."""

from pathlib import Path

from listlab.run import questions, steps
from listlab.run.outcome import Failure, SurveyRead
from listlab.run.outputs import write_report, write_returned
from listlab.study import Places, Study


def read_survey(study: Study, *, refresh: bool) -> SurveyRead:
    """Workbooks by status and scenarios that nobody reported, once the survey is read."""
    from listlab.survey.intake import workbook_counts

    if refresh:
        steps.survey.refresh(study)
    return SurveyRead(workbook_counts(steps.survey(study)), steps.unreported(study))


def analyse(study: Study, code: str, *, refresh: bool) -> None:
    """Analyse one scenario, and set it beside its public table where the params name one."""
    if refresh:
        steps.scenario.refresh(study, code)
    steps.scenario(study, code)
    if code in study.params.evidence:
        if refresh:
            steps.evidence.refresh(study, code)
        steps.evidence(study, code)


def ask(study: Study, name: str, code: str | None, *, refresh: bool) -> None:
    """Answer one question of a scenario, or of all together where no scenario is named."""
    if code is None:
        overall = questions.OVERALL[name]
        _ = overall.refresh(study) if refresh else overall(study)
    else:
        of_scenario = questions.OF_SCENARIO[name]
        _ = of_scenario.refresh(study, code) if refresh else of_scenario(study, code)


def identify(study: Study, *, refresh: bool) -> None:
    """Find which items may be important or sensitive."""
    if refresh:
        steps.identify.refresh(study)
    steps.identify(study)


def draft(study: Study, *, refresh: bool) -> None:
    """Draft the list."""
    if refresh:
        steps.draft.refresh(study)
    steps.draft(study)


def execute(study: Study, source: Path, target: Path) -> Failure | None:
    """What stopped a notebook, None when it ran to its end."""
    from listlab.run.execute import execute_notebook

    return execute_notebook(source, target, study)


def report(study: Study, places: Places) -> None:
    """Write tables, list and pages."""
    write_report(study, places)


def returned(study: Study, places: Places) -> None:
    """Write the marked copies of the workbooks."""
    write_returned(study, places)
