"""Steps rest on all that they use: what is read is what is hashed, what is pooled is in the key."""

import shutil

import pytest

from listlab.run import steps
from listlab.run.params import open_params
from listlab.survey.read import find_files


@pytest.fixture
def study(project):
    return open_params(project / "params" / "small.yml")


def test_hidden_files_are_neither_read_nor_hashed(study):
    """A workbook in a hidden folder, a lock file and clutter are no answers."""
    inputs = study.survey_files()
    first = inputs[0]
    for name in (".trash/copy.xlsx", ".hidden.xlsx", "~$open.xlsx", "Thumbs.db"):
        path = study.surveys / name
        path.parent.mkdir(exist_ok=True)
        shutil.copy2(first, path)

    assert inputs == study.survey_files()
    assert [study.label(path) for path in inputs] == sorted(
        path for path in steps.survey(study).workbooks["file"]
    )


def test_what_is_hashed_is_read(study):
    """The survey's reader leaves out none of the files that the study names."""
    assert sorted(study.survey_files()) == sorted(find_files(study.survey_files()))


def test_growth_rests_on_the_other_scenarios_too(write_params):
    """Growth is pooled over all scenarios and kinds, so a change in one concerns the others."""
    one, other, alone = (
        open_params(write_params(scenarios=f"{{clinical_trial: {{need: 0.9}}{more}}}"))
        for more in (", supply_quality: {kind: personal}", ", supply_quality: {}", "")
    )
    paths = {steps.scenario.path(study, "clinical_trial") for study in (one, other, alone)}

    assert 3 == len(paths)


def test_an_expert_s_results_are_not_an_internal_reader_s(study, write_params):
    """Provenance of a result names its inputs, so readers of two kinds share no kept result."""
    expert = open_params(write_params(audience="expert"))

    assert steps.scenario.path(study, "clinical_trial") != steps.scenario.path(
        expert, "clinical_trial"
    )


def test_an_expert_s_provenance_numbers_the_workbooks(study, write_params):
    """Hashes stay, one a workbook; names of files, which are names of enterprises, do not."""
    expert = open_params(write_params(audience="expert"))
    shown, whole = (steps.provenance(each).inputs for each in (expert, study))

    assert list(whole.values()) == list(shown.values())
    assert f"{study.params.surveys}/001" == next(iter(shown))
    assert [] == [name for name in shown if name.endswith(".xlsx")]
