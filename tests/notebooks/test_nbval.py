"""Every committed notebook runs to its end by nbval, in a folder with nothing else around."""

import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = (
    "01_needs_survey",
    "02_important_data",
    "03_scenario_analysis",
    "04_draft_and_review",
)


@pytest.fixture(scope="module")
def nbval(sample_project):
    """Outcome of nbval over the copied notebooks, which it runs in their own folder."""
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-v", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, "notebooks"], cwd=sample_project, capture_output=True, text=True, check=False
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


def test_notebooks_write_nothing_beside_themselves(nbval, sample_project):
    """What notebooks compute is kept under reports/, the rest of the project stays as it was."""
    assert nbval.args
    assert ["data", "notebooks", "params", "reports"] == sorted(
        path.name for path in Path(sample_project).iterdir() if path.name != ".pytest_cache"
    )
    assert {f"{name}.ipynb" for name in NOTEBOOKS} == {
        path.name for path in (sample_project / "notebooks").iterdir() if path.suffix == ".ipynb"
    }
