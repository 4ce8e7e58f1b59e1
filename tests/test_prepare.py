"""The set-up script: quick when nothing changed, and it says what to do when it can't go on."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def prepare(tmp_path):
    """The script, as if it lay in a project of its own."""
    for name in ("prepare.py", "requirements.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, tmp_path / name)
    spec = importlib.util.spec_from_file_location("prepare", tmp_path / "prepare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def set_up(prepare):
    """Leave what a finished set-up leaves."""
    python = Path(prepare.python_of_venv())
    python.parent.mkdir(parents=True)
    python.touch()
    Path(prepare.STAMP).write_text(prepare.stamp(), encoding="utf-8")


def test_a_finished_set_up_is_not_repeated(prepare):
    """With lock, project and Python as they were there is nothing to do."""
    assert not prepare.is_current()
    set_up(prepare)

    assert prepare.is_current()


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_sets_up_again(prepare, name):
    """Another line in either is another set-up."""
    set_up(prepare)
    with (Path(prepare.ROOT) / name).open("a") as file:
        file.write("\n# changed\n")

    assert not prepare.is_current()


def test_nothing_to_do_starts_nothing(prepare, monkeypatch, capfd):
    """The doors that call it stay quick: no pip, no other Python, not a word."""
    set_up(prepare)
    started = []
    monkeypatch.setattr(prepare.subprocess, "Popen", lambda *call, **how: started.append(call))

    assert 0 == prepare.main([])
    assert [] == started
    assert ("", "") == capfd.readouterr()


def test_a_python_without_venv_is_told_what_to_install(prepare, monkeypatch, capsys):
    """Debian's Python lacks venv: the command that mends it is printed."""
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    assert 2 == prepare.main([])
    assert "apt install python" in capsys.readouterr().err


def test_an_old_python_is_told_what_is_needed(prepare, monkeypatch, capsys):
    """Where no newer Python is found the sentence says which one to install."""
    monkeypatch.setattr(prepare, "OLDEST", (99, 0))

    assert 2 == prepare.main([])
    assert "3.11" in capsys.readouterr().err


@pytest.fixture
def doomed(prepare, monkeypatch):
    """The script with a lock that no source can serve, and pip kept off every index."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    Path(prepare.LOCK).write_text(f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    return prepare


def test_a_failed_installation_shows_the_end_of_the_log(doomed, capsys):
    """What pip said last is shown, the rest is in the log, and the next call tries again."""
    assert 2 == doomed.main([])
    assert "No matching distribution found for no-such-package" in capsys.readouterr().err
    assert "--require-hashes" in Path(doomed.LOG).read_text("utf-8")
    assert not doomed.is_current()


def test_the_script_is_readable_by_older_pythons():
    """Its syntax is that of Python 3.6, so that an old one can say what is missing."""
    import ast

    source = (ROOT / "prepare.py").read_text(encoding="utf-8")

    assert ast.parse(source, feature_version=(3, 6)).body


def test_it_needs_the_standard_library_only():
    """Before the first installation there is nothing else."""
    import ast

    tree = ast.parse((ROOT / "prepare.py").read_text(encoding="utf-8"))
    names = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}

    assert set() == names - sys.stdlib_module_names
