"""A report for experts holds no name of an enterprise, in no file of any kind."""

import json
import zipfile

import pytest

from listlab.run import steps
from listlab.run.params import open_params

ASKED = "[scale, tiers, frequency, scope, risk, portfolio, benefit]"  # read rows of enterprises


@pytest.fixture(scope="module")
def expert(tmp_path_factory, new_project, rewrite, listlab):
    """A study for experts and its questions about rows, run, and the call that ran it."""
    root = new_project(tmp_path_factory.mktemp("expert") / "project")
    path = rewrite(root, "small.yml", audience="expert", questions=ASKED)
    called = listlab("run", path, "--format", "json", cwd=root)
    assert 0 == called.code, called.err
    return open_params(path), called


@pytest.fixture(scope="module")
def names(expert):
    """What gives an enterprise away: its name, its code, the name of its workbook."""
    study, _ = expert
    tables = steps.survey(study)
    files = {path.stem for path in study.survey_files()}
    found = files | set(tables.enterprises["name"]) | set(tables.enterprises["enterprise_id"])
    return sorted(found | {json.dumps(name)[1:-1] for name in found})


def contents(path):
    """Bytes of a file, and of what is packed in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def test_no_output_names_an_enterprise(expert, names):
    """Every file is searched: JSON, pages, notebooks, the workbook unzipped, tables."""
    study, _ = expert
    files = [path for path in study.places.folder.rglob("*") if path.is_file()]
    told = {
        (path.name, name)
        for path in files
        for content in contents(path)
        for name in names
        if name.encode() in content
    }

    assert {".html", ".ipynb", ".json", ".xlsx"} == {path.suffix for path in files}
    assert set() == told


def test_tables_are_withheld_and_that_is_said(expert):
    """Tables name enterprises: they are not written; stderr, JSON and run.json say so."""
    study, called = expert

    assert not study.places.tables.exists()
    assert "tables/" in called.err
    assert "tables/" in json.loads(study.places.run_record.read_text("utf-8"))["warnings"][0]
    assert "tables/" in called.json[0]["warnings"][0]


def test_workbooks_keep_a_number_and_a_hash(expert):
    """Whoever has the workbooks can still tell which bytes the report rests on."""
    study, _ = expert
    manifest = json.loads(study.places.manifest.read_text("utf-8"))
    hashes = study.snapshot(study.survey_files())

    assert set(hashes.values()) < set(manifest["inputs"].values())
    assert len(hashes) == len([name for name in manifest["inputs"] if "/surveys/" in name])
