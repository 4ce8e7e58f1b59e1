"""Projects to run in: a copy of the sample, and a small one; and calls of the command line."""

import functools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

settings.register_profile("listlab", deadline=None)  # other work on the machine is no failure
settings.load_profile("listlab")

ROOT = Path(__file__).parents[1]
SURVEYS = "data/sample/pharma-2026/surveys"
COMMAND = (sys.executable, "-c", "from listlab.cli import main; main()")
FEW = 14
SMALL = f"""\
study: small
title: 小样例（合成）
pack: beijing
industry: pharma
as_of: "2026-03-31"
surveys: {SURVEYS}
scenarios:
  clinical_trial: {{need: 0.9, delta: 0.05, kind: sensitive, tier: assessment}}
thresholds: [20000, 50000]
questions: []
bootstrap: 50
seed: 7
"""


@dataclass(frozen=True)
class Called:
    """What a call of the command line left: exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Call:
    """A call of the command line in a process of its own, as a user makes it."""

    def __init__(self, *arguments: object, cwd: Path) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def wait(self) -> Called:
        out, err = self._process.communicate()
        return Called(self._process.returncode, out, err)


@pytest.fixture(scope="session")
def listlab() -> Callable[..., Called]:
    """Calls the command line and waits for it."""
    return lambda *arguments, cwd: Call(*arguments, cwd=cwd).wait()


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with copies of the project's notebooks, params and data, and nothing else."""
    root = tmp_path_factory.mktemp("sample")
    for name in ("notebooks", "params", "data"):
        shutil.copytree(ROOT / name, root / name)
    return root


def make_project(root: Path) -> Path:
    workbooks = sorted((ROOT / SURVEYS).glob("1*.xlsx"))[:FEW]
    (root / SURVEYS).mkdir(parents=True)
    for path in workbooks:
        shutil.copy2(path, root / SURVEYS / path.name)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    (root / "params").mkdir()
    (root / "params" / "small.yml").write_text(SMALL, encoding="utf-8")
    return root


def change_params(root: Path, name: str = "other.yml", **lines: str) -> Path:
    kept = [line for line in SMALL.splitlines() if line.split(":")[0] not in lines]
    if "scenarios" in lines:
        kept = [line for line in kept if not line.startswith(" ")]
    added = [f"{key}: {value}" for key, value in lines.items()]
    path = root / "params" / name
    path.write_text("\n".join([*kept, *added]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def new_project() -> Callable[[Path], Path]:
    """Makes a small project: a few of the sample's workbooks, one scenario, few replicates."""
    return make_project


@pytest.fixture(scope="session")
def rewrite() -> Callable[..., Path]:
    """Writes the small project's params with lines replaced: `rewrite(root, name, key=value)`."""
    return change_params


@dataclass(frozen=True)
class Ran:
    """A small project after `listlab run` on its study, and what the command printed."""

    root: Path
    called: Called

    @property
    def folder(self) -> Path:
        return self.root / "reports" / "small"


@pytest.fixture(scope="session")
def twins(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> tuple[Ran, Ran]:
    """Two folders with the same small project, run at once, one with two jobs, one with one.

    Whichever worker of the test run comes first makes them for all.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    told = shared / "twins.json"
    with FileLock(shared / "twins.lock"):
        if not told.exists():
            told.write_text(json.dumps(_run_twins(shared)), encoding="utf-8")
    first, second = json.loads(told.read_text(encoding="utf-8"))
    return Ran(shared / "ran", Called(*first)), Ran(shared / "twin", Called(*second))


def _run_twins(shared: Path) -> list[tuple[int, str, str]]:
    roots = [make_project(shared / name) for name in ("ran", "twin")]
    call = functools.partial(Call, "run", "params/small.yml", "--format", "json", "--jobs")
    calls = [call(jobs, cwd=root) for jobs, root in zip((2, 1), roots, strict=True)]
    ended = [each.wait() for each in calls]
    return [(each.code, each.out, each.err) for each in ended]


@pytest.fixture(scope="session")
def ran(twins: tuple[Ran, Ran]) -> Ran:
    """The small study, run once in a project that tests share and must not change."""
    return twins[0]
