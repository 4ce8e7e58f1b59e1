"""Steps rest on all that they use: what is read is what is hashed, what is pooled is in the key."""

import shutil

import pytest

from listlab.errors import StudyError
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


@pytest.fixture
def beside(project):
    """Frame, corrections and archive of the small study."""
    folder = project / "data" / "small"
    (folder / "archive").mkdir(parents=True)
    code = steps.survey(open_params(project / "params" / "small.yml")).enterprises[0]
    row = code.select("enterprise_id", "name").row(0)
    frame = f"统一社会信用代码,企业名称\n{row[0]},{row[1]}\n,样例无声有限公司\n"
    (folder / "frame.csv").write_text(frame, encoding="utf-8")
    (folder / "corrections.csv").write_text("id,field,old,new,reason,by,when\n", encoding="utf-8")
    (folder / "archive" / "案例.csv").write_text("案件编号,类别,标准场景\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["frame.csv", "corrections.csv", "archive/案例.csv"])
def test_results_rest_on_what_stands_beside_the_workbooks(beside, write_params, name):
    """A changed frame, correction or case makes survey, scenario and report anew."""
    places = {key: f"data/small/{key}.csv" for key in ("frame", "corrections")}
    study = open_params(write_params(archive="data/small/archive", **places))
    before = steps.survey.path(study), steps.scenario.path(study, "clinical_trial")
    path = beside / name
    path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    after = steps.survey.path(study), steps.scenario.path(study, "clinical_trial")

    assert name.rsplit("/", 1)[-1] in "".join(steps.inputs(study, study.survey_inputs()))
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_a_frame_gives_the_survey_its_weights(beside, write_params):
    """One of two enterprises answered, another is not listed."""
    tables = steps.survey(open_params(write_params(frame="data/small/frame.csv")))

    assert {1.0, 2.0} == set(tables.enterprises["weight"])
    assert (2, 1) == tables.response.filter(by="all").select("frame", "answered").row(0)


def test_all_missing_inputs_are_named_at_once(write_params):
    """Not one a run."""
    keys = ("frame", "corrections", "archive")
    study = open_params(write_params(**{key: f"data/{key}" for key in keys}))
    with pytest.raises(StudyError) as caught:
        steps.whole(study)

    assert all(f"参数 {key}" in caught.value.say("zh") for key in keys)


def test_files_of_the_archive_are_numbered_for_experts(beside, write_params):
    """They may carry names of enterprises, as workbooks do."""
    lines = {"archive": "data/small/archive", "frame": "data/small/frame.csv"}
    study = open_params(write_params(audience="expert", **lines))
    shown = steps.provenance(study).inputs

    assert {"data/small/archive/001", "frame"} <= set(shown)
    assert [] == [name for name in shown if "案例" in name]
