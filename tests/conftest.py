"""A copy of the project's notebooks, params and data, and one run of the sample in it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
COPIED = ("notebooks", "params", "data")


@dataclass(frozen=True)
class Called:
    """What a call of the command line left: exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def call_listlab(*arguments: object, cwd: Path) -> Called:
    command = [sys.executable, "-c", "from listlab.cli import main; main()"]
    done = subprocess.run(
        [*command, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Called(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def listlab() -> Callable[..., Called]:
    """Calls the command line in a process of its own, as a user does."""
    return call_listlab


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with copies of the project's notebooks, params and data."""
    root = tmp_path_factory.mktemp("sample")
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    return root


@dataclass(frozen=True)
class SampleRun:
    """The sample study, run once for all tests that look at its report."""

    root: Path
    called: Called

    @property
    def reports(self) -> Path:
        return self.root / "reports" / "pharma-2026"


@pytest.fixture(scope="session")
def sample_run(sample_project: Path) -> SampleRun:
    """The sample's report, made by `listlab run` in the copied project."""
    called = call_listlab("run", "params/pharma-2026.yml", "--format", "json", cwd=sample_project)
    assert called.code == 0, called.err + called.out
    return SampleRun(sample_project, called)
