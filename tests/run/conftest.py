"""A small project: a few of the sample's workbooks, one scenario, few replicates."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SURVEYS = "data/sample/pharma-2026/surveys"
FEW = 14
PARAMS = f"""\
study: small
title: 小样例（合成）
pack: beijing
industry: pharma
as_of: "2026-03-31"
surveys: {SURVEYS}
scenarios:
  clinical_trial: {{need: 0.9, delta: 0.05, kind: sensitive, tier: assessment}}
thresholds: [20000, 50000]
bootstrap: 50
seed: 7
"""


def make_project(root: Path) -> Path:
    workbooks = sorted((ROOT / SURVEYS).glob("1*.xlsx"))[:FEW]
    (root / SURVEYS).mkdir(parents=True)
    for path in workbooks:
        shutil.copy2(path, root / SURVEYS / path.name)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "params").mkdir()
    (root / "params" / "small.yml").write_text(PARAMS, encoding="utf-8")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of the test's own."""
    return make_project(tmp_path / "project")


@pytest.fixture(scope="session")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that tests share and must not change."""
    return make_project(tmp_path_factory.mktemp("shared") / "project")


@pytest.fixture
def write_params(project: Path) -> Callable[..., Path]:
    """Writes a params file made of the small one with lines replaced or added."""

    def write(name: str = "other.yml", **lines: str) -> Path:
        kept = [line for line in PARAMS.splitlines() if line.split(":")[0] not in lines]
        if "scenarios" in lines:
            kept = [line for line in kept if not line.startswith(" ")]
        added = [f"{key}: {value}" for key, value in lines.items()]
        path = project / "params" / name
        path.write_text("\n".join([*kept, *added]) + "\n", encoding="utf-8")
        return path

    return write
