"""The workflow: every params file from survey to report, one failure never stops the others."""

import io
import json
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from rich.console import Console

from listlab.errors import ReportError
from listlab.model.language import Text
from listlab.run import steps, tasks, workflow
from listlab.run.outcome import Failure, RunOptions, StudyRun, SurveyRead
from listlab.run.outputs import kept_report, study_key
from listlab.run.params import open_params
from listlab.run.summary import run_lines, show_failures, warning_lines
from listlab.run.workflow import run_studies
from listlab.study import Places

FAILING = """\
from listlab.run.notebook import open_study
from listlab.run import steps

the_study = open_study(globals())
"""
BYTES = ("list.json", "manifest.json", "index.html", "documents/list.xlsx")


@pytest.fixture
def outcome(ran):
    assert ran.called.code == 0, ran.called.err
    return ran.called.json[0]


def test_a_run_answers_as_the_contract_says(outcome):
    """One entry a study: status, seconds and the paths of what it made."""
    assert {"study", "status", "seconds", "outputs", "workbooks"} == set(outcome)
    assert {"accepted": 14, "rejected": 0, "duplicates": 0, "superseded": 0} == outcome["workbooks"]
    assert ("small", "done") == (outcome["study"], outcome["status"])
    assert {"index", "notebooks", "documents", "manifest"} == set(outcome["outputs"])


def test_every_path_exists(ran, outcome):
    """Paths are relative to the project, with `/`, and each leads to a file."""
    outputs = outcome["outputs"]
    paths = [outputs["index"], outputs["manifest"], *outputs["notebooks"], *outputs["documents"]]

    assert 10 == len(paths)
    assert [] == [path for path in paths if path.startswith("/") or "\\" in path]
    assert [] == [path for path in paths if not (ran.root / path).is_file()]


def test_every_notebook_has_a_page_beside_it(ran):
    """Each executed notebook lies beside an offline page of the same name."""
    notebooks = sorted((ran.folder / "notebooks").glob("*.ipynb"))

    assert ["01", "02", "03", "04"] == [path.name[:2] for path in notebooks]
    assert all(path.with_suffix(".html").is_file() for path in notebooks)


class Loaded(HTMLParser):
    """Addresses that a page loads by itself."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.pictures = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.found.append(given["src"])
        if tag == "img":
            self.pictures.append(given.get("alt", ""))
        if tag == "link":
            self.found.append(given.get("href", ""))


@pytest.mark.parametrize("number", ["01", "02", "03", "04"])
def test_notebook_pages_load_nothing(ran, number):
    """Fonts, pictures and styles are inside the page, and a policy forbids the rest."""
    page = next((ran.folder / "notebooks").glob(f"{number}*.html")).read_text("utf-8")
    loaded = Loaded()
    loaded.feed(page)
    styled = re.findall(r"url\(\s*[\"']?(?!data:|#)([^)\"']{1,80})", page)

    assert [] == [address for address in loaded.found if not address.startswith("data:")]
    assert [] == styled
    assert "default-src 'none'" in page
    assert "@font-face" in page
    assert '<html lang="zh">' in page


def test_pictures_have_alternative_text(ran):
    """Whoever can't see a chart is told what it shows."""
    loaded = Loaded()
    loaded.feed(next((ran.folder / "notebooks").glob("03*.html")).read_text("utf-8"))

    assert loaded.pictures
    assert all(len(text) > 20 for text in loaded.pictures)


