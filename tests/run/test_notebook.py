"""Opening a study from a notebook: names, types and nested keys are checked, injected ones too."""

import ast
from pathlib import Path

import nbformat
import pytest

from listlab.errors import PackError, ParamsError, StudyError
from listlab.run.notebook import injected_names, open_study

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "01_needs_survey.ipynb"
CELLS = [c.source for c in nbformat.read(NOTEBOOK, as_version=4).cells if c.cell_type == "code"]


def namespace(*injected: str):
    """What `globals()` is in a notebook whose cells have run up to the second one."""
    cells = ["", CELLS[0], *(f"# Parameters\n{text}" for text in injected), CELLS[1]]
    values = {"In": cells}
    for cell in cells[1:-1]:
        for statement in ast.parse(cell).body:
            target = (
                statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
            )
            values[target.id] = ast.literal_eval(statement.value)
    return values


def problems_of(*injected):
    with pytest.raises(ParamsError) as caught:
        open_study(namespace(*injected), start=ROOT)
    return [(problem.cell, problem.code) for problem in caught.value.problems]


def test_the_defaults_open_the_sample():
    """Without papermill the notebook's own values are the sample study."""
    assert "pharma-2026" == open_study(namespace(), start=ROOT).id


def test_the_project_is_found_from_below():
    """JupyterLab and nbval run in notebooks/, papermill anywhere in the project."""
    assert ROOT == open_study(namespace(), start=ROOT / "notebooks").root


def test_outside_a_project_a_sentence_says_so(tmp_path):
    """No project above the working directory is the user's to mend."""
    with pytest.raises(StudyError, match="params/"):
        open_study(namespace(), start=tmp_path)


def test_an_injected_value_counts():
    """What papermill injects wins over the default."""
    assert 5 == open_study(namespace("seed = 5"), start=ROOT).params.seed


def test_an_injected_name_without_a_default_is_refused():
    """Papermill only warns of a misspelt parameter; opening the study stops there."""
    assert [("sead", "params.unknown")] == problems_of("sead = 5")


def test_an_injected_type_is_checked():
    """A value of another type than the param's is refused."""
    assert [("seed", "params.value")] == problems_of('seed = "5"')


def test_injected_nested_keys_are_checked():
    """A misspelt key inside a scenario is found."""
    assert [("scenarios.clinical_trial.nead", "params.unknown")] == problems_of(
        'scenarios = {"clinical_trial": {"nead": 0.9}}'
    )


def test_an_unknown_pack_is_refused():
    """A pack that does not exist stops the second cell, before anything is computed."""
    with pytest.raises(PackError, match="atlantis"):
        open_study(namespace('pack = "atlantis"'), start=ROOT)


def test_a_scenario_the_industry_lacks_is_refused():
    """Scenario codes are those of the pack's industry."""
    assert [("scenarios.space_travel", "params.unknown")] == problems_of(
        'scenarios = {"space_travel": {}}\nevidence = {}'
    )


def test_a_misspelt_name_in_the_parameters_cell_is_found():
    """Somebody who edits the first cell in JupyterLab is told of a wrong name."""
    edited = CELLS[0].replace("seed: int", "sead: int")

    assert "sead" in injected_names(["", edited])


def test_only_the_parameters_in_force_count():
    """A cell that was corrected and run again is judged as it is now."""
    wrong = CELLS[0].replace("seed: int", "sead: int")

    assert "sead" not in injected_names(["", wrong, CELLS[1], CELLS[0], CELLS[1]])


def test_scratch_cells_are_no_parameters():
    """Names that somebody tries out in between are none of our business."""
    assert injected_names(["", CELLS[0]]) == injected_names(["", CELLS[0], "x = 3", "import os"])


def test_a_refusal_is_in_the_study_s_language():
    """With lang "en" the opening cell refuses in English."""
    with pytest.raises(ParamsError) as caught:
        open_study(namespace('lang = "en"', 'lang = "en"\nseed = -1'), start=ROOT)

    assert "expected a whole number" in str(caught.value)
    assert "expected a whole number" in caught.value._render_traceback_()[-1]


def test_what_an_audience_does_not_get_is_said(capsys):
    """The opening cell says so too, for those who never call `listlab run`."""
    open_study(namespace('audience = "expert"'), start=ROOT)

    assert "tables/" in capsys.readouterr().err
