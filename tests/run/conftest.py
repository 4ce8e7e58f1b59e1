"""A small project of the test's own."""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def project(tmp_path: Path, new_project: Callable[[Path], Path]) -> Path:
    """A small project of the test's own."""
    return new_project(tmp_path / "project")


@pytest.fixture
def write_params(project: Path, rewrite: Callable[..., Path]) -> Callable[..., Path]:
    """Writes a params file into the test's own project."""
    return functools.partial(rewrite, project)