def test_executed_notebooks_carry_no_clock(ran):
    """Times and chance ids stay out of executed notebooks; params and provenance are in."""
    for path in sorted((ran.folder / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        cells = [set(cell.metadata) for cell in notebook.cells]

        assert "papermill" not in notebook.metadata
        assert all(not names & {"papermill", "execution"} for names in cells)
        assert "small" == notebook.metadata["listlab"]["parameters"]["study"]
        assert "小样例（合成）" in next(
            c.source for c in notebook.cells if c.id == "injected-parameters"
        )


def test_the_manifest_lists_what_went_in_and_out(ran):
    """Hashes of inputs and of every output, and no clock time."""
    manifest = json.loads((ran.folder / "manifest.json").read_text("utf-8"))
    files = {
        path.relative_to(ran.folder).as_posix() for path in ran.folder.rglob("*") if path.is_file()
    }

    assert files - {"manifest.json", "run.json"} == set(manifest["outputs"])
    assert 14 == len([path for path in manifest["inputs"] if path.endswith(".xlsx")])
    assert {"started", "ended"} <= set(json.loads((ran.folder / "run.json").read_text("utf-8")))
    assert not re.search(r"\d{2}:\d{2}:\d{2}", (ran.folder / "manifest.json").read_text("utf-8"))


def test_a_rerun_does_nothing(ran, listlab):
    """With nothing changed a rerun gives the last report."""
    again = listlab("run", "params/small.yml", "--format", "json", cwd=ran.root)

    assert "cached" == again.json[0]["status"]
    assert ran.called.json[0]["outputs"] == again.json[0]["outputs"]


def test_a_rerun_loads_no_heavy_package(ran):
    """That is what makes it quick: a cached run knows neither polars nor papermill nor altair."""
    code = (
        "import sys; from pathlib import Path; from listlab.run.workflow import run_studies\n"
        "run = run_studies([Path('params/small.yml')])[0]\n"
        "heavy = {'polars', 'pandas', 'papermill', 'altair', 'scipy', 'nbformat'}\n"
        "print(run.status, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ran.root, capture_output=True, text=True, check=False
    )

    assert "cached []" == done.stdout.strip(), done.stderr


def test_the_same_inputs_give_the_same_bytes(twins):
    """In two folders, with neither reports nor cache, every output is the same, to the byte."""
    one, other = twins
    manifest = json.loads((one.folder / "manifest.json").read_text("utf-8"))
    names = sorted([*manifest["outputs"], "manifest.json"])

    assert 0 == other.called.code, other.called.err
    assert [] == [
        name
        for name in names
        if (one.folder / name).read_bytes() != (other.folder / name).read_bytes()
    ]


def test_a_changed_output_is_made_again(ran, tmp_path):
    """A report that somebody edited is not called up to date."""
    shutil.copytree(ran.root, tmp_path / "project")
    study = open_params(tmp_path / "project" / "params" / "small.yml")
    key, page = study_key(study), study.places.index
    assert {} == kept_report(study.places, key).unreported
    page.write_bytes(page.read_bytes() + b" ")

    assert kept_report(study.places, key) is None
    assert kept_report(study.places, "another key") is None


def keep_one_notebook(project: Path, source: str) -> None:
    """Leave one notebook in the project: the shared parameters, then `source`."""
    path = project / "notebooks" / "01_needs_survey.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"][:2]
    code[1]["source"] = source
    notebook["cells"] = [notebook.cells[0], *code]
    for other in (project / "notebooks").glob("*.ipynb"):
        other.unlink()
    nbformat.write(notebook, path)


@dataclass(frozen=True)
class Many:
    """Three params files run in one call: one lacks answers, one is refused, one fails."""

    root: Path
    called: Any

    @property
    def blocked(self):
        return self.called.json[0]

    @property
    def failed(self):
        return self.called.json[2]


@pytest.fixture(scope="module")
def many(tmp_path_factory, listlab, new_project, rewrite):
    root = new_project(tmp_path_factory.mktemp("many") / "project")
    keep_one_notebook(root, f"{FAILING}1 / (the_study.id == 'small')")
    drop_scenario(root, "supply_quality")
    blocked = rewrite(root, "small.yml", scenarios="{supply_quality: {}, clinical_trial: {}}")
    refused = rewrite(root, "bad.yml", study="broken", seed="-1")
    failing = rewrite(root, "failing.yml", study="other")
    called = listlab("run", blocked, refused, failing, "--format", "json", cwd=root)
    return Many(root, called)


def drop_scenario(root: Path, code: str) -> None:
    """Remove the workbooks that report a scenario."""
    flows = steps.survey(open_params(root / "params" / "small.yml")).flows.to_dicts()
    for file in {row["source"]["file"] for row in flows if row["scenario"] == code}:
        (root / file).unlink()


def test_one_failure_never_stops_the_others(many):
    """Each study has an outcome of its own, and the highest exit code is the call's."""
    assert 3 == many.called.code
    assert ["done", "failed", "failed"] == [run["status"] for run in many.called.json]
    assert "params.value" == many.called.json[1]["error"]["problems"][0]["code"]
    assert [] == list((many.root / "reports").glob(".*.part"))


def test_a_failing_notebook_says_where(many):
    """Study, notebook and cell are named, in a sentence and for programs."""
    error = many.failed["error"]

    assert [{"notebook": "01_needs_survey.ipynb", "cell": 3, "error": "ZeroDivisionError"}] == (
        error["cells"]
    )
    assert "研究 other，笔记本 01_needs_survey.ipynb，单元格 In [3]" in error["message"]
    assert "Traceback" not in many.called.err


def test_a_failing_notebook_is_kept_up_to_the_failing_cell(many):
    """The executed notebook and its page stay, the report is not begun."""
    saved = many.root / many.failed["outputs"]["notebooks"][0]

    assert "ZeroDivisionError" in saved.read_text("utf-8")
    assert "failing-cell" in saved.with_suffix(".html").read_text("utf-8")
    assert ["notebooks", "run.json"] == sorted(p.name for p in saved.parents[1].iterdir())


def test_a_scenario_that_nobody_reported_blocks_the_next_step(many, listlab):
    """The rest is done, the scenario is named, and the exit code is 1, cached or not."""
    again = listlab("run", "params/small.yml", "--format", "json", cwd=many.root)

    assert 1 == again.code
    assert "cached" == again.json[0]["status"]
    assert "supply_quality" in many.blocked["notes"][0]
    assert many.blocked["notes"] == again.json[0]["notes"]


REFUSED = [
    ({"pack": "atlantis"}, "atlantis"),
    ({"industry": "no_such_trade"}, "no_such_trade"),
    ({"surveys": "data/nowhere"}, "data/nowhere"),
    ({"scenarios": "{space_travel: {}}"}, "space_travel"),
    ({"nonsense": "1"}, "nonsense"),
    ({"evidence": "{clinical_trial: {file: data/none.csv, share: 1}}"}, "data/none.csv"),
]


@pytest.mark.parametrize(("lines", "named"), REFUSED)
def test_unusable_input_is_refused_before_anything_is_written(project, write_params, lines, named):
    """Exit code 2, a sentence that names what is wrong, and no report."""
    run = run_studies([write_params(**lines)])[0]

    assert ("failed", 2) == (run.status, run.exit_code)
    assert named in run.error.say("zh")
    assert not (project / "reports" / "small").exists()


def test_an_empty_survey_is_refused(project):
    """A folder without workbooks gets a sentence and exit code 2."""
    for path in (project / "data/sample/pharma-2026/surveys").iterdir():
        path.unlink()
    run = run_studies([project / "params" / "small.yml"])[0]

    assert 2 == run.exit_code
    assert "文件夹是空的" in run.error.say("zh")


def test_two_files_of_one_study_do_not_overwrite_each_other(project, write_params):
    """The second params file with the same study id is refused."""
    (project / "notebooks" / "01_needs_survey.ipynb").unlink()
    shutil.rmtree(project / "data")
    runs = run_studies([project / "params" / "small.yml", write_params()])

    assert "params.same_study" == runs[1].error.problems[0].code


def test_an_unknown_notebook_number_is_refused(project):
    """`--only` takes the numbers that there are."""
    run = run_studies([project / "params" / "small.yml"], RunOptions(only=("07",)))[0]

    assert 2 == run.exit_code
    assert "01、02、03、04" in run.error.say("zh")


@pytest.mark.parametrize("broken", [b"[]", b"\xff", b'{"key": "k", "outputs": 3}', b'{"key": "k"}'])
def test_a_damaged_manifest_is_no_report(tmp_path, broken):
    """What a crash or another version left is made again, not stumbled over."""
    places = Places(tmp_path, "small")
    places.folder.mkdir(parents=True)
    places.manifest.write_bytes(broken)

    assert kept_report(places, "k") is None


class Ended(Future):
    """A task of the crew that ends when the test says so."""

    def __init__(self, delay=0.0, *, result=None, error=None):
        super().__init__()
        self._timer = threading.Timer(delay, self._end, (result, error))
        self._timer.start()

    def _end(self, result, error):
        self.set_exception(error) if error else self.set_result(result)


@pytest.fixture
def runner(project):
    """A runner whose workers only seem to work: notebooks fail, the report fails later."""
    failure = Failure("01_needs_survey.ipynb", 3, "ZeroDivisionError", "division by zero")
    self = SimpleNamespace(report=None)

    def submit(task, *args, **kwargs):
        if task is tasks.execute:
            return Ended(result=failure)
        if task is tasks.report:
            self.report = Ended(0.3, error=ReportError(Text("页面写不出", "no page")))
            return self.report
        return Ended(result=SurveyRead())

    study = open_params(project / "params" / "small.yml")
    crew = SimpleNamespace(submit=submit)
    self.run = workflow.StudyRunner(study, RunOptions(), crew, None).run
    return self


def test_a_report_ends_before_its_folder_is_removed(runner):
    """Where notebooks fail the run waits for the report, and says what became of it as well."""
    run = runner.run()

    assert runner.report.done()
    assert ("failed", 3) == (run.status, run.exit_code)
    assert "页面写不出" in run.error.say("zh")
    assert "ZeroDivisionError" in run.error.say("zh")


def test_one_notebook_is_no_report(tmp_path, listlab, ran):
    """`--only` lists what it wrote, and the page beside it is not called up to date afterwards."""
    root = tmp_path / "project"
    shutil.copytree(ran.root, root)
    only = listlab("run", "params/small.yml", "--only", "04", "--format", "json", cwd=root)
    study = open_params(root / "params" / "small.yml")

    assert 0 == only.code, only.err
    assert {
        "index": None,
        "notebooks": ["reports/small/notebooks/04_draft_and_review.ipynb"],
        "documents": [],
        "manifest": None,
    } == only.json[0]["outputs"]
    assert study.places.index.is_file()
    assert kept_report(study.places, study_key(study)) is None


@pytest.mark.parametrize("second", ["../{d}/../{d}/params/small.yml", "params/SMALL.yml"])
def test_two_paths_to_one_folder_are_refused(project, write_params, monkeypatch, second):
    """Neither a roundabout path nor another case makes another study of it."""
    write_params("SMALL.yml", study="Small")
    shutil.rmtree(project / "data")
    monkeypatch.chdir(project)
    paths = [Path("params/small.yml"), Path(second.format(d=project.name))]

    assert "params.same_study" == run_studies(paths)[1].error.problems[0].code


def test_one_out_folder_holds_no_study_twice(tmp_path, new_project):
    """Two projects with one `--out` and one study id would write into one folder."""
    paths = [new_project(tmp_path / name) / "params" / "small.yml" for name in ("a", "b")]
    for path in paths:
        shutil.rmtree(path.parents[1] / "data")
    runs = run_studies(paths, RunOptions(out=tmp_path / "out"))

    assert "params.same_study" == runs[1].error.problems[0].code


@pytest.mark.parametrize("out", ["afile", "afile/below"])
def test_an_unusable_out_is_refused(project, out):
    """A file where the reports should go is the caller's to mend: exit code 2, a sentence."""
    (project / "afile").write_text("x")
    run = run_studies([project / "params" / "small.yml"], RunOptions(out=project / out))[0]

    assert ("failed", 2) == (run.status, run.exit_code)
    assert isinstance(run.error, ReportError)
    assert "afile" in run.error.say("zh")


def test_failures_are_told_in_the_study_s_language(project, write_params):
    """A study in English fails in English, with or without `--lang`."""
    run = run_studies([write_params(lang="en", surveys="data/nowhere")])[0]
    console = Console(record=True, width=200, file=io.StringIO())
    show_failures([run], "zh", console)

    assert "en" == run.lang
    assert "no such folder" in console.export_text()


def test_what_an_audience_does_not_get_is_said(project, write_params):
    """That experts get no tables is said in the run's record and on the screen."""
    run = run_studies([write_params(audience="expert", surveys="data/nowhere")])[0]

    assert "tables/" in warning_lines([run])[0]
    assert "tables/" in run.to_dict("en")["warnings"][0]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"accepted": 60, "rejected": 4, "duplicates": 1, "superseded": 2}, ("60", "4", "3")),
        ({"accepted": 60, "rejected": 0, "duplicates": 0, "superseded": 0}, ()),
        ({}, ()),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_run_says_how_many_workbooks_were_not_used(counts, said, lang):
    """Also where all else is done and nothing is blocked; not a word where all were used."""
    run = StudyRun("small", "done", 1.0, index="i.html", survey=SurveyRead(counts))
    line = run_lines([run], lang).splitlines()[2:]

    assert bool(said) == bool(line)
    assert all(number in "".join(line) for number in said)
