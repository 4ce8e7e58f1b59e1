"""Params files: every key, type and nested key is checked, all problems at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listlab.errors import ParamsError
from listlab.model.params import ScenarioParams
from listlab.run.params import (
    KEYS,
    RESERVED,
    check_values,
    find_study,
    load_params,
    open_params,
    plain_values,
)
from listlab.run.workflow import run_studies

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "params" / "pharma-2026.yml"
VALUES = plain_values(load_params(SAMPLE, root=ROOT))


def problems_of(values):
    with pytest.raises(ParamsError) as caught:
        check_values(values)
    return [(problem.cell, problem.code) for problem in caught.value.problems]


def test_the_sample_reads_back_as_it_was():
    """Plain values of checked params give the same params again."""
    params = load_params(SAMPLE, root=ROOT)

    assert params == check_values(plain_values(params))


def test_every_key_is_written_back():
    """Papermill gets every param, so that no default of the sample slips into another study."""
    assert list(KEYS) == list(VALUES)


def test_defaults_are_the_field_s():
    """A scenario without wishes asks for 95 % and two points, sensitive, assessment."""
    params = check_values({**VALUES, "scenarios": {"clinical_trial": {}}, "evidence": {}})

    assert {"clinical_trial": ScenarioParams()} == dict(params.scenarios)


@pytest.mark.parametrize(
    ("change", "key", "code"),
    [
        ({"titel": "x"}, "titel", "params.unknown"),
        (
            {"scenarios": {"clinical_trial": {"nedd": 0.9}}},
            "scenarios.clinical_trial.nedd",
            "params.unknown",
        ),
        (
            {"scenarios": {"clinical_trial": {"need": "0.9"}}},
            "scenarios.clinical_trial.need",
            "params.value",
        ),
        (
            {"scenarios": {"clinical_trial": {"need": 0}}},
            "scenarios.clinical_trial.need",
            "params.value",
        ),
        (
            {"scenarios": {"clinical_trial": {"need": True}}},
            "scenarios.clinical_trial.need",
            "params.value",
        ),
        (
            {"scenarios": {"clinical_trial": {"delta": 1}}},
            "scenarios.clinical_trial.delta",
            "params.value",
        ),
        (
            {"scenarios": {"clinical_trial": {"kind": "both"}}},
            "scenarios.clinical_trial.kind",
            "params.value",
        ),
        (
            {"scenarios": {"clinical_trial": {"needs": {"contract": 2}}}},
            "scenarios.clinical_trial.needs.contract",
            "params.value",
        ),
        (
            {"scenarios": {"clinical_trial": {"needs": {"filing": 0.9}}}},
            "scenarios.clinical_trial.needs.filing",
            "params.unknown",
        ),
        ({"scenarios": {"clinical_trial": 3}}, "scenarios.clinical_trial", "params.value"),
        ({"scenarios": {}}, "scenarios", "params.value"),
        (
            {"assumptions": {"growht_sd": {"value": 1, "source": "x"}}},
            "assumptions.growht_sd",
            "params.unknown",
        ),
        (
            {"assumptions": {"beta": {"value": 2, "source": "x"}}},
            "assumptions.beta.value",
            "params.value",
        ),
        ({"assumptions": {"beta": {"value": 1}}}, "assumptions.beta.source", "params.missing"),
        ({"assumptions": {"beta": 1}}, "assumptions.beta", "params.value"),
        (
            {"evidence": {"supply": {"file": "a.csv", "share": 1}}},
            "evidence.supply",
            "params.unknown",
        ),
        (
            {"evidence": {"clinical_trial": {"file": "/a.csv", "share": 1}}},
            "evidence.clinical_trial.file",
            "params.value",
        ),
        ({"surveys": "../elsewhere"}, "surveys", "params.value"),
        ({"study": "a/b"}, "study", "params.value"),
        ({"study": "CON"}, "study", "params.value"),
        ({"study": "lpt1.x"}, "study", "params.value"),
        ({"as_of": "2026-02-30"}, "as_of", "params.value"),
        ({"as_of": "20260331"}, "as_of", "params.value"),
        ({"as_of": "2026-W14-2"}, "as_of", "params.value"),
        ({"assumptions": False}, "assumptions", "params.value"),
        ({"assumptions": 0}, "assumptions", "params.value"),
        ({"evidence": []}, "evidence", "params.value"),
        ({"evidence": ""}, "evidence", "params.value"),
        ({"thresholds": [3, 3]}, "thresholds", "params.value"),
        ({"thresholds": None}, "thresholds", "params.value"),
        ({"bootstrap": 10.5}, "bootstrap", "params.value"),
        ({"seed": -1}, "seed", "params.value"),
        ({"audience": "public"}, "audience", "params.audience"),
        ({"lang": "fr"}, "lang", "params.value"),
    ],
)
def test_a_wrong_value_is_named(change, key, code):
    """One wrong value gives one problem, which names its key."""
    values = {**VALUES, "evidence": {}, **change}

    assert [(key, code)] == problems_of(values)


@pytest.mark.parametrize("key", RESERVED)
def test_keys_of_later_functions_are_null_or_refused(key):
    """What no function uses yet may be null; a value is refused, never ignored."""
    assert check_values({**VALUES, key: None}) == check_values(VALUES)
    assert [(key, "params.reserved")] == problems_of({**VALUES, key: "x"})


def test_all_problems_come_at_once():
    """Missing, unknown and wrong values are found in one go."""
    values = {"study": "x", "nonsense": 1, "scenarios": {"a": {"need": 7}}, "seed": "a"}
    found = problems_of(values)

    assert ("nonsense", "params.unknown") in found
    assert ("pack", "params.missing") in found
    assert ("scenarios.a.need", "params.value") in found
    assert ("seed", "params.value") in found


def test_a_misspelt_key_gets_the_right_one():
    """The message offers the key that was probably meant."""
    with pytest.raises(ParamsError) as caught:
        check_values({**VALUES, "thresholdz": "auto"})

    assert "thresholds" in caught.value.say("en").split("Did you mean")[1][:20]


@given(st.sampled_from(KEYS), st.one_of(st.none(), st.booleans(), st.floats(), st.binary()))
def test_no_value_of_a_wrong_type_passes_or_crashes(key, value):
    """Whatever stands where a param should, the answer is a sentence, not a traceback."""
    values = {**VALUES, key: value}
    empty = {"evidence", "assumptions", "archive", "frame", "corrections", "confirmations"}
    may_be_empty = key in empty and value is None

    if may_be_empty:
        assert check_values(values).study == VALUES["study"]
    else:
        assert any(str(cell).split(".")[0] in {key, "evidence"} for cell, _ in problems_of(values))


def write(folder, text):
    (folder / "params").mkdir(exist_ok=True)
    path = folder / "params" / "x.yml"
    path.write_text(text, encoding="utf-8")
    return path


def read_problems(folder, text):
    with pytest.raises(ParamsError) as caught:
        open_params(write(folder, text))
    return caught.value.problems


def test_problems_name_file_and_line(tmp_path):
    """A problem of a file says which file and which line."""
    lines = SAMPLE.read_text("utf-8").splitlines()
    place = next(place for place, line in enumerate(lines, 1) if line.startswith("seed:"))
    lines[place - 1] = "seed: many"
    problem = read_problems(tmp_path, "\n".join(lines))[0]

    assert "params/x.yml" == problem.file
    assert f"（第 {place} 行）" in problem.message.zh


@pytest.mark.parametrize(
    ("text", "key"),
    [("title: yes", "title"), ("seed: 010", "seed"), ("title: 12:30", "title")],
)
def test_values_that_yaml_versions_read_differently_are_refused(tmp_path, text, key):
    """Papermill reads YAML 1.1: what 1.2 reads otherwise has to be quoted."""
    lines = SAMPLE.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{key}:")]
    problems = read_problems(tmp_path, "\n".join([*kept, text]))

    assert (key, "params.yaml") in [(p.cell, p.code) for p in problems]


def test_a_date_has_to_be_quoted(tmp_path):
    """An unquoted date is a date in one YAML and a text in another."""
    text = SAMPLE.read_text("utf-8").replace('"2026-03-31"', "2026-03-31")

    assert [("as_of", "params.value")] == [(p.cell, p.code) for p in read_problems(tmp_path, text)]


@pytest.mark.parametrize("text", ["a: [1", "study: a\nstudy: b\n", "- 1\n- 2\n", ""])
def test_what_is_no_mapping_is_refused(tmp_path, text):
    """Broken YAML, a key given twice, a list and an empty file get a sentence."""
    assert ["params.malformed"] == [p.code for p in read_problems(tmp_path, text)]


def test_a_missing_file_is_named(tmp_path):
    """A params file that is not there is named as it was given."""
    with pytest.raises(ParamsError, match=r"nowhere\.yml"):
        open_params(tmp_path / "nowhere.yml")


def test_a_study_is_found_by_its_id(project, monkeypatch):
    """STUDY may be the id that a params file of the project gives."""
    monkeypatch.chdir(project / "notebooks")

    assert project / "params" / "small.yml" == find_study("small").params_file


def test_an_unknown_study_lists_what_there_is(project, monkeypatch):
    """An id that no params file has gets the names of the files."""
    monkeypatch.chdir(project)

    with pytest.raises(ParamsError, match=r"params/small\.yml"):
        find_study("none-such")


BAD_VALUES = ["as_of: 2026-02-30", "seed: !!int many", "title: !!timestamp soon"]


@pytest.mark.parametrize("line", BAD_VALUES)
def test_a_value_that_yaml_can_not_make_is_named(tmp_path, line):
    """An impossible date, unquoted, is a problem of its line, in both versions of YAML."""
    kept = [
        each
        for each in SAMPLE.read_text("utf-8").splitlines()
        if not each.startswith(line.split(":")[0])
    ]
    problem = read_problems(tmp_path, "\n".join([line, *kept]))[0]

    assert ("params.malformed", "params/x.yml") == (problem.code, problem.file)
    assert "第 1 行" in problem.message.zh


def test_a_file_that_may_not_be_read_is_named(project, monkeypatch):
    """A file without permission is a problem of its own, not the end of the call."""

    def refuse(path, *args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ParamsError) as caught:
        open_params(project / "params" / "small.yml")

    assert ["params.unreadable"] == [problem.code for problem in caught.value.problems]
    assert ["params/small.yml"] == [problem.file for problem in caught.value.problems]


def test_a_bad_file_never_hides_a_good_one(project, monkeypatch):
    """A folder named like a params file and a spoilt date leave other studies to be found."""
    (project / "params" / "a.yml").mkdir()
    (project / "params" / "b.yml").write_text("as_of: 2026-02-30\n")
    (project / "params" / "c.yml").write_bytes(b"\xff\xfe")
    monkeypatch.chdir(project)

    assert "small" == find_study("small").id


def test_bad_files_stop_no_other_study(project):
    """Each params file of one call has an outcome of its own."""
    (project / "params" / "a.yml").mkdir()
    (project / "params" / "b.yml").write_text("as_of: 2026-02-30\n")
    (project / "params" / "c.yml").write_text("study: none\n")
    runs = run_studies([project / "params" / f"{name}.yml" for name in "abc"])

    assert [2, 2, 2] == [run.exit_code for run in runs]
    assert "params.missing" == runs[2].error.problems[0].code
