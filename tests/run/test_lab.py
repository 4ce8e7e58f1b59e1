"""JupyterLab opens copies with a study's parameters; committed notebooks stay as they are."""

import nbformat
import pytest

from listlab.run.lab import lab_command, prepare_lab
from listlab.run.params import open_params


@pytest.fixture
def study(project):
    return open_params(project / "params" / "small.yml")


def injected(path):
    cells = nbformat.read(path, as_version=4).cells
    return next(c.source for c in cells if "injected-parameters" in c.metadata.get("tags", []))


def test_copies_carry_the_parameters(study):
    """Each notebook is copied into the study's lab folder, with its parameters injected."""
    folder = prepare_lab(study)

    assert [p.name for p in study.notebook_files()] == sorted(
        p.name for p in folder.glob("*.ipynb")
    )
    assert all('study = "small"' in injected(path) for path in folder.glob("*.ipynb"))


def test_committed_notebooks_are_not_touched(study):
    """The copies are what is saved over, never the project's own."""
    before = [path.read_bytes() for path in study.notebook_files()]
    prepare_lab(study)

    assert before == [path.read_bytes() for path in study.notebook_files()]


def test_a_changed_copy_keeps_its_changes(study):
    """What somebody wrote into a copy stays; only the parameters are renewed."""
    path = prepare_lab(study) / "01_needs_survey.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("mine = 1"))
    nbformat.write(notebook, path)
    prepare_lab(study)
    again = nbformat.read(path, as_version=4)

    assert "mine = 1" == again.cells[-1].source
    assert 1 == sum("injected-parameters" in c.metadata.get("tags", []) for c in again.cells)


def test_jupyter_asks_the_net_for_nothing(study):
    """No news, no updates, no catalogue of extensions; the caller's options go through."""
    command = lab_command(study.places.lab, ["--no-browser", "--port=1234"])

    assert ["--no-browser", "--port=1234"] == command[-2:]
    assert "--LabApp.news_url=None" in command
    assert "--LabApp.extension_manager=readonly" in command
