"""Plain papermill works as its users expect, and wrong parameters stop in the opening cell."""

import os
import subprocess
import sys

import nbformat
import pytest

NOTEBOOK = "notebooks/01_needs_survey.ipynb"


@pytest.fixture
def papermill(sample_project, tmp_path):
    """Runs the papermill command in the copied project; gives its outcome and the notebook."""

    def run(*arguments):
        out = tmp_path / "out.ipynb"
        command = [sys.executable, "-m", "papermill", NOTEBOOK, str(out), *arguments]
        done = subprocess.run(
            command,
            cwd=sample_project,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done, nbformat.read(out, as_version=4)

    return run


def test_a_params_file_runs_as_it_is(papermill):
    """`papermill NOTEBOOK OUT -f params/<study>.yml` runs from the project folder."""
    done, notebook = papermill("-f", "params/pharma-2026.yml")

    assert 0 == done.returncode, done.stderr[-2000:]
    assert all(c.execution_count for c in notebook.cells if c.cell_type == "code")


def test_an_unknown_parameter_stops_with_a_sentence(papermill):
    """A misspelt name is refused in the opening cell, without a traceback of ours."""
    done, notebook = papermill("-p", "sead", "5")
    errors = [o for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "error"]

    assert 0 != done.returncode
    assert ["ParamsError"] == [error.ename for error in errors]
    assert "参数 sead：没有这个参数。是否想写 seed？" in errors[0].evalue
    assert "File " not in "".join(errors[0].traceback)
