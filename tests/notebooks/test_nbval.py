"""Every committed notebook runs to its end by nbval, in a folder with nothing else around."""

import shutil
import subprocess
import sys

import nbformat
import pytest

NOTEBOOKS = (
    "01_needs_survey",
    "02_important_data",
    "03_scenario_analysis",
    "04_draft_and_review",
)


QUOTED = ('"hcp_management"', '"supply_quality"')  # scenarios left out


@pytest.fixture(scope="module")
def project(sample_project, tmp_path_factory):
    """The sample project, its notebooks about two of the four scenarios: the cells are the same."""
    root = tmp_path_factory.mktemp("nbval") / "project"
    shutil.copytree(sample_project, root)
    for path in (root / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            lines = cell.source.splitlines()
            cell["source"] = "\n".join(x for x in lines if not x.strip().startswith(QUOTED))
        nbformat.write(notebook, path)
    return root


@pytest.fixture(scope="module")
def nbval(project):
    """Outcome of nbval over the copied notebooks, which it runs in their own folder."""
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-v", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "notebooks"], cwd=project, capture_output=True, text=True, check=False
    )


def test_every_notebook_runs(nbval):
    """No cell of any notebook fails."""
    assert 0 == nbval.returncode, nbval.stdout[-4000:]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_cell_was_run(nbval, name):
    """Nbval saw the notebook's cells, and each of them passed."""
    lines = [line for line in nbval.stdout.splitlines() if f"{name}::ipynb::" in line]

    assert len(lines) >= 5
    assert [] == [line for line in lines if "PASSED" not in line]


def test_notebooks_write_nothing_beside_themselves(nbval, project):
    """What notebooks compute is kept under reports/, the rest of the project stays as it was."""
    assert nbval.args
    assert ["data", "notebooks", "params", "reports"] == sorted(
        path.name for path in project.iterdir() if path.name != ".pytest_cache"
    )
    assert {f"{name}.ipynb" for name in NOTEBOOKS} == {
        path.name for path in (project / "notebooks").iterdir() if path.suffix == ".ipynb"
    }
